package gosc

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestAPanicOfTheBodyReachesTheInvoker: on a goroutine of net/http it would end the
// program.
func TestAPanicOfTheBodyReachesTheInvoker(t *testing.T) {
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = io.Copy(w, r.Body) }))
	defer srv.Close()
	caller := newTestCaller(t, "http://127.0.0.1:1")
	target := InvokeTarget{Helper: "InvokeThing", Endpoint: srv.URL, TokenHeader: "X-Token"}
	body := &closeRecorder{Reader: panickingArchive{}}
	assert.PanicsWithValue(t, "of the reader", func() { _, _ = caller.Invoke(t.Context(), target, &InvokeOpts{Body: body}) })

	resp, err := caller.Invoke(t.Context(), target, &InvokeOpts{Body: io.MultiReader(strings.NewReader("a"), strings.NewReader("b"))})
	require.NoError(t, err)
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	assert.Equal(t, "ab", string(text))
}
