package functionauth

import (
	"testing"

	"github.com/golang-jwt/jwt/v5"
	"github.com/stretchr/testify/assert"
)

func TestScope(t *testing.T) {
	tests := map[string]struct {
		claims jwt.MapClaims
		want   error
	}{
		"the application":                         {scopes([2]string{"", ownApplication}), nil},
		"the namespace":                           {scopes([2]string{ownNamespace, ""}), nil},
		"both":                                    {scopes([2]string{ownNamespace, ownApplication}), nil},
		"one of several":                          {scopes([2]string{"", otherID}, [2]string{"", ownApplication}), nil},
		"the namespace, without an application":   {jwt.MapClaims{"application_claim": []map[string]string{{"namespace_id": ownNamespace}}}, nil},
		"another application":                     {scopes([2]string{"", otherID}), ErrWrongScope},
		"another namespace":                       {scopes([2]string{otherID, ""}), ErrWrongScope},
		"another application of our namespace":    {scopes([2]string{ownNamespace, otherID}), ErrWrongScope},
		"our application in another namespace":    {scopes([2]string{otherID, ownApplication}), ErrWrongScope},
		"the ids exchanged":                       {scopes([2]string{ownApplication, ownNamespace}), ErrWrongScope},
		"two halves that do not belong together":  {scopes([2]string{ownNamespace, otherID}, [2]string{otherID, ownApplication}), ErrWrongScope},
		"nothing named":                           {scopes([2]string{"", ""}), ErrWrongScope},
		"an empty list":                           {scopes(), ErrWrongScope},
		"no list":                                 {jwt.MapClaims{}, ErrWrongScope},
		"null":                                    {jwt.MapClaims{"application_claim": nil}, ErrWrongScope},
		"an object in place of the list":          {jwt.MapClaims{"application_claim": map[string]string{"application_id": ownApplication}}, ErrInvalidToken},
		"a list in place of an id":                {jwt.MapClaims{"application_claim": []map[string]any{{"application_id": []string{ownApplication}}}}, ErrInvalidToken},
		"an id that begins like ours":             {scopes([2]string{"", ownApplication + "0"}), ErrWrongScope},
		"an id in capitals, which is another one": {scopes([2]string{"", "9B7F0C52-1D3E-4C8A-8A6F-7E2B4D5C6A10"}), ErrWrongScope},
	}
	v := newVerifier(t, ownConfig())
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			claims, err := v.Verify(issue(t, test.claims))
			assert.ErrorIs(t, err, test.want)
			assert.Equal(t, test.want == nil, claims != nil)
		})
	}
}

func TestEmptyOwnIDsMatchNothing(t *testing.T) {
	assert.False(t, Scope{}.covers("", ""))
	assert.False(t, Scope{NamespaceID: ownNamespace}.covers("", ""))
	assert.False(t, Scope{ApplicationID: ownApplication}.covers("", ""))
}
