package gosc

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestIDsReachJustTheResourceOfThatName(t *testing.T) {
	for _, id := range []string{
		"plain", "a/b", "a?b", "a#b", "a%b", "a%2Fb", "a b", ".", "..", "...", "../x", "a/../../x", `a\..\x`,
		"é", "a+b", "a;b", "a:b", "\x00", "\n", "\xff", "a&b=c", "%2e%2e",
	} {
		t.Run(id, func(t *testing.T) {
			var uri string
			caller := serve(t, func(w http.ResponseWriter, r *http.Request) {
				uri = r.RequestURI
				writeReply(w, 200, `{"id":"x"}`)
			})
			_, _, err := getThing(t.Context(), caller, "fr-par", id)
			require.NoError(t, err)
			segment, ok := strings.CutPrefix(uri, "/base/shop/v1/regions/fr-par/things/")
			require.True(t, ok, uri)
			assert.NotContains(t, segment, "/")
			assert.NotContains(t, segment, "?")
			assert.NotEqual(t, "", strings.Trim(segment, "."), "a dot segment went out")
			decoded, err := url.PathUnescape(segment)
			require.NoError(t, err)
			assert.Equal(t, id, decoded)
		})
	}
}

func TestEmptyPathArgumentsAreRefusedBeforeSending(t *testing.T) {
	caller := serve(t, func(http.ResponseWriter, *http.Request) { t.Error("something was sent") })
	_, resp, err := getThing(t.Context(), caller, "fr-par", "")
	assert.Nil(t, resp)
	assert.EqualError(t, err, "gosc: GetThing: thing_id is empty")
	require.ErrorIs(t, err, ErrInvalidArguments)

	caller.Config().Region = ""
	_, _, err = getThing(t.Context(), caller, "", "x")
	assert.EqualError(t, err, "gosc: GetThing: region is empty, and so is Configuration.Region")
}

func FuzzEscapeSegment(f *testing.F) {
	for _, seed := range []string{"", ".", "..", "a/b", "%2e", "\x00\xff", `..\`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, id string) {
		escaped := escapeSegment(id)
		decoded, err := url.PathUnescape(escaped)
		require.NoError(t, err)
		require.Equal(t, id, decoded)
		require.NotContains(t, escaped, "/")
		require.NotContains(t, escaped, "?")
		require.NotContains(t, escaped, "#")
		require.False(t, escaped == "." || escaped == "..")
		parsed, err := url.Parse("http://h/a/" + escaped + "/b")
		require.NoError(t, err)
		require.Equal(t, "/a/"+escaped+"/b", parsed.EscapedPath())
	})
}
