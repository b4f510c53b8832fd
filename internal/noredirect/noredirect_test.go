package noredirect

import (
	"io"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestARedirectComesAsItIs(t *testing.T) {
	var calls atomic.Int32
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		calls.Add(1)
		w.Header()["Location"] = []string{r.URL.Query().Get("to")}
		w.WriteHeader(http.StatusTemporaryRedirect)
		_, _ = io.WriteString(w, "body")
	}))
	defer srv.Close()
	followed := func(*http.Request, []*http.Request) error { t.Error("asked"); return nil }
	client := Client(&http.Client{CheckRedirect: followed})
	defer client.CloseIdleConnections()
	for _, location := range []string{"/elsewhere", "http://[::1", "http://example.com/"} {
		calls.Store(0)
		req, err := http.NewRequest(http.MethodGet, srv.URL, nil)
		require.NoError(t, err)
		q := req.URL.Query()
		q.Set("to", location)
		req.URL.RawQuery = q.Encode()
		resp, err := client.Do(req)
		require.NoError(t, err)
		assert.Equal(t, http.StatusTemporaryRedirect, resp.StatusCode)
		assert.Empty(t, resp.Header.Get("Location"))
		Restore(resp)
		assert.Equal(t, location, resp.Header.Get("Location"))
		body, err := io.ReadAll(resp.Body)
		require.NoError(t, err)
		resp.Body.Close()
		assert.Equal(t, "body", string(body))
		assert.EqualValues(t, 1, calls.Load())
	}
}

type nothing struct{ closed bool }

func (n *nothing) RoundTrip(*http.Request) (*http.Response, error) { return nil, nil }
func (n *nothing) CloseIdleConnections()                           { n.closed = true }

func TestTheTransportBelow(t *testing.T) {
	below := &nothing{}
	client := Client(&http.Client{Transport: below})
	_, err := client.Get("http://127.0.0.1")
	require.ErrorContains(t, err, "neither a reply nor an error")
	client.CloseIdleConnections()
	assert.True(t, below.closed)
}
