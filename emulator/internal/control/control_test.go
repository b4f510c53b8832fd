package control

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc/emulator/internal/front"
	"github.com/rumpl/gosc/emulator/internal/platform"
	"github.com/rumpl/gosc/emulator/internal/state"
)

type clock struct{}

func (clock) Now() time.Time { return time.Now() }

func (clock) AfterFunc(d time.Duration, f func()) func() bool { return time.AfterFunc(d, f).Stop }

var scope = platform.Scope{Product: state.Containers, Region: "fr-par"}

// newTrigger is a platform with a trigger of a container that is this handler.
func newTrigger(t *testing.T, app http.Handler) (*platform.Platform, *state.Trigger) {
	t.Helper()
	p, err := platform.Open(platform.Options{
		Clock: clock{}, Logger: slog.New(slog.DiscardHandler), MaxLogLines: 10, MaxLogBytes: 1 << 10,
		Handlers: map[string]http.Handler{"app": app},
	})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, p.Close()) })
	ns, err := p.CreateNamespace(scope, platform.NewNamespace{Name: "shop"})
	require.NoError(t, err)
	container, err := p.CreateApplication(scope, platform.NewApplication{
		Kind: state.Container, NamespaceID: ns.ID, Name: "app", API: state.V1Beta1, Deploy: true,
		Settings: state.Settings{RegistryImage: "app", MaxScale: 1, Timeout: state.Duration(time.Minute)},
	})
	require.NoError(t, err)
	require.Eventually(t, func() bool {
		got, err := p.GetApplication(scope, state.Container, container.ID)
		require.NoError(t, err)
		return got.Status == state.StatusReady
	}, time.Minute, time.Millisecond)
	trigger, err := p.CreateTrigger(scope, platform.NewTrigger{ApplicationID: container.ID, Name: "orders"})
	require.NoError(t, err)
	return p, trigger
}

func fire(t *testing.T, ctx context.Context, p *platform.Platform, id, message string) (any, error) {
	t.Helper()
	f := New(p)
	handle, params := f.Router.Find(httptest.NewRequest("POST", "/emulator/v1/triggers/"+id+"/messages", http.NoBody))
	require.NotNil(t, handle)
	value, err := handle(&front.Request{Context: ctx, Params: params, Body: []byte(message)})
	if err != nil {
		return nil, err
	}
	encoded, err := f.Encode(value)
	require.NoError(t, err)
	return string(encoded), nil
}

func TestMessages(t *testing.T) {
	var got []string
	status := http.StatusNoContent
	p, trigger := newTrigger(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		got = append(got, r.Method+" "+r.Header.Get("Content-Type")+" "+string(body))
		w.WriteHeader(status)
	}))
	answer, err := fire(t, t.Context(), p, trigger.ID, `{"order":1}`)
	require.NoError(t, err)
	assert.Equal(t, `{"delivered":true,"status":204,"attempts":1}`, answer)
	status = http.StatusFound
	answer, err = fire(t, t.Context(), p, trigger.ID, "order 2")
	require.NoError(t, err)
	assert.Equal(t, `{"delivered":false,"status":302,"attempts":4}`, answer)
	second := "POST text/plain; charset=utf-8 order 2"
	assert.Equal(t, []string{`POST application/json {"order":1}`, second, second, second, second}, got)

	_, err = p.DeleteTrigger(scope, trigger.ID)
	require.NoError(t, err)
	_, err = fire(t, t.Context(), p, trigger.ID, "order 3")
	var missing *platform.NotFoundError
	require.ErrorAs(t, err, &missing)
	assert.Equal(t, trigger.ID, missing.ID)
}

func TestMessagesEndWithTheirRequest(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	p, trigger := newTrigger(t, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
	}))
	_, err := fire(t, ctx, p, trigger.ID, "order")
	require.ErrorIs(t, err, context.Canceled)
}

func TestRender(t *testing.T) {
	for _, test := range []struct {
		err     error
		status  int
		message string
	}{
		{&platform.NotFoundError{Resource: "trigger", ID: "1"}, 404, "trigger 1 is not found"},
		{&platform.TransientError{Resource: "trigger", ID: "1", Status: "pending"}, 409, "trigger 1 is in the transient status pending"},
		{&front.DeniedError{Reason: "not_found"}, 401, "authentication is denied"},
		{front.Statusf(413, "too large"), 413, "too large"},
	} {
		status, body, known := render(test.err)
		assert.True(t, known)
		assert.Equal(t, test.status, status)
		assert.Equal(t, map[string]string{"message": test.message}, body)
	}
	_, _, known := render(errors.New("disk full"))
	assert.False(t, known, "an error of the emulator's own")
}
