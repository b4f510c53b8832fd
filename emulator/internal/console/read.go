package console

import (
	"encoding/json"
	"mime"
	"net/http"
)

// read decodes what the page sends, or answers why it cannot.
func read[T any](w http.ResponseWriter, r *http.Request) (value T, ok bool) {
	// A form of another page could not have this type without CORS.
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
