//go:build !race

package bench

import (
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc"
)

var update = flag.Bool("update", false, "record the allocations anew")

const recorded = "testdata/allocations.txt"

// The number of allocations is exact, so that it can be compared with a recorded
// one, unlike times. It depends on the version of Go and on nothing else; the race
// detector, which adds some, is left out.
func TestAllocations(t *testing.T) {
	calls := newGosc(basePath, &http.Client{Transport: Instant{}})
	var got strings.Builder
	for _, scenario := range Scenarios {
		call := calls[scenario]
		fmt.Fprintf(&got, "%s %.0f\n", scenario, testing.AllocsPerRun(500, func() { require.NoError(t, call(t.Context())) }))
	}
	fmt.Fprintf(&got, "encode CreateFunctionRequest %.0f\n", testing.AllocsPerRun(500, func() { _, _ = request.MarshalJSON() }))
	for _, reply := range []struct {
		name   string
		data   []byte
		target func() json.Unmarshaler
	}{
		{"decode Function", replies["POST functions"].Body, func() json.Unmarshaler { return new(gosc.Function) }},
		{"decode 100 functions", replies["GET functions"].Body, func() json.Unmarshaler { return new(gosc.ListFunctionsResponse) }},
		{"decode 100 logs", replies["GET logs"].Body, func() json.Unmarshaler { return new(gosc.ListLogsResponse) }},
	} {
		fmt.Fprintf(&got, "%s %.0f\n", reply.name, testing.AllocsPerRun(500, func() { require.NoError(t, reply.target().UnmarshalJSON(reply.data)) }))
	}
	if *update {
		require.NoError(t, os.WriteFile(recorded, []byte(got.String()), 0o644))
	}
	want, err := os.ReadFile(recorded)
	require.NoError(t, err)
	assert.Equal(t, string(want), got.String(), "if this is meant: go test ./bench -run TestAllocations -update")
}
