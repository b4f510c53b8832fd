package pathescape

import (
	"net/url"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func FuzzSegment(f *testing.F) {
	for _, seed := range []string{"2c1d7a40-8F5B", "a_b@[`{", "", ".", "..", "a/b", "%2e", "\x00\xff", `..\`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, id string) {
		escaped := Segment(id)
		decoded, err := url.PathUnescape(escaped)
		require.NoError(t, err)
		require.Equal(t, id, decoded)
		if isPlain(id) {
			require.Equal(t, url.PathEscape(id), escaped)
		}
		require.NotContains(t, escaped, "/")
		require.NotContains(t, escaped, "?")
		require.NotContains(t, escaped, "#")
		require.False(t, escaped == "." || escaped == "..")
		parsed, err := url.Parse("http://h/a/" + escaped + "/b")
		require.NoError(t, err)
		require.Equal(t, "/a/"+escaped+"/b", parsed.EscapedPath())
	})
}

func TestAppend(t *testing.T) {
	args := []Arg{{Name: "region", Value: "fr-par"}, {Name: "id", Value: "a/b"}, {Name: "ids", Value: List([]string{"a,b", "..", "c"}, ","), Escaped: true}}
	for _, tc := range []struct{ template, want, missing string }{
		{template: "/plain", want: "/base/plain"},
		{template: "/r/{region}/x/{id}", want: "/base/r/fr-par/x/a%2Fb"},
		{template: "/x/{ids}", want: "/base/x/a%2Cb,%2E%2E,c"},
		{template: "/x/{id}/y", want: "/base/x/a%2Fb/y"},
		{template: "/x/{id", want: "/base/x/%7Bid"},
		{template: "/a b/{id}/é#?", want: "/base/a%20b/a%2Fb/%C3%A9%23%3F"},
		{template: "/a%20b/{id}:do", want: "/base/a%20b/a%2Fb:do"},
		{template: "/x/{other}/{id}", missing: "other"},
	} {
		got, missing := Append(nil, "/base", tc.template, args)
		assert.Equal(t, tc.missing, missing)
		if missing == "" {
			assert.Equal(t, tc.want, string(got))
		}
	}
}

// Every byte of a template is one that net/url leaves alone: else it would escape the
// whole path anew.
func TestTemplatesAreValid(t *testing.T) {
	for c := range 256 {
		template := "/" + string([]byte{byte(c)}) + "/{id}"
		if c == '%' || c == '{' {
			continue
		}
		path, _ := Append(nil, "", template, []Arg{{Name: "id", Value: "a/b"}})
		plain, err := url.PathUnescape(string(path))
		require.NoError(t, err)
		u := url.URL{Path: plain, RawPath: string(path)}
		require.Equal(t, string(path), u.EscapedPath(), "%q", template)
		require.Equal(t, "/"+string([]byte{byte(c)})+"/a/b", plain)
	}
}
