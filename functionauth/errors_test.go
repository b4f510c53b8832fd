package functionauth

import (
	"encoding/base64"
	"testing"

	"github.com/golang-jwt/jwt/v5"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestErrorsDoNotQuoteTheToken(t *testing.T) {
	const mark = "s3cr3t-m4rk"
	b64 := base64.RawURLEncoding.EncodeToString
	tokens := []string{
		mark,
		mark + "." + mark + "." + mark,
		b64([]byte(`{"alg":"`+mark+`"}`)) + "." + b64([]byte(`{}`)) + "." + b64([]byte(mark)),
		issue(t, jwt.MapClaims{"application_claim": mark}),
		issue(t, with(ours(), "exp", mark)),
		issue(t, scopes([2]string{mark, mark})),
		issue(t, with(scopes([2]string{mark, ""}), "exp", 1)),
	}
	v := newVerifier(t, ownConfig())
	for _, token := range tokens {
		_, err := v.Verify(token)
		require.Error(t, err)
		assert.NotContains(t, err.Error(), mark)
		assert.NotContains(t, err.Error(), token)
	}
}
