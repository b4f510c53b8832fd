package api

import (
	"crypto/subtle"
	"net/http"
	"regexp"

	"github.com/google/uuid"

	"github.com/rumpl/gosc/emulator/internal/front"
)

// wellFormed is what a secret key must look like if the emulator has no list of
// them: one word, so that "Bearer <key>", which production refuses too, is
// noticed.
var wellFormed = regexp.MustCompile(`^[!-~]{1,256}$`)

func (a *API) authenticate(r *http.Request) error {
	key := r.Header.Get("X-Auth-Token")
	if key == "" {
		return &front.DeniedError{Reason: "not_found"}
	}
	if len(a.options.SecretKeys) == 0 {
		if !wellFormed.MatchString(key) {
			return &front.DeniedError{Reason: "invalid_argument"}
		}
		return nil
	}
	for _, known := range a.options.SecretKeys {
		if subtle.ConstantTimeCompare([]byte(key), []byte(known)) == 1 {
			return nil
		}
	}
	if uuid.Validate(key) != nil {
		return &front.DeniedError{Reason: "invalid_argument"}
	}
	return &front.DeniedError{Reason: "not_found"}
}
