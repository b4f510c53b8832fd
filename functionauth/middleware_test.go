package functionauth

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// serve starts a server behind the Middleware. It answers how many scopes the
// claims in the context have, or "public" if there are no claims.
func serve(t *testing.T, v *Verifier) string {
	t.Helper()
	server := httptest.NewServer(v.Middleware(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		claims, ok := ClaimsFromContext(r.Context())
		if !ok {
			_, _ = io.WriteString(w, "public")
			return
		}
		_, _ = io.WriteString(w, claims.Scopes[0].ApplicationID)
	})))
	t.Cleanup(server.Close)
	return server.URL
}

func get(t *testing.T, url string, header http.Header) (*http.Response, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	require.NoError(t, err)
	req.Header = header
	resp, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	return resp, string(body)
}

func TestMiddleware(t *testing.T) {
	good, wrong := issue(t, ours()), issue(t, scopes([2]string{"", otherID}))
	tests := map[string]struct {
		header http.Header
		want   error
	}{
		"as documented":        {http.Header{Header: {good}}, nil},
		"canonical":            {http.Header{"Scw_functions_token": {good}}, nil},
		"lower case":           {http.Header{"scw_functions_token": {good}}, nil},
		"no header":            {http.Header{}, ErrNoToken},
		"empty":                {http.Header{Header: {""}}, ErrNoToken},
		"dashes":               {http.Header{"Scw-Functions-Token": {good}}, ErrNoToken},
		"another header":       {http.Header{"Authorization": {"Bearer " + good}}, ErrNoToken},
		"wrong scope":          {http.Header{Header: {wrong}}, ErrWrongScope},
		"two tokens":           {http.Header{Header: {good, wrong}}, ErrInvalidToken},
		"two names":            {http.Header{Header: {wrong}, "scw_functions_token": {good}}, ErrInvalidToken},
		"the same token twice": {http.Header{Header: {good, good}}, ErrInvalidToken},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			refusals := make(chan error, 1)
			cfg := ownConfig()
			cfg.OnRefusal = func(_ *http.Request, err error) { refusals <- err }
			resp, body := get(t, serve(t, newVerifier(t, cfg)), test.header)
			if test.want == nil {
				assert.Equal(t, http.StatusOK, resp.StatusCode)
				assert.Equal(t, ownApplication, body)
				assert.Empty(t, refusals)
				return
			}
			assertNotFound(t, resp, body)
			require.Len(t, refusals, 1)
			assert.ErrorIs(t, <-refusals, test.want)
		})
	}
}

func assertNotFound(t *testing.T, resp *http.Response, body string) {
	t.Helper()
	assert.Equal(t, http.StatusNotFound, resp.StatusCode)
	assert.Equal(t, "application/json", resp.Header.Get("Content-Type"))
	assert.JSONEq(t, `{"message":"not found"}`, body)
}

func TestMiddlewareOfAPublicApplication(t *testing.T) {
	for name, cfg := range map[string]Config{"without a key": {Public: true}, "with a key": func() Config {
		cfg := ownConfig()
		cfg.Public = true
		return cfg
	}()} {
		t.Run(name, func(t *testing.T) {
			url := serve(t, newVerifier(t, cfg))
			for _, header := range []http.Header{{}, {Header: {"garbage"}}} {
				resp, body := get(t, url, header)
				assert.Equal(t, http.StatusOK, resp.StatusCode)
				assert.Equal(t, "public", body)
			}
		})
	}
}

// The Middleware of a caller who ignores the error of New must refuse every request.
func TestMiddlewareWithoutConfigurationRefuses(t *testing.T) {
	failed, err := New(Config{})
	require.Error(t, err)
	for name, v := range map[string]*Verifier{"failed": failed, "zero": {}} {
		t.Run(name, func(t *testing.T) {
			resp, body := get(t, serve(t, v), http.Header{Header: {issue(t, ours())}})
			assertNotFound(t, resp, body)
		})
	}
}
