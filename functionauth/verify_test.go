package functionauth

import (
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func ours() jwt.MapClaims { return scopes([2]string{"", ownApplication}) }

func TestVerifyReturnsTheClaims(t *testing.T) {
	v := newVerifier(t, ownConfig())
	claims, err := v.Verify(issue(t, with(scopes([2]string{"", otherID}, [2]string{ownNamespace, ""}), "exp", now.Add(time.Hour).Unix())))
	require.NoError(t, err)
	assert.Equal(t, []Scope{{ApplicationID: otherID}, {NamespaceID: ownNamespace}}, claims.Scopes)
	assert.True(t, claims.ExpiresAt.Equal(now.Add(time.Hour)))

	claims, err = v.Verify(issue(t, ours()))
	require.NoError(t, err)
	assert.Zero(t, claims.ExpiresAt)
}

func TestVerifyTimes(t *testing.T) {
	second := time.Second
	tests := map[string]struct {
		claim   string
		value   any
		leeway  time.Duration
		require bool
		want    error
	}{
		"not over":                        {claim: "exp", value: now.Add(second).Unix()},
		"over this second":                {claim: "exp", value: now.Unix(), want: ErrExpired},
		"long over":                       {claim: "exp", value: 1, want: ErrExpired},
		"over, within the leeway":         {claim: "exp", value: now.Add(-4 * second).Unix(), leeway: 5 * second},
		"over, beyond the leeway":         {claim: "exp", value: now.Add(-6 * second).Unix(), leeway: 5 * second, want: ErrExpired},
		"zero is a date":                  {claim: "exp", value: 0, want: ErrExpired},
		"no number":                       {claim: "exp", value: "tomorrow", want: ErrInvalidToken},
		"over, a number in quotes":        {claim: "exp", value: "1", want: ErrExpired},
		"none, none needed":               {claim: "exp", value: nil},
		"none, but needed":                {claim: "exp", value: nil, require: true, want: ErrInvalidToken},
		"needed and there":                {claim: "exp", value: now.Add(second).Unix(), require: true},
		"not begun":                       {claim: "nbf", value: now.Add(second).Unix(), want: ErrInvalidToken},
		"not begun, within the leeway":    {claim: "nbf", value: now.Add(4 * second).Unix(), leeway: 5 * second},
		"not begun, which is not expired": {claim: "nbf", value: now.Add(time.Hour).Unix(), want: ErrInvalidToken},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			cfg := ownConfig()
			cfg.Leeway, cfg.RequireExpiry = test.leeway, test.require
			_, err := newVerifier(t, cfg).Verify(issue(t, with(ours(), test.claim, test.value)))
			assert.ErrorIs(t, err, test.want)
		})
	}
}

// loosen changes the unused bits of the signature's last base64 character: 256 bytes
// end in a character of which only two bits count.
func loosen(token string) string {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	last := len(token) - 1
	return token[:last] + string(alphabet[strings.IndexByte(alphabet, token[last])+1])
}

func TestVerifyRefusesForgeries(t *testing.T) {
	good := issue(t, ours())
	parts := strings.Split(good, ".")
	b64 := base64.RawURLEncoding.EncodeToString
	tests := map[string]struct {
		token string
		want  error
	}{
		"nothing":                       {"", ErrNoToken},
		"text":                          {"token", ErrInvalidToken},
		"two parts":                     {parts[0] + "." + parts[1], ErrInvalidToken},
		"four parts":                    {good + ".x", ErrInvalidToken},
		"no signature":                  {parts[0] + "." + parts[1] + ".", ErrInvalidToken},
		"a prefix":                      {"Bearer " + good, ErrInvalidToken},
		"loose bits at the end":         {loosen(good), ErrInvalidToken},
		"a line break":                  {good + "\n", ErrInvalidToken},
		"alg none":                      {sign(t, jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType, ours()), ErrInvalidToken},
		"alg None with a signature":     {b64([]byte(`{"alg":"None"}`)) + "." + parts[1] + "." + parts[2], ErrInvalidToken},
		"HMAC with the public key":      {sign(t, jwt.SigningMethodHS256, []byte(publicPEM(ownKey())), ours()), ErrInvalidToken},
		"another RSA algorithm":         {sign(t, jwt.SigningMethodRS512, ownKey(), ours()), ErrInvalidToken},
		"PSS":                           {sign(t, jwt.SigningMethodPS256, ownKey(), ours()), ErrInvalidToken},
		"another key":                   {sign(t, jwt.SigningMethodRS256, strangerKey(), ours()), ErrInvalidToken},
		"other claims":                  {parts[0] + "." + b64([]byte(`{"application_claim":[{"application_id":"`+ownApplication+`"}],"x":1}`)) + "." + parts[2], ErrInvalidToken},
		"expired and signed by another": {sign(t, jwt.SigningMethodRS256, strangerKey(), with(ours(), "exp", 1)), ErrInvalidToken},
	}
	v := newVerifier(t, ownConfig())
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			claims, err := v.Verify(test.token)
			assert.ErrorIs(t, err, test.want)
			assert.Nil(t, claims)
		})
	}
	_, err := v.Verify(good)
	require.NoError(t, err, "the token that the forgeries were made of")
}

// A key in the token's own header is ignored.
func TestVerifyIgnoresKeysInTheToken(t *testing.T) {
	token := jwt.NewWithClaims(jwt.SigningMethodRS256, ours())
	token.Header["jwk"] = map[string]any{"kty": "RSA", "n": strangerKey().N.String(), "e": "AQAB"}
	token.Header["kid"] = "../../etc/passwd"
	signed, err := token.SignedString(strangerKey())
	require.NoError(t, err)
	_, err = newVerifier(t, ownConfig()).Verify(signed)
	assert.ErrorIs(t, err, ErrInvalidToken)
}
