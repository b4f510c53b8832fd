package scwconfig

import (
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc"
)

func TestDefaults(t *testing.T) {
	cleanEnv(t)
	cfg, err := Load(WithSecretKey(keyA))
	require.NoError(t, err)
	want := gosc.NewConfiguration()
	assert.Equal(t, want.BasePath, cfg.Configuration.BasePath)
	assert.Equal(t, want.Region, cfg.Configuration.Region)
	assert.Equal(t, want.UserAgent, cfg.Configuration.UserAgent)
	assert.Equal(t, want.Retry, cfg.Configuration.Retry)
}

func TestBadVariables(t *testing.T) {
	tests := map[string]string{
		"SCW_SECRET_KEY":              "s3cr3t",
		"SCW_TOKEN":                   "s3cr3t",
		"SCW_DEFAULT_ORGANIZATION_ID": "acme",
		"SCW_DEFAULT_REGION":          "",
		"SCW_REGION":                  "paris",
		"SCW_API_URL":                 "",
		"SCW_INSECURE":                "perhaps",
		"SCW_TLSVERIFY":               "perhaps",
		"SCW_USER_AGENT":              "two\r\nlines",
	}
	for name, value := range tests {
		t.Run(name, func(t *testing.T) {
			cleanEnv(t)
			if name != "SCW_TOKEN" {
				t.Setenv("SCW_SECRET_KEY", keyA)
			}
			t.Setenv(name, value)
			cfg, err := Load()
			require.ErrorContains(t, err, name)
			assert.Nil(t, cfg)
			assert.NotContains(t, err.Error(), "s3cr3t")
		})
	}
}

func TestEmptySecretKeyHidesTheFile(t *testing.T) {
	writeDefault(t, cleanEnv(t), keyFile(keyA))
	t.Setenv("SCW_SECRET_KEY", "")
	_, err := Load()
	require.ErrorIs(t, err, ErrNoSecretKey)
	assert.ErrorContains(t, err, "the variable SCW_SECRET_KEY is empty")
}

func TestAPIURL(t *testing.T) {
	for in, want := range map[string]string{
		"http://127.0.0.1:8080":       "http://127.0.0.1:8080",
		"https://example.com/":        "https://example.com",
		"https://example.com/a/path/": "https://example.com/a/path",
		"https://[::1]:8443":          "https://[::1]:8443",
	} {
		cleanEnv(t)
		cfg, err := Load(WithSecretKey(keyA), WithAPIURL(in))
		require.NoError(t, err)
		assert.Equal(t, want, cfg.Configuration.BasePath)
	}
}

func TestUserAgent(t *testing.T) {
	writeDefault(t, cleanEnv(t), keyFile(keyA)+"user_agent: shop/2\n")
	cfg, err := Load()
	require.NoError(t, err)
	assert.Equal(t, gosc.NewConfiguration().UserAgent+" shop/2", cfg.Configuration.UserAgent)

	_, err = Load(WithUserAgent(strings.Repeat("x", maxUserAgent+1)))
	assert.ErrorContains(t, err, "user_agent")
}

// A call reaches a server whose certificate is not trusted only if insecure
// TLS was asked for, and it carries the key.
func TestInsecure(t *testing.T) {
	yes, no := []Option{WithInsecure(true)}, []Option{WithInsecure(false)}
	tests := map[string]struct {
		file    string
		env     map[string]string
		options []Option
		want    bool
	}{
		"not said":               {want: false},
		"file":                   {file: "insecure: true", want: true},
		"variable":               {env: map[string]string{"SCW_INSECURE": "1"}, want: true},
		"variable over file":     {file: "insecure: true", env: map[string]string{"SCW_INSECURE": "false"}, want: false},
		"empty variable":         {file: "insecure: true", env: map[string]string{"SCW_INSECURE": ""}, want: false},
		"older variable":         {env: map[string]string{"SCW_TLSVERIFY": "false"}, want: true},
		"older variable, true":   {file: "insecure: true", env: map[string]string{"SCW_TLSVERIFY": "true"}, want: false},
		"older variable, empty":  {env: map[string]string{"SCW_TLSVERIFY": ""}, want: false},
		"newer variable first":   {env: map[string]string{"SCW_INSECURE": "false", "SCW_TLSVERIFY": "false"}, want: false},
		"option":                 {options: yes, want: true},
		"option over variable":   {env: map[string]string{"SCW_INSECURE": "true"}, options: no, want: false},
		"option over the file":   {file: "insecure: true", options: no, want: false},
		"option over older name": {env: map[string]string{"SCW_TLSVERIFY": "true"}, options: yes, want: true},
	}
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		assert.Equal(t, keyA, r.Header.Get("X-Auth-Token"))
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(`{"runtimes":["golang"]}`))
	}))
	server.Config.ErrorLog = log.New(io.Discard, "", 0) // it would report the refused handshakes
	t.Cleanup(server.Close)
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			writeDefault(t, cleanEnv(t), keyFile(keyA)+"api_url: "+server.URL+"\n"+test.file+"\n")
			setEnv(t, test.env)
			cfg, err := Load(test.options...)
			require.NoError(t, err)
			cfg.Configuration.Retry.MaxAttempts = 1
			client := gosc.NewAPIClient(cfg.Configuration)
			t.Cleanup(cfg.Configuration.HTTPClient.CloseIdleConnections)
			_, _, err = client.FunctionsApi.ListFunctionRuntimes(t.Context(), "")
			if test.want {
				assert.NoError(t, err)
			} else {
				assert.ErrorContains(t, err, "certificate")
			}
		})
	}
}

// An error about one setting does not show another.
func TestErrorsKeepTheSecretKey(t *testing.T) {
	path := writeDefault(t, cleanEnv(t), keyFile(keyA)+"default_region: nowhere-at-all\n")
	_, err := Load()
	require.ErrorContains(t, err, path)
	assert.NotContains(t, err.Error(), keyA)
}
