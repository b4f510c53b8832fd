package gosc

import (
	"errors"
	"net/http"
)

// Sentinels for errors.Is. Those of the API stand for the type of a standard
// error, or for the status of a reply that has none.
var (
	ErrInvalidArguments     = errors.New("gosc: invalid arguments")     // 400, and arguments refused before sending
	ErrDeniedAuthentication = errors.New("gosc: authentication denied") // 401
	ErrPermissionsDenied    = errors.New("gosc: permissions denied")    // 403
	ErrQuotasExceeded       = errors.New("gosc: quotas exceeded")       // 403 by type
	ErrNotFound             = errors.New("gosc: not found")             // 404
	ErrConflict             = errors.New("gosc: conflict")              // 409
	ErrTransientState       = errors.New("gosc: transient state")       // 409 by type: wait, then retry
	ErrResourceExpired      = errors.New("gosc: resource expired")      // 410
	ErrPreconditionFailed   = errors.New("gosc: precondition failed")   // 412
	ErrLocked               = errors.New("gosc: locked")                // 423, and waiters that find the status "locked"
	ErrRateLimited          = errors.New("gosc: rate limited")          // 429, and 503 with Retry-After
	ErrOutOfStock           = errors.New("gosc: out of stock")          // 503 by type
	ErrResponseTooLarge     = errors.New("gosc: response too large")    // see Configuration.MaxResponseBytes and MaxDecodedBytes
	ErrMalformedResponse    = errors.New("gosc: malformed response")    // not JSON, empty, cut short, of other types, or not about what was asked for
	ErrInsecureTransport    = errors.New("gosc: insecure transport")    // see Configuration.AllowHTTP
)

var sentinelOfType = map[string]error{
	"invalid_arguments":     ErrInvalidArguments,
	"invalid_request_error": ErrInvalidArguments,
	"denied_authentication": ErrDeniedAuthentication,
	"permissions_denied":    ErrPermissionsDenied,
	"quotas_exceeded":       ErrQuotasExceeded,
	"not_found":             ErrNotFound,
	"unknown_resource":      ErrNotFound,
	"conflict":              ErrConflict,
	"transient_state":       ErrTransientState,
	"resource_expired":      ErrResourceExpired,
	"precondition_failed":   ErrPreconditionFailed,
	"locked":                ErrLocked,
	"out_of_stock":          ErrOutOfStock,
}

var sentinelOfStatus = map[int]error{
	http.StatusBadRequest:         ErrInvalidArguments,
	http.StatusUnauthorized:       ErrDeniedAuthentication,
	http.StatusForbidden:          ErrPermissionsDenied,
	http.StatusNotFound:           ErrNotFound,
	http.StatusConflict:           ErrConflict,
	http.StatusGone:               ErrResourceExpired,
	http.StatusPreconditionFailed: ErrPreconditionFailed,
	http.StatusLocked:             ErrLocked,
	http.StatusTooManyRequests:    ErrRateLimited,
}

// sentinel returns the sentinel for an error of this type and status. For a type
// that this version does not know, the status decides.
func sentinel(errorType string, status int) error {
	if known := sentinelOfType[errorType]; known != nil {
		return known
	}
	return sentinelOfStatus[status]
}
