package functionauth

import (
	"fmt"
	"net/http"
	"strings"
)

// Header carries the token. Its name is not in canonical form: net/http servers
// store it as Scw_functions_token, and some proxies drop it for its underscores.
const Header = "SCW_FUNCTIONS_TOKEN"

// VerifyRequest verifies the token in the header of a request. A request with more
// than one token is refused, since other programs might look at another one.
func (v *Verifier) VerifyRequest(r *http.Request) (*Claims, error) {
	if v == nil || v.parser == nil {
		return nil, ErrNotConfigured
	}
	tokens := tokensOf(r.Header)
	if len(tokens) > 1 {
		return nil, fmt.Errorf("%w: %d headers %s", ErrInvalidToken, len(tokens), Header)
	}
	if len(tokens) == 0 {
		return nil, ErrNoToken
	}
	return v.Verify(tokens[0])
}

// tokensOf returns the values of the header in any spelling: a handler that is called
// in process gets it as the caller wrote it.
func tokensOf(header http.Header) []string {
	var tokens []string
	for name, values := range header {
		if strings.EqualFold(name, Header) {
			tokens = append(tokens, values...)
		}
	}
	return tokens
}
