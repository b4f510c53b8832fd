package gosc

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
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

func TestBytesAreTheCallersOwn(t *testing.T) {
	n := byte(0)
	caller := serve(t, func(w http.ResponseWriter, r *http.Request) { n++; _, _ = w.Write([]byte{n, n, n}) })
	first, _, err := DoBytes(t.Context(), caller.NewCall("GetFile", "GET", "/x"), nil)
	require.NoError(t, err)
	_, _, err = DoBytes(t.Context(), caller.NewCall("GetFile", "GET", "/x"), nil)
	require.NoError(t, err)
	assert.Equal(t, []byte{1, 1, 1}, first)
}

func TestTheReplyIsReadAndItsBodyEmpty(t *testing.T) {
	caller := serve(t, func(w http.ResponseWriter, r *http.Request) { writeReply(w, 200, `{"id":"x"}`) })
	var raw APIResponse
	_, resp, err := getThing(t.Context(), caller, "", "x", WithAPIResponse(&raw))
	require.NoError(t, err)
	rest, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	assert.Empty(t, rest)
	assert.Same(t, resp, raw.Response)
	assert.Equal(t, `{"id":"x"}`, string(raw.Payload))
	assert.Equal(t, "GetThing", raw.Operation)
	assert.Equal(t, "GET", raw.Method)
	assert.True(t, strings.HasSuffix(raw.RequestURL, "/base/shop/v1/regions/fr-par/things/x"), raw.RequestURL)
}

func TestOneClientServesManyGoroutines(t *testing.T) {
	caller := serve(t, func(w http.ResponseWriter, r *http.Request) {
		id := r.URL.Path[strings.LastIndexByte(r.URL.Path, '/')+1:]
		writeReply(w, 200, fmt.Sprintf(`{"id":%q}`, id))
	})
	base := caller.Config().BasePath
	var group sync.WaitGroup
	for g := range 64 {
		group.Go(func() {
			for n := range 10 {
				id := fmt.Sprintf("%d-%d", g, n)
				got, _, err := getThing(t.Context(), caller, "", id)
				assert.NoError(t, err)
				assert.Equal(t, id, got.ID, "replies never mix")
				caller.ChangeBasePath(base)
			}
		})
	}
	group.Wait()
}
