package functionauth

import (
	"errors"
	"fmt"

	"github.com/golang-jwt/jwt/v5"
)

// Why a token was refused; test with errors.Is. The texts never contain any
// part of the token.
var (
	// ErrNoToken: the request has no token.
	ErrNoToken = errors.New("functionauth: no token")
	// ErrInvalidToken: the token is malformed, longer than 16 KiB, signed by
	// another key or with another algorithm, in need of an extension (crit, b64),
	// not valid yet, or there is more than one.
	ErrInvalidToken = errors.New("functionauth: invalid token")
	// ErrExpired: the token was valid, but has expired.
	ErrExpired = errors.New("functionauth: expired token")
	// ErrWrongScope: the token is valid, but for another application or namespace.
	ErrWrongScope = errors.New("functionauth: token for another application")
	// ErrNotConfigured: the Verifier has no key or no identity to check against,
	// because New did not make it or because the application is public.
	ErrNotConfigured = errors.New("functionauth: nothing to verify tokens with")
)

// errExtension means that the token's header has crit or b64.
var errExtension = errors.New("unsupported extension in the header")

// refusal turns an error of the JWT library into one of this package. The library's
// texts are dropped, because they quote the token.
func refusal(err error) error {
	switch {
	case errors.Is(err, errExtension):
		return fmt.Errorf("%w: %w", ErrInvalidToken, errExtension)
	case errors.Is(err, jwt.ErrTokenSignatureInvalid):
		return fmt.Errorf("%w: wrong signature or algorithm", ErrInvalidToken)
	case errors.Is(err, jwt.ErrTokenExpired):
		return ErrExpired
	case errors.Is(err, jwt.ErrTokenNotValidYet):
		return fmt.Errorf("%w: not valid yet", ErrInvalidToken)
	case errors.Is(err, jwt.ErrTokenRequiredClaimMissing):
		return fmt.Errorf("%w: no expiration date", ErrInvalidToken)
	default:
		return fmt.Errorf("%w: malformed", ErrInvalidToken)
	}
}
