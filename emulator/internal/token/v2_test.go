package token

import (
	"crypto/x509"
	"encoding/pem"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestV2(t *testing.T) {
	key, err := NewKey(Bits)
	require.NoError(t, err)
	other, err := NewKey(Bits)
	require.NoError(t, err)
	now := time.Date(2026, 7, 3, 13, 0, 0, 0, time.UTC)
	app := Scope{NamespaceID: "n", ApplicationID: "a"}
	issue := func(scope Scope, expires time.Time) string {
		signed, err := key.IssueV2(V2{ID: "id", Scope: scope, IssuedAt: now, ExpiresAt: expires})
		require.NoError(t, err)
		return signed
	}
	v1, err := key.Issue(Scope{ApplicationID: "a"}, time.Time{})
	require.NoError(t, err)
	tests := map[string]struct {
		token string
		at    time.Time
		want  bool
	}{
		"application":           {issue(Scope{ApplicationID: "a"}, time.Time{}), now, true},
		"namespace":             {issue(Scope{NamespaceID: "n"}, time.Time{}), now, true},
		"other application":     {issue(Scope{ApplicationID: "b"}, time.Time{}), now, false},
		"other namespace":       {issue(Scope{NamespaceID: "m"}, time.Time{}), now, false},
		"nothing":               {issue(Scope{}, time.Time{}), now, false},
		"before it expires":     {issue(Scope{ApplicationID: "a"}, now.Add(time.Hour)), now.Add(59 * time.Minute), true},
		"expired":               {issue(Scope{ApplicationID: "a"}, now.Add(time.Hour)), now.Add(2 * time.Hour), false},
		"before it was made":    {issue(Scope{ApplicationID: "a"}, time.Time{}), now.Add(-time.Hour), false},
		"token of v1alpha2":     {v1, now, false},
		"not a token":           {"x.y.z", now, false},
		"an empty one":          {"", now, false},
		"with another ending":   {issue(Scope{ApplicationID: "a"}, time.Time{}) + "x", now, false},
		"with a part cut out":   {issue(Scope{ApplicationID: "a"}, time.Time{})[10:], now, false},
		"as a bearer in itself": {"Bearer " + issue(Scope{ApplicationID: "a"}, time.Time{}), now, false},
	}
	for name, test := range tests {
		id, ok := key.AllowsV2(test.token, app, test.at)
		assert.Equal(t, test.want, ok, name)
		if ok {
			assert.Equal(t, "id", id, name)
		}
		_, ok = other.AllowsV2(test.token, app, test.at)
		assert.False(t, ok, "%s, another key", name)
	}
	block, _ := pem.Decode([]byte(key.PublicPKCS1()))
	require.NotNil(t, block)
	public, err := x509.ParsePKCS1PublicKey(block.Bytes)
	require.NoError(t, err)
	assert.True(t, key.private.PublicKey.Equal(public))
}
