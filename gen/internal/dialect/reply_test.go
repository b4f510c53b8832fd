package dialect

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/rumpl/gosc/gen/internal/openapi"
)

func TestSuccesses(t *testing.T) {
	reply := func(status string, content bool) *openapi.Response {
		r := &openapi.Response{Status: status}
		if content {
			r.Content = []*openapi.Media{{Type: "application/json"}}
		}
		return r
	}
	for name, tc := range map[string]struct {
		all  []*openapi.Response
		want []string
	}{
		"200":                         {[]*openapi.Response{reply("200", true)}, []string{"200"}},
		"201 and errors":              {[]*openapi.Response{reply("400", true), reply("201", true), reply("default", true)}, []string{"201"}},
		"204 first":                   {[]*openapi.Response{reply("204", false), reply("200", true)}, []string{"204", "200"}},
		"range":                       {[]*openapi.Response{reply("2XX", true)}, []string{"2XX"}},
		"200 without words":           {[]*openapi.Response{reply("200", false), reply("default", true)}, []string{"200"}},
		"default only":                {[]*openapi.Response{reply("404", true), reply("default", true)}, []string{"default"}},
		"default only, of no content": {[]*openapi.Response{reply("default", false)}, nil},
		"none":                        {[]*openapi.Response{reply("302", false)}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, r := range Successes(tc.all) {
				got = append(got, r.Status)
			}
			assert.Equal(t, tc.want, got)
		})
	}
}

func TestIsRange(t *testing.T) {
	for status, want := range map[string]bool{"200": false, "2XX": true, "2xx": true, "default": true} {
		assert.Equal(t, want, IsRange(status), status)
	}
}
