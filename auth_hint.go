package gosc

import (
	"context"
	"net/http"
)

// denialHint returns the hint for a 401: where the refused credential came from, but
// not the credential itself.
func (r *request) denialHint(ctx context.Context) string {
	const scwconfigToo = "Configuration.APIKey; scwconfig.Load takes it from SCW_SECRET_KEY or, if that is not set, from secret_key of the profile"
	if r.unsigned {
		return "no X-Auth-Token was sent: set " + scwconfigToo
	}
	return "the secret key was refused: check " + r.credentialOrigin(ctx, scwconfigToo)
}

// credentialOrigin returns the place of the call's credential, in the order in which
// authorize looks for it.
func (r *request) credentialOrigin(ctx context.Context, apiKey string) string {
	own := ""
	r.eachOwnHeader(func(name, _ string) {
		if name == headerAuthToken || (own == "" && name == headerAuthorization) {
			own = name
		}
	})
	cfg := r.caller.cfg
	given, _ := readContext(ctx) // the call was sent, so there was no error
	switch {
	case own == headerAuthToken:
		return "the header X-Auth-Token of WithHeader or Configuration.DefaultHeader"
	case given.apiKey.Key != "":
		return "ContextAPIKey in the call's context"
	case given.source != nil:
		return "ContextOAuth2 in the call's context"
	case given.token != "":
		return "ContextAccessToken in the call's context"
	case cfg.TokenSource != nil:
		return "Configuration.TokenSource"
	case cfg.APIKey != "":
		return apiKey
	case own != "":
		return "the header Authorization of WithHeader or Configuration.DefaultHeader"
	case given.basic != nil:
		return "ContextBasicAuth in the call's context, and set " + apiKey
	}
	return "the user in Configuration.BasePath, and set " + apiKey
}

// addDenialHint adds the hint to a 401 that has none from the server.
func (r *request) addDenialHint(ctx context.Context, apiErr *GenericOpenAPIError) {
	if apiErr.StatusCode == http.StatusUnauthorized && apiErr.HelpMessage == "" {
		apiErr.HelpMessage = r.denialHint(ctx)
	}
}
