package clients

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/crypto/argon2"
)

// assertHash compares a secret with its hash, with the parameters that the API has.
func assertHash(t *testing.T, secret, encoded string) {
	t.Helper()
	rest, ok := strings.CutPrefix(encoded, "$argon2id$v=19$m=65536,t=1,p=2$")
	require.True(t, ok, encoded)
	salt, hash, _ := strings.Cut(rest, "$")
	raw, err := base64.RawStdEncoding.DecodeString(salt)
	require.NoError(t, err)
	want := argon2.IDKey([]byte(secret), raw, 1, 65536, 2, 32)
	assert.Equal(t, base64.RawStdEncoding.EncodeToString(want), hash)
}
