// Package traffic is a layer in front of all APIs of the emulator. It derives the
// operation of each request from its route, logs it, records the newest requests for
// tests, and injects faults.
package traffic

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"
)

const (
	maxRequests = 1000
	// maxBody is how much of a request's body is kept, in bytes.
	maxBody = 32 << 10
	// headSize is how much of a reply is looked at for the log.
	headSize = 1 << 10
)

// Options of a Layer.
type Options struct {
	Logger *slog.Logger
	// Quiet requests are logged at debug level: those that a page sends every
	// second.
	Quiet func(*http.Request) bool
	// Call reports whether a request is a call of a function or container that
	// came to the emulator's own port. Nil means none.
	Call func(*http.Request) bool
}

// Layer is safe for concurrent use.
type Layer struct {
	options Options
	next    http.Handler
	stop    chan struct{}
	close   func() // closes stop, once

	mu       sync.Mutex
	faults   []*activeFault
	lastID   int
	forced   map[string]Forced
	requests []Request
}

// New returns a layer in front of a handler.
func New(next http.Handler, options Options) *Layer {
	stop := make(chan struct{})
	return &Layer{
		options: options, next: next, forced: map[string]Forced{},
		stop: stop, close: sync.OnceFunc(func() { close(stop) }),
	}
}

// Close ends the delays under way. It may be called more than once.
func (l *Layer) Close() { l.close() }

// ServeHTTP implements http.Handler.
func (l *Layer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	call := l.options.Call != nil && l.options.Call(r)
	op := Operation{Template: "(call)"}
	if !call {
		op = operationOf(r)
	}
	begin := time.Now()
	seen := &observer{ResponseWriter: w}
	body := &bodyCopy{}
	if op.Name != "" && op.Name != UploadArchive {
		body.ReadCloser, r.Body = r.Body, body
	}
	var fault *Fault
	defer func() { // a cut reply is a panic
		l.finish(r, op, seen, body, fault, begin)
	}()
	if op.Name != "" {
		fault = l.take(op)
	}
	l.serve(seen, r, op, fault)
}

// serve answers a request, with a fault if there is one.
func (l *Layer) serve(w http.ResponseWriter, r *http.Request, op Operation, fault *Fault) {
	if fault != nil {
		if !l.wait(r.Context(), fault.Delay) || fault.Drop {
			panic(http.ErrAbortHandler)
		}
		if fault.Status != 0 {
			fault.write(w, r, op)
			return
		}
	}
	cut := fault != nil && fault.Cut
	if forced, ok := l.forcedOf(op.ID); ok && forced.Status == statusLocked && changes(r.Method) && op.Name != "" && !op.storage() {
		(&Fault{Status: http.StatusLocked}).write(w, r, op)
		return
	}
	if !cut && (op.Name == "" || op.storage() || !l.anyForced()) {
		l.next.ServeHTTP(w, r)
		return
	}
	held := &heldReply{header: w.Header(), status: http.StatusOK}
	l.next.ServeHTTP(held, r)
	held.send(w, l.patch(held.body.Bytes()), cut)
}

func changes(method string) bool { return method != http.MethodGet && method != http.MethodHead }

// wait reports whether the time has passed; false if the request or the
// emulator has ended before.
func (l *Layer) wait(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return true
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
	case <-l.stop:
	}
	return false
}

// Request is a request that the emulator has answered.
type Request struct {
	Time      time.Time
	Duration  time.Duration
	API       string // such as "functions/v1beta1"
	Operation string // such as "CreateFunction"; empty for a route of no API
	Method    string
	Path      string
	Query     string // without signatures
	Region    string
	ID        string // of the resource, from the path or from the reply
	Header    http.Header
	Body      []byte // the first 32 KiB of what the emulator has read
	Status    int    // 0: the connection was closed without a reply
	RequestID string
	Fault     bool // the reply was a fault on demand
}

// secretHeaders are kept by name only.
var secretHeaders = []string{"X-Auth-Token", "Authorization", "Cookie", "SCW_FUNCTIONS_TOKEN", "Proxy-Authorization"}

func (l *Layer) finish(r *http.Request, op Operation, seen *observer, body *bodyCopy, fault *Fault, begin time.Time) {
	duration := time.Since(begin)
	id := op.ID
	if id == "" && op.Name != "" && seen.status == http.StatusOK {
		id = idIn(seen.head.Bytes())
	}
	requestID := seen.Header().Get("X-Request-Id")
	level := slog.LevelInfo
	if l.options.Quiet != nil && l.options.Quiet(r) {
		level = slog.LevelDebug
	}
	attrs := []slog.Attr{
		slog.String("method", r.Method), slog.String("path", op.Template), slog.Int("status", seen.status),
		slog.Duration("duration", duration.Round(time.Microsecond)),
	}
	for _, attr := range []slog.Attr{slog.String("operation", op.Name), slog.String("id", id), slog.String("request_id", requestID)} {
		if attr.Value.String() != "" {
			attrs = append(attrs, attr)
		}
	}
	if message := messageIn(seen.head.Bytes()); seen.status >= http.StatusBadRequest && message != "" {
		attrs = append(attrs, slog.String("message", message))
	}
	if fault != nil {
		attrs = append(attrs, slog.Bool("fault", true))
	}
	l.options.Logger.LogAttrs(r.Context(), level, "request", attrs...)
	if op.Name == "" {
		return
	}
	request := Request{
		Time: begin, Duration: duration, API: op.API, Operation: op.Name, Method: r.Method, Path: r.URL.Path, Query: r.URL.RawQuery,
		Region: op.Region, ID: id, Header: r.Header.Clone(), Body: bytes.Clone(body.copied.Bytes()),
		Status: seen.status, RequestID: requestID, Fault: fault != nil,
	}
	if op.API == "" { // a signed URL
		request.Query = ""
	}
	for name := range request.Header {
		for _, secret := range secretHeaders {
			if strings.EqualFold(name, secret) {
				request.Header[name] = []string{"redacted"}
			}
		}
	}
	l.record(request)
}

func (l *Layer) record(request Request) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.requests) == maxRequests {
		l.requests = append(l.requests[:0], l.requests[maxRequests/10:]...)
	}
	l.requests = append(l.requests, request)
}

// Requests returns the newest requests to the APIs, the oldest first, 1,000 at
// most.
func (l *Layer) Requests() []Request {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append([]Request{}, l.requests...)
}

// These find members in the beginning of a reply, without decoding it.
var (
	idPattern      = regexp.MustCompile(`^\{"id":"([^"]+)"`)
	messagePattern = regexp.MustCompile(`"message":"((?:[^"\\]|\\.)*)"`)
)

func idIn(head []byte) string {
	if match := idPattern.FindSubmatch(head); match != nil {
		return string(match[1])
	}
	return ""
}

func messageIn(head []byte) string {
	if match := messagePattern.FindSubmatch(head); match != nil {
		return string(match[1])
	}
	return ""
}

// observer notes what a handler answers.
type observer struct {
	http.ResponseWriter
	status int
	head   bytes.Buffer
}

func (o *observer) WriteHeader(status int) {
	if o.status == 0 && status >= http.StatusOK {
		o.status = status
	}
	o.ResponseWriter.WriteHeader(status)
}

func (o *observer) Write(data []byte) (int, error) {
	if o.status == 0 {
		o.status = http.StatusOK
	}
	o.head.Write(data[:min(len(data), max(0, headSize-o.head.Len()))])
	return o.ResponseWriter.Write(data)
}

// Unwrap lets http.ResponseController reach the connection.
func (o *observer) Unwrap() http.ResponseWriter { return o.ResponseWriter }

// bodyCopy keeps the beginning of what is read from a request's body.
type bodyCopy struct {
	io.ReadCloser
	copied bytes.Buffer
}

func (b *bodyCopy) Read(data []byte) (int, error) {
	n, err := b.ReadCloser.Read(data)
	b.copied.Write(data[:min(n, max(0, maxBody-b.copied.Len()))])
	return n, err
}

// heldReply is a reply that is changed before it is sent.
type heldReply struct {
	header http.Header
	status int
	wrote  bool
	body   bytes.Buffer
}

func (h *heldReply) Header() http.Header { return h.header }

func (h *heldReply) WriteHeader(status int) {
	if !h.wrote && status >= http.StatusOK {
		h.status, h.wrote = status, true
	}
}

func (h *heldReply) Write(data []byte) (int, error) {
	h.WriteHeader(http.StatusOK)
	return h.body.Write(data)
}

// send writes the reply; cut in the middle of its body if asked for.
func (h *heldReply) send(w http.ResponseWriter, body []byte, cut bool) {
	setLength(w, len(body))
	w.WriteHeader(h.status)
	if !cut {
		_, _ = w.Write(body) // the client is gone if this fails
		return
	}
	_, _ = w.Write(body[:len(body)/2])
	_ = http.NewResponseController(w).Flush() // likewise
	panic(http.ErrAbortHandler)
}

func newRequestID() string { return uuid.NewString() }
