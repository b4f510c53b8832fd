package gosc

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
)

// Every type of this package that holds a user's secret is printed in every way in
// which programs print.
func TestNothingPrintsASecret(t *testing.T) {
	const secret = "hunter2-hunter2-hunter2"
	cfg := NewConfiguration()
	cfg.APIKey = secret
	cfg.DefaultHeader["Cookie"] = secret
	cfg.BasePath = "https://user:" + secret + "@example.com/x?token=" + secret
	caller := NewCaller(cfg)
	ctx := context.WithValue(t.Context(), ContextAPIKey, APIKey{Key: secret})
	ctx = context.WithValue(ctx, ContextBasicAuth, BasicAuth{"user", secret})
	ctx = context.WithValue(ctx, ContextAccessToken, AccessToken(secret))
	for name, value := range map[string]any{
		"Configuration": *cfg, "*Configuration": cfg, "Caller": caller, "APIClient": NewAPIClientWithCaller(caller), "context": ctx,
		"APIKey": APIKey{Key: secret}, "*APIKey": &APIKey{Key: secret}, "BasicAuth": BasicAuth{"user", secret}, "AccessToken": AccessToken(secret),
		"InvokeOpts":  InvokeOpts{Token: secret, Path: "/x", Header: http.Header{"Cookie": {secret}}},
		"*InvokeOpts": &InvokeOpts{Token: secret},
		"Token":       Token{Token: secret, PublicKey: "shown"}, "*Token": &Token{Token: secret}, "UploadURL": UploadURL{URL: "https://s3/x?sig=" + secret},
		"DownloadURL": &DownloadURL{URL: "https://s3/x?sig=" + secret},
		"in a struct": struct{ Key APIKey }{APIKey{Key: secret}}, "in a list": []BasicAuth{{"user", secret}}, "in a map": map[string]any{"k": AccessToken(secret)},
	} {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			for _, format := range []string{"%v", "%+v", "%#v", "%s", "%q"} {
				if name != "context" || format != "%#v" { // which looks into what no method can hide
					fmt.Fprintf(&out, format+"\n", value)
				}
			}
			slog.New(slog.NewTextHandler(&out, nil)).Info("text", "value", value)
			slog.New(slog.NewJSONHandler(&out, nil)).Info("json", "value", value)
			if _, isModel := value.(json.Unmarshaler); !isModel && !holdsModel(value) { // models are encoded as they are
				data, err := json.Marshal(value)
				out.Write(data)
				_ = err // what cannot be encoded shows nothing
			}
			assert.NotContains(t, out.String(), secret)
		})
	}
}

func holdsModel(value any) bool {
	switch value.(type) {
	case Token, UploadURL, []Token:
		return true
	}
	return false
}
