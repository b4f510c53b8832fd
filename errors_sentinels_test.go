package gosc

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
)

var allSentinels = []error{
	ErrInvalidArguments, ErrDeniedAuthentication, ErrPermissionsDenied, ErrQuotasExceeded, ErrNotFound, ErrConflict,
	ErrTransientState, ErrResourceExpired, ErrPreconditionFailed, ErrLocked, ErrRateLimited, ErrOutOfStock,
	ErrResponseTooLarge, ErrMalformedResponse, ErrInsecureTransport,
}

func TestEveryStatusHasItsSentinel(t *testing.T) {
	for status, want := range map[int]error{
		400: ErrInvalidArguments, 401: ErrDeniedAuthentication, 403: ErrPermissionsDenied, 404: ErrNotFound, 409: ErrConflict,
		410: ErrResourceExpired, 412: ErrPreconditionFailed, 423: ErrLocked, 429: ErrRateLimited, 500: nil, 503: nil,
	} {
		for _, s := range allSentinels {
			assert.Equal(t, s == want, errors.Is(GenericOpenAPIError{StatusCode: status}, s), "%d %v", status, s)
		}
	}
}
