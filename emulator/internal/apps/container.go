package apps

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httputil"
	"sync"
	"time"
)

// serveContainer passes the request on.
func (v *revision) serveContainer(w http.ResponseWriter, r *http.Request) error {
	s, err := v.acquire(r.Context())
	if err != nil {
		return err
	}
	v.proxy(w, r, s)
	return nil
}

// forwardedHeaders are passed on as the client sent them.
var forwardedHeaders = []string{"Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto"}

// proxy passes the request on to the instance, streams the answer, and gives the
// instance back.
func (v *revision) proxy(w http.ResponseWriter, r *http.Request, s *slot) {
	inst := s.worker.(*instance)
	broken := false
	defer func() { v.pool.release(s, broken) }()
	ctx, cancel := context.WithTimeout(r.Context(), v.spec.Timeout)
	defer cancel()
	proxy := httputil.ReverseProxy{
		Transport:     inst.transport,
		FlushInterval: -1,
		BufferPool:    proxyBuffers{},
		ErrorLog:      v.manager.proxyLog,
		Rewrite: func(p *httputil.ProxyRequest) {
			p.Out.URL.Scheme, p.Out.URL.Host = "http", inst.address()
			p.Out.URL.RawQuery = p.In.URL.RawQuery
			p.Out.Host = p.In.Host
			for _, name := range forwardedHeaders {
				if values, ok := p.In.Header[name]; ok {
					p.Out.Header[name] = values
				}
			}
			if inst.keyed {
				p.Out.Header[keyHeader] = []string{inst.key}
			}
		},
		ErrorHandler: func(w http.ResponseWriter, _ *http.Request, err error) {
			var answer *answerError
			answer, broken = v.proxyError(ctx, r.Context(), inst, err)
			answer.write(w)
		},
	}
	proxy.ServeHTTP(w, r.WithContext(ctx))
	// A function serves one request at a time: what still runs after the
	// timeout would get in the way of the next.
	broken = broken || v.spec.Kind == Function && ctx.Err() != nil
}

func (v *revision) proxyError(ctx, client context.Context, inst *instance, err error) (answer *answerError, broken bool) {
	what := v.spec.Kind.String()
	switch {
	case client.Err() != nil:
		return &answerError{http.StatusBadGateway, "the client went away"}, false
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		message := fmt.Sprintf("the %s did not answer within its timeout of %v", what, v.spec.Timeout)
		v.app.system(message)
		return &answerError{http.StatusGatewayTimeout, message}, v.spec.Kind == Function
	}
	status := http.StatusBadGateway
	if v.spec.Kind == Function {
		status = http.StatusInternalServerError
	}
	select {
	case <-inst.process.Done():
		return &answerError{status, fmt.Sprintf("the %s's process ended during the call: %s", what, inst.status())}, true
	case <-time.After(v.manager.opts.CrashGrace):
		v.manager.logger.Debug("proxy failed", "app", v.app.opts.Name, "error", err)
		return &answerError{status, fmt.Sprintf("the %s closed the connection without an answer", what)}, false
	}
}

// proxyBuffers lends the memory through which replies are copied.
type proxyBuffers struct{}

const proxyBufferSize = 32 << 10

var bufferPool = sync.Pool{New: func() any { return new([proxyBufferSize]byte) }}

// Get lends a buffer.
func (proxyBuffers) Get() []byte { return bufferPool.Get().(*[proxyBufferSize]byte)[:] }

// Put takes it back.
func (proxyBuffers) Put(b []byte) { bufferPool.Put((*[proxyBufferSize]byte)(b)) }
