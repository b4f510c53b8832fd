package platform

import (
	"encoding/base64"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/crypto/argon2"

	"github.com/rumpl/gosc/emulator/internal/state"
)

func TestNewSecret(t *testing.T) {
	const value = "s3cr3t"
	secret := NewSecret("DB", value)
	assert.Equal(t, "DB", secret.Key)
	assert.Equal(t, value, secret.Value)
	parts := regexp.MustCompile(`^\$argon2id\$v=19\$m=65536,t=1,p=2\$([A-Za-z0-9+/]{22})\$([A-Za-z0-9+/]{43})$`).
		FindStringSubmatch(secret.Hash)
	require.NotNil(t, parts, secret.Hash)
	salt, err := base64.RawStdEncoding.DecodeString(parts[1])
	require.NoError(t, err)
	want := argon2.IDKey([]byte(value), salt, 1, 65536, 2, 32)
	assert.Equal(t, base64.RawStdEncoding.EncodeToString(want), parts[2])
	assert.NotEqual(t, secret.Hash, NewSecret("DB", value).Hash, "a new salt for each write")
}

func TestMergeSecrets(t *testing.T) {
	of := func(pairs ...string) []state.Secret {
		var list []state.Secret
		for i := 0; i < len(pairs); i += 2 {
			list = append(list, state.Secret{Key: pairs[i], Value: pairs[i+1]})
		}
		return list
	}
	set := func(key, value string) SecretChange { return SecretChange{key, &state.Secret{Key: key, Value: value}} }
	before := of("A", "1", "B", "2", "C", "3")
	for _, test := range []struct {
		changes []SecretChange
		want    []state.Secret
	}{
		{nil, before},
		{[]SecretChange{set("B", "x")}, of("A", "1", "B", "x", "C", "3")},
		{[]SecretChange{{"A", nil}, set("D", "4")}, of("B", "2", "C", "3", "D", "4")},
		{[]SecretChange{{"unknown", nil}}, before},
		{[]SecretChange{{"B", nil}, set("B", "5")}, of("A", "1", "C", "3", "B", "5")},
	} {
		assert.Equal(t, test.want, MergeSecrets(before, test.changes))
		assert.Equal(t, of("A", "1", "B", "2", "C", "3"), before, "records in the state do not change")
	}
}
