package gosc

import (
	"net/http"
	"testing"
	"time"

	"github.com/antihax/optional"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestQueryParameters(t *testing.T) {
	at := time.Date(2026, 1, 2, 3, 4, 5, 600, time.FixedZone("", 3600))
	for name, tc := range map[string]struct {
		add  func(*Call)
		want string
	}{
		"in order":     {func(c *Call) { c.Query("b", "2"); c.Query("a", "1") }, "b=2&a=1"},
		"escaped":      {func(c *Call) { c.Query("a b", "c&d=é +") }, "a+b=c%26d%3D%C3%A9+%2B"},
		"empty":        {func(c *Call) { c.Query("a", "") }, "a="},
		"non-empty":    {func(c *Call) { c.QueryNonEmpty("a", ""); c.QueryNonEmpty("b", "1") }, "b=1"},
		"unset string": {func(c *Call) { c.QueryString("a", optional.EmptyString()) }, ""},
		"set string":   {func(c *Call) { c.QueryString("a", optional.NewString("")) }, "a="},
		"bool":         {func(c *Call) { c.QueryBool("a", optional.NewBool(false)); c.QueryBool("b", optional.EmptyBool()) }, "a=false"},
		"int32":        {func(c *Call) { c.QueryInt32("a", optional.NewInt32(-1)); c.QueryInt32("b", optional.EmptyInt32()) }, "a=-1"},
		"int64":        {func(c *Call) { c.QueryInt64("a", optional.NewInt64(-1<<63)); c.QueryInt64("b", optional.EmptyInt64()) }, "a=-9223372036854775808"},
		"uint32": {func(c *Call) {
			c.QueryUint32("a", optional.NewUint32(1<<32-1))
			c.QueryUint32("b", optional.EmptyUint32())
		}, "a=4294967295"},
		"uint64": {func(c *Call) {
			c.QueryUint64("a", optional.NewUint64(1<<64-1))
			c.QueryUint64("b", optional.EmptyUint64())
		}, "a=18446744073709551615"},
		"float64": {func(c *Call) {
			c.QueryFloat64("a", optional.NewFloat64(21000001))
			c.QueryFloat64("b", optional.EmptyFloat64())
		}, "a=21000001"},
		"time":     {func(c *Call) { c.QueryTime("a", optional.NewTime(at)); c.QueryTime("b", optional.EmptyTime()) }, "a=2026-01-02T03%3A04%3A05.0000006%2B01%3A00"},
		"list":     {func(c *Call) { c.QueryList("a", []string{"1", "2,3"}, false); c.QueryList("b", nil, false) }, "a=1,2%2C3"},
		"exploded": {func(c *Call) { c.QueryList("a", []string{"1", "2"}, true); c.QueryList("b", nil, true) }, "a=1&a=2"},
	} {
		t.Run(name, func(t *testing.T) {
			var got string
			caller := serve(t, func(w http.ResponseWriter, r *http.Request) { got = r.URL.RawQuery; writeReply(w, 204, "") })
			call := caller.NewCall("List", http.MethodGet, "/x")
			tc.add(call)
			_, err := DoEmpty(t.Context(), call, nil)
			require.NoError(t, err)
			assert.Equal(t, tc.want, got)
		})
	}
}
