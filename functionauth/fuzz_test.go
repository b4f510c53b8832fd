package functionauth

import (
	"encoding/base64"
	"errors"
	"strings"
	"testing"

	"github.com/golang-jwt/jwt/v5"
)

// For any input, Verify neither panics nor accepts a token that the key has not
// signed, and its errors are of the documented kinds.
func FuzzVerify(f *testing.F) {
	good := issue(f, ours())
	f.Add("")
	f.Add("a.b.c")
	f.Add(good)
	f.Add(strings.Replace(good, ".", "..", 1))
	f.Add(sign(f, jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType, ours()))
	f.Add(sign(f, jwt.SigningMethodHS256, []byte(publicPEM(ownKey())), ours()))
	f.Add(base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"RS256","crit":["b64"],"b64":false}`)) + good[strings.Index(good, "."):])
	v := newVerifier(f, ownConfig())
	kinds := []error{ErrNoToken, ErrInvalidToken, ErrExpired, ErrWrongScope}
	f.Fuzz(func(t *testing.T, token string) {
		claims, err := v.Verify(token)
		if (err == nil) != (claims != nil) {
			t.Fatalf("claims %v with error %v", claims, err)
		}
		if err == nil {
			if token != good {
				t.Fatalf("accepted a token that was never issued: %q", token)
			}
			return
		}
		for _, kind := range kinds {
			if errors.Is(err, kind) {
				return
			}
		}
		t.Fatalf("undocumented error %v", err)
	})
}

// A payload that the namespace has signed is refused unless it authorizes this application.
func FuzzSignedPayload(f *testing.F) {
	f.Add(`{"application_claim":[{"application_id":"` + ownApplication + `"}]}`)
	f.Add(`{"application_claim":[{"namespace_id":"` + ownNamespace + `","application_id":"` + otherID + `"}]}`)
	f.Add(`{"application_claim":[{}],"exp":1e308}`)
	f.Add(`null`)
	v := newVerifier(f, ownConfig())
	header := base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"RS256","typ":"JWT"}`))
	f.Fuzz(func(t *testing.T, payload string) {
		signed := header + "." + base64.RawURLEncoding.EncodeToString([]byte(payload))
		signature, err := jwt.SigningMethodRS256.Sign(signed, ownKey())
		if err != nil {
			t.Fatal(err)
		}
		claims, err := v.Verify(signed + "." + base64.RawURLEncoding.EncodeToString(signature))
		if err != nil {
			return
		}
		for _, scope := range claims.Scopes {
			if scope.covers(ownNamespace, ownApplication) {
				return
			}
		}
		t.Fatalf("accepted %q, which does not name us", payload)
	})
}
