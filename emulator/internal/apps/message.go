package apps

import (
	"encoding/json"
	"net/http"
	"strconv"
)

// writeMessage answers {"message": ...}, the shape of all errors that the
// platform answers in place of an application.
func writeMessage(w http.ResponseWriter, status int, message string) {
	body, err := json.Marshal(map[string]string{"message": message})
	if err != nil { // a string always has a JSON form
		body = []byte(`{}`)
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	_, _ = w.Write(body)
}
