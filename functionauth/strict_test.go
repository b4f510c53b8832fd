package functionauth

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/golang-jwt/jwt/v5"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// signRaw signs a header and a payload as they are written.
func signRaw(t testing.TB, header, payload string) string {
	t.Helper()
	b64 := base64.RawURLEncoding.EncodeToString
	signed := b64([]byte(header)) + "." + b64([]byte(payload))
	signature, err := jwt.SigningMethodRS256.Sign(signed, ownKey())
	require.NoError(t, err)
	return signed + "." + b64(signature)
}

const ownPayload = `{"application_claim":[{"application_id":"` + ownApplication + `"}]}`

// A header that asks for what this package does not do is refused, even if the
// signature is good (RFC 7515, section 4.1.11; RFC 7797).
func TestVerifyRefusesExtensionsOfTheHeader(t *testing.T) {
	tests := map[string]struct {
		header string
		want   error
	}{
		"plain":            {`{"alg":"RS256","typ":"JWT"}`, nil},
		"unknown, ignored": {`{"alg":"RS256","kid":"1","x":[1]}`, nil},
		"b64 true":         {`{"alg":"RS256","b64":true}`, nil},
		"crit":             {`{"alg":"RS256","crit":["exp"],"exp":1}`, ErrInvalidToken},
		"crit, empty":      {`{"alg":"RS256","crit":[]}`, ErrInvalidToken},
		"crit, null":       {`{"alg":"RS256","crit":null}`, ErrInvalidToken},
		"crit of b64":      {`{"alg":"RS256","crit":["b64"],"b64":false}`, ErrInvalidToken},
		"b64 false":        {`{"alg":"RS256","b64":false}`, ErrInvalidToken},
		"b64, a text":      {`{"alg":"RS256","b64":"false"}`, ErrInvalidToken},
	}
	v := newVerifier(t, ownConfig())
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := v.Verify(signRaw(t, test.header, ownPayload))
			assert.ErrorIs(t, err, test.want)
		})
	}
}

// The names of claims are compared exactly (RFC 7519, section 4).
func TestVerifyDoesNotFoldNames(t *testing.T) {
	tests := map[string]struct {
		payload string
		want    error
	}{
		"exact":              {ownPayload, nil},
		"capital claim":      {strings.Replace(ownPayload, "application_claim", "APPLICATION_CLAIM", 1), ErrWrongScope},
		"long s in a name":   {`{"application_claim":[{"name\u017fpace_id":"` + ownNamespace + `"}]}`, ErrWrongScope},
		"capital id":         {strings.Replace(ownPayload, "application_id", "Application_ID", 1), ErrWrongScope},
		"capital twin":       {`{"application_claim":[{"application_id":"` + otherID + `","APPLICATION_ID":"` + ownApplication + `"}]}`, ErrWrongScope},
		"expired":            {strings.Replace(ownPayload, "{", `{"exp":1,`, 1), ErrExpired},
		"expired, then twin": {strings.Replace(ownPayload, "{", `{"exp":1,"EXP":99999999999,`, 1), ErrExpired},
		"scopes not a list":  {`{"application_claim":{"application_id":"` + ownApplication + `"}}`, ErrInvalidToken},
		"id not a string":    {`{"application_claim":[{"application_id":1}]}`, ErrInvalidToken},
	}
	v := newVerifier(t, ownConfig())
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := v.Verify(signRaw(t, `{"alg":"RS256"}`, test.payload))
			assert.ErrorIs(t, err, test.want)
		})
	}
}

// A token beyond the limit is refused without being parsed.
func TestVerifyLimitsTheSize(t *testing.T) {
	v := newVerifier(t, ownConfig())
	head := strings.TrimSuffix(ownPayload, "}") + `,"x":"`
	longest := signRaw(t, `{"alg":"RS256"}`, head+strings.Repeat("x", 11_000)+`"}`)
	require.Less(t, len(longest), maxTokenBytes)
	_, err := v.Verify(longest)
	require.NoError(t, err)

	scopes := strings.Repeat(`{},`, 1<<18)
	big := signRaw(t, `{"alg":"RS256"}`, `{"application_claim":[`+scopes+`{"application_id":"`+ownApplication+`"}]}`)
	_, err = v.Verify(big)
	require.ErrorIs(t, err, ErrInvalidToken)
	require.ErrorContains(t, err, "longer than")
	result := testing.Benchmark(func(b *testing.B) {
		for b.Loop() {
			_, _ = v.Verify(big)
		}
	})
	assert.Less(t, result.AllocedBytesPerOp(), int64(4096))
}
