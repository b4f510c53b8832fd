package dialect

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/rumpl/gosc/gen/internal/openapi"
)

func TestSuccess(t *testing.T) {
	reply := func(status string, content bool) *openapi.Response {
		r := &openapi.Response{Status: status}
		if content {
			r.Content = []*openapi.Media{{Type: "application/json"}}
		}
		return r
	}
	for name, tc := range map[string]struct {
		all      []*openapi.Response
		result   string
		statuses []string
		mayEmpty bool
	}{
		"200":               {[]*openapi.Response{reply("200", true)}, "200", []string{"200"}, false},
		"201 and errors":    {[]*openapi.Response{reply("400", true), reply("201", true), reply("default", true)}, "201", []string{"201"}, false},
		"202":               {[]*openapi.Response{reply("202", true)}, "202", []string{"202"}, false},
		"204":               {[]*openapi.Response{reply("204", false)}, "", []string{"204"}, true},
		"204 first":         {[]*openapi.Response{reply("204", false), reply("200", true)}, "200", []string{"204", "200"}, true},
		"several":           {[]*openapi.Response{reply("200", true), reply("201", true), reply("204", false)}, "200", []string{"200", "201", "204"}, true},
		"range":             {[]*openapi.Response{reply("2XX", true)}, "2XX", []string{"2XX"}, false},
		"200 without words": {[]*openapi.Response{reply("200", false)}, "", []string{"200"}, true},
		"none":              {[]*openapi.Response{reply("302", false)}, "", nil, false},
	} {
		t.Run(name, func(t *testing.T) {
			result, statuses, mayEmpty := Success(tc.all)
			got := ""
			if result != nil {
				got = result.Status
			}
			assert.Equal(t, tc.result, got)
			assert.Equal(t, tc.statuses, statuses)
			assert.Equal(t, tc.mayEmpty, mayEmpty)
		})
	}
}
