package apps

import (
	"bufio"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"net/http"
)

// Headers that the gateway adds under the V1beta1 rules.
const (
	headerRequestID       = "X-Request-Id"
	headerForwardedFor    = "X-Forwarded-For"
	headerForwardedProto  = "X-Forwarded-Proto"
	headerExternalAddress = "X-Envoy-External-Address"
	headerProxyRequest    = "K-Proxy-Request"
)

// throughGateway returns what an application sees of a request, and the writer
// that completes its reply.
func throughGateway(w http.ResponseWriter, r *http.Request, kind Kind) (http.ResponseWriter, *http.Request) {
	r = r.Clone(r.Context())
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	if host != "" {
		r.Header.Set(headerExternalAddress, host)
		if before := r.Header.Get(headerForwardedFor); before != "" {
			host = before + "," + host
		}
		r.Header.Set(headerForwardedFor, host)
	}
	proto := "http"
	if r.TLS != nil {
		proto = "https"
	}
	r.Header.Set(headerForwardedProto, proto)
	if r.Header.Get(headerRequestID) == "" {
		r.Header.Set(headerRequestID, newRequestID())
	}
	r.Header.Set(headerProxyRequest, "activator")
	if recorded, ok := w.(*recorder); ok {
		recorded.requestID = r.Header.Get(headerRequestID)
	}
	return &gatewayWriter{ResponseWriter: w, function: kind == Function}, r
}

// newRequestID returns a random UUID.
func newRequestID() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails
	b[6] = b[6]&0x0f | 0x40
	b[8] = b[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

// gatewayWriter adds the gateway's headers to a reply.
type gatewayWriter struct {
	http.ResponseWriter
	function bool
	begun    bool
}

func (w *gatewayWriter) begin() {
	if w.begun {
		return
	}
	w.begun = true
	header := w.Header()
	header.Set("Server", "envoy")
	if !w.function {
		return
	}
	setDefault(header, "Access-Control-Allow-Origin", "*")
	setDefault(header, "Access-Control-Allow-Headers", "Content-Type")
}

func setDefault(header http.Header, name, value string) {
	if _, ok := header[name]; !ok {
		header.Set(name, value)
	}
}

// WriteHeader sends the header with the additions; informational replies pass
// as they are.
func (w *gatewayWriter) WriteHeader(status int) {
	if status >= 200 {
		w.begin()
	}
	w.ResponseWriter.WriteHeader(status)
}

// Write sends a part of the body.
func (w *gatewayWriter) Write(p []byte) (int, error) {
	w.begin()
	return w.ResponseWriter.Write(p)
}

// FlushError is what http.ResponseController calls.
func (w *gatewayWriter) FlushError() error {
	w.begin()
	return http.NewResponseController(w.ResponseWriter).Flush()
}

// Unwrap lets http.ResponseController reach what the server can do.
func (w *gatewayWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// directWriter gives an http.Handler the interfaces that handlers ask a writer
// for by type assertion.
type directWriter struct {
	*recorder
}

// Flush sends what was written so far.
func (w directWriter) Flush() { _ = w.FlushError() }

// Hijack hands the connection over.
func (w directWriter) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	conn, buffered, err := http.NewResponseController(w.recorder.ResponseWriter).Hijack()
	if err == nil {
		w.hijacked = true
	}
	return conn, buffered, err
}

// expired reports whether ctx has reached its own deadline while the caller
// still waits.
func expired(ctx, caller context.Context) bool {
	return caller.Err() == nil && errors.Is(context.Cause(ctx), context.DeadlineExceeded)
}
