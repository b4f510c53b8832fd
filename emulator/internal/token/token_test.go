package token

import (
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var (
	issued = time.Date(2020, 6, 20, 15, 40, 19, 0, time.UTC)
	app    = Scope{NamespaceID: "ns-1", ApplicationID: "app-1"}
)

func newKeyT(t *testing.T) *Key {
	t.Helper()
	key, err := NewKey(Bits)
	require.NoError(t, err)
	return key
}

func part(t *testing.T, token string, n int) string {
	t.Helper()
	text, err := base64.RawURLEncoding.DecodeString(strings.Split(token, ".")[n])
	require.NoError(t, err)
	return string(text)
}

func TestIssueWritesTheClaimsOfTheAPI(t *testing.T) {
	key := newKeyT(t)
	signed, err := key.Issue(Scope{ApplicationID: "app-1"}, time.Date(2021, 1, 2, 0, 0, 0, 5e8, time.UTC))
	require.NoError(t, err)
	assert.JSONEq(t, `{"alg":"RS256","typ":"JWT"}`, part(t, signed, 0))
	assert.Equal(t, `{"application_claim":[{"namespace_id":"","application_id":"app-1"}],"exp":1609545600}`, part(t, signed, 1))

	forever, err := key.Issue(Scope{NamespaceID: "ns-1"}, time.Time{})
	require.NoError(t, err)
	assert.Equal(t, `{"application_claim":[{"namespace_id":"ns-1","application_id":""}]}`, part(t, forever, 1))
}

func TestPublicKeyVerifiesTokensElsewhere(t *testing.T) {
	key := newKeyT(t)
	assert.True(t, strings.HasPrefix(key.PublicPEM(), "-----BEGIN PUBLIC KEY-----\n"))
	assert.True(t, strings.HasSuffix(key.PublicPEM(), "\n-----END PUBLIC KEY-----\n"))
	signed, err := key.Issue(app, time.Time{})
	require.NoError(t, err)
	public, err := jwt.ParseRSAPublicKeyFromPEM([]byte(key.PublicPEM()))
	require.NoError(t, err)
	_, err = jwt.Parse(signed, func(*jwt.Token) (any, error) { return public, nil })
	require.NoError(t, err)
}

func TestAllows(t *testing.T) {
	key, other := newKeyT(t), newKeyT(t)
	issue := func(k *Key, scope Scope, expires time.Time) string {
		signed, err := k.Issue(scope, expires)
		require.NoError(t, err)
		return signed
	}
	later := issued.Add(time.Hour)
	unsigned, err := jwt.NewWithClaims(jwt.SigningMethodNone, claims{ApplicationClaim: []Scope{{NamespaceID: "ns-1"}}}).
		SignedString(jwt.UnsafeAllowNoneSignatureType)
	require.NoError(t, err)
	symmetric, err := jwt.NewWithClaims(jwt.SigningMethodHS256, claims{ApplicationClaim: []Scope{{NamespaceID: "ns-1"}}}).
		SignedString([]byte(key.PublicPEM()))
	require.NoError(t, err)
	good := issue(key, Scope{ApplicationID: "app-1"}, later)
	tests := []struct {
		name, token string
		want        bool
	}{
		{"application", good, true},
		{"namespace", issue(key, Scope{NamespaceID: "ns-1"}, later), true},
		{"no expiry", issue(key, Scope{NamespaceID: "ns-1"}, time.Time{}), true},
		{"other application", issue(key, Scope{ApplicationID: "app-2"}, later), false},
		{"other application of the same namespace", issue(key, Scope{NamespaceID: "ns-1", ApplicationID: "app-2"}, later), false},
		{"other namespace", issue(key, Scope{NamespaceID: "ns-2"}, later), false},
		{"empty scope", issue(key, Scope{}, later), false},
		{"expired", issue(key, Scope{NamespaceID: "ns-1"}, issued.Add(-time.Second)), false},
		{"other key", issue(other, Scope{NamespaceID: "ns-1"}, later), false},
		{"not signed", unsigned, false},
		{"signed with the public key as a secret", symmetric, false},
		{"changed", good[:len(good)-6] + "AAAAAA", false},
		{"empty", "", false},
		{"no token", "abc", false},
	}
	for _, test := range tests {
		assert.Equal(t, test.want, key.Allows(test.token, app, issued), test.name)
	}
}

func TestKeySurvivesStorage(t *testing.T) {
	key := newKeyT(t)
	der, err := key.Marshal()
	require.NoError(t, err)
	again, err := ParseKey(der)
	require.NoError(t, err)
	assert.Equal(t, key.PublicPEM(), again.PublicPEM())
	_, err = ParseKey([]byte("no key"))
	require.Error(t, err)
}
