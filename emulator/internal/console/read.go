package console

import (
	"encoding/json"
	"mime"
	"net/http"
)

// read decodes a request of the page, or replies with the reason why it cannot.
func read[T any](w http.ResponseWriter, r *http.Request) (value T, ok bool) {
	// Without CORS, a form of another page cannot have this type.
	if media, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); media != "application/json" {
		writeError(w, http.StatusUnsupportedMediaType, "the content type must be application/json")
		return value, false
	}
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxRequest)).Decode(&value); err != nil {
		writeError(w, http.StatusBadRequest, "the request cannot be read: "+err.Error())
		return value, false
	}
	return value, true
}
