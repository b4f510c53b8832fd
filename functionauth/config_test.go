package functionauth

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestFromEnv(t *testing.T) {
	t.Setenv(EnvPublic, "false")
	t.Setenv(EnvPublicKey, publicPEM(ownKey()))
	t.Setenv(EnvNamespaceID, ownNamespace)
	t.Setenv(EnvApplicationID, ownApplication)
	v, err := FromEnv()
	require.NoError(t, err)
	_, err = v.Verify(issue(t, ours()))
	require.NoError(t, err)
}

func TestFromEnvNamesWhatIsMissing(t *testing.T) {
	all := []string{EnvPublicKey, EnvNamespaceID, EnvApplicationID}
	for _, public := range []string{"", "false", "TRUE?", "1"} {
		for _, missing := range all {
			t.Run(public+" "+missing, func(t *testing.T) {
				t.Setenv(EnvPublic, public)
				t.Setenv(EnvPublicKey, publicPEM(ownKey()))
				t.Setenv(EnvNamespaceID, ownNamespace)
				t.Setenv(EnvApplicationID, ownApplication)
				t.Setenv(missing, "")
				v, err := FromEnv()
				require.ErrorContains(t, err, missing)
				assert.Nil(t, v)
				for _, other := range all {
					assert.Equal(t, other == missing, strings.Contains(err.Error(), other+",") || strings.Contains(err.Error(), other+";"))
				}
			})
		}
	}
}

func TestPublicNeedsNothing(t *testing.T) {
	for _, name := range []string{EnvPublicKey, EnvNamespaceID, EnvApplicationID} {
		t.Setenv(name, "")
	}
	t.Setenv(EnvPublic, "true")
	v, err := FromEnv()
	require.NoError(t, err)
	_, err = v.Verify(issue(t, ours()))
	assert.ErrorIs(t, err, ErrNotConfigured)
}

func TestPublicKeyForms(t *testing.T) {
	elliptic, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	ecDER, err := x509.MarshalPKIXPublicKey(&elliptic.PublicKey)
	require.NoError(t, err)
	tests := map[string]struct {
		pem string
		ok  bool
	}{
		"PKIX":            {publicPEM(ownKey()), true},
		"escaped breaks":  {strings.ReplaceAll(publicPEM(ownKey()), "\n", `\n`), true},
		"PKCS 1":          {string(pem.EncodeToMemory(&pem.Block{Type: "RSA PUBLIC KEY", Bytes: x509.MarshalPKCS1PublicKey(&ownKey().PublicKey)})), true},
		"an elliptic key": {string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: ecDER})), false},
		"text":            {"key", false},
		"1024 bits":       {publicPEM(shortKey()), false},
		"two keys":        {publicPEM(ownKey()) + publicPEM(strangerKey()), false},
		"text behind it":  {publicPEM(ownKey()) + "and more", false},
		"blanks around":   {"\n" + publicPEM(ownKey()) + " \n", true},
		"cut short":       {publicPEM(ownKey())[:100], false},
		"broken inside":   {"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n", false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			cfg := ownConfig()
			cfg.PublicKey = test.pem
			v, err := New(cfg)
			if !test.ok {
				require.ErrorContains(t, err, EnvPublicKey)
				assert.Nil(t, v)
				return
			}
			require.NoError(t, err)
			_, err = v.Verify(issue(t, ours()))
			assert.NoError(t, err)
		})
	}
}

func TestNegativeLeeway(t *testing.T) {
	cfg := ownConfig()
	cfg.Leeway = -1
	_, err := New(cfg)
	assert.ErrorContains(t, err, "Leeway")
}
