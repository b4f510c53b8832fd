package bench

import (
	"bytes"
	"io"
	"net/http"
	"path"
	"strconv"
)

// Instant is a network that takes no time and next to no memory, so that only the
// client's own part of a call is measured: nobody changes the headers of a reply, and
// so all replies share them.
type Instant struct{}

var header = http.Header{"Content-Type": {"application/json"}}

// RoundTrip returns a canned reply.
func (Instant) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		_, _ = io.Copy(io.Discard, r.Body)
		r.Body.Close()
	}
	reply := replies[r.Method+" "+path.Base(r.URL.Path)]
	return &http.Response{
		Status: "200 OK", StatusCode: reply.Status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: header, ContentLength: int64(len(reply.Body)),
		Body: io.NopCloser(bytes.NewReader(reply.Body)), Request: r,
	}, nil
}

// Serve returns the same replies as an HTTP server.
func Serve(w http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body)
	reply := replies[r.Method+" "+path.Base(r.URL.Path)]
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(reply.Body)))
	w.WriteHeader(reply.Status)
	_, _ = w.Write(reply.Body)
}
