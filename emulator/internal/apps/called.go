package apps

import (
	"net/http"
	"time"
)

// Call is one request that an application, or the gateway in its place, has
// answered.
type Call struct {
	Method, Path string
	// RequestID is the X-Request-Id that the application saw; it is empty under
	// V1alpha2 unless the caller sent one.
	RequestID string
	// Status of the reply. It is 0 if the connection was taken over, as for a
	// websocket, or the caller went away before there was one.
	Status int
	// Bytes of the reply's body.
	Bytes int64
	// Duration from the arrival of the request to the end of the reply.
	Duration time.Duration
}

// recorder notes what is answered.
type recorder struct {
	http.ResponseWriter
	requestID string
	status    int
	bytes     int64
	hijacked  bool
}

// Unwrap lets http.ResponseController reach what the server can do.
func (w *recorder) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// FlushError is what http.ResponseController calls.
func (w *recorder) FlushError() error {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	return http.NewResponseController(w.ResponseWriter).Flush()
}

// WriteHeader notes the final status.
func (w *recorder) WriteHeader(status int) {
	if w.status == 0 && (status >= 200 || status == http.StatusSwitchingProtocols) {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

// Write counts the body.
func (w *recorder) Write(p []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	n, err := w.ResponseWriter.Write(p)
	w.bytes += int64(n)
	return n, err
}
