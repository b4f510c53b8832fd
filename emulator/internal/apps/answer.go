package apps

import (
	"context"
	"errors"
	"net/http"
	"strings"
)

// answerError is an error with its own status in the reply.
type answerError struct {
	status  int
	message string
}

func (e *answerError) Error() string { return e.message }

func (e *answerError) write(w http.ResponseWriter) { writeMessage(w, e.status, e.message) }

// writeError replies to a request that no instance has answered.
func writeError(w http.ResponseWriter, err error) {
	var answer *answerError
	switch {
	case errors.As(err, &answer):
		answer.write(w)
	case errors.Is(err, errBusy), errors.Is(err, errStopped), errors.Is(err, errRetired):
		writeMessage(w, http.StatusServiceUnavailable, err.Error())
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		writeMessage(w, http.StatusServiceUnavailable, "the caller did not wait for the answer")
	default:
		// What the process said while it failed is in the logs.
		message, _, _ := strings.Cut(err.Error(), "\n")
		writeMessage(w, http.StatusInternalServerError, message)
	}
}
