package gosc

import (
	"context"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/oauth2"
)

func TestADeniedCredentialIsTracedToItsPlace(t *testing.T) {
	const apiKey = "Configuration.APIKey; scwconfig.Load takes it from SCW_SECRET_KEY or, if that is not set, from secret_key of the profile"
	source := oauth2.StaticTokenSource(&oauth2.Token{AccessToken: marked})
	for name, tc := range map[string]struct {
		configure func(*Configuration)
		key       any
		value     any
		opts      []CallOption
		want      string
	}{
		"none":           {want: "no X-Auth-Token was sent: set " + apiKey},
		"APIKey":         {configure: func(c *Configuration) { c.APIKey = marked }, want: "the secret key was refused: check " + apiKey},
		"TokenSource":    {configure: func(c *Configuration) { c.APIKey, c.TokenSource = "other", source }, want: "check Configuration.TokenSource"},
		"context key":    {configure: func(c *Configuration) { c.APIKey = "other" }, key: ContextAPIKey, value: APIKey{Key: marked}, want: "check ContextAPIKey in the call's context"},
		"context source": {key: ContextOAuth2, value: source, want: "check ContextOAuth2 in the call's context"},
		"context token":  {key: ContextAccessToken, value: marked, want: "check ContextAccessToken in the call's context"},
		"option":         {configure: func(c *Configuration) { c.APIKey = "other" }, opts: []CallOption{WithHeader("X-Auth-Token", marked)}, want: "check the header X-Auth-Token of WithHeader"},
		"header":         {configure: func(c *Configuration) { c.DefaultHeader["Authorization"] = "Bearer " + marked }, want: "check the header Authorization of"},
		"basic":          {key: ContextBasicAuth, value: BasicAuth{"u", marked}, want: "check ContextBasicAuth in the call's context, and set Configuration.APIKey"},
	} {
		t.Run(name, func(t *testing.T) {
			caller := serve(t, func(w http.ResponseWriter, r *http.Request) {
				writeReply(w, 401, `{"type":"denied_authentication","message":"denied"}`)
			})
			if tc.configure != nil {
				tc.configure(caller.Config())
			}
			ctx := t.Context()
			if tc.key != nil {
				ctx = context.WithValue(ctx, tc.key, tc.value)
			}
			_, _, err := getThing(ctx, caller, "", "x", tc.opts...)
			require.ErrorIs(t, err, ErrDeniedAuthentication)
			assert.ErrorContains(t, err, tc.want)
			assert.NotContains(t, err.Error(), marked)
		})
	}
}

// What the server itself advises is not replaced.
func TestTheServersOwnAdviceOnADenial(t *testing.T) {
	caller := serve(t, func(w http.ResponseWriter, r *http.Request) {
		writeReply(w, 401, `{"type":"denied_authentication","message":"denied","help_message":"ask the owner"}`)
	})
	_, _, err := getThing(t.Context(), caller, "", "x")
	assert.ErrorContains(t, err, "ask the owner")
	assert.NotContains(t, err.Error(), "X-Auth-Token")
}
