package apps

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/rumpl/gosc/emulator/internal/patience"
)

// AppOptions describes one application.
type AppOptions struct {
	ID, Name string
	// Addr is an earlier address whose port to use again, such as "127.0.0.1:41234".
	// If it is taken, or Addr is empty, the system chooses a free port.
	Addr string
	// Log receives the application's output, line by line and in order per
	// stream ("stdout", "stderr", "system" for what the emulator has to say).
	// It is called from several goroutines and must not block for long.
	Log func(stream, line string)
	// Called is called with each request after it has been answered. It is called
	// from several goroutines and must not block for long. Nil is fine.
	Called func(Call)
}

// App is one function or container behind one address.
type App struct {
	manager *Manager
	opts    AppOptions
	url     string
	server  *http.Server

	ctx     context.Context // ends with the app
	cancel  context.CancelFunc
	current atomic.Pointer[revision]
	deploy  chan struct{} // held by the deploy under way

	mu         sync.Mutex
	closed     bool
	calls      sync.WaitGroup // requests being answered
	background sync.WaitGroup // listener, old revisions
}

func newApp(m *Manager, opts AppOptions) (*App, error) {
	if opts.Log == nil {
		opts.Log = func(string, string) {}
	}
	listener, err := listen(m.opts.Host, opts.Addr)
	if err != nil {
		return nil, fmt.Errorf("listen for %s: %w", opts.Name, err)
	}
	a := &App{
		manager: m,
		opts:    opts,
		url:     "http://" + reachable(listener.Addr()),
		deploy:  make(chan struct{}, 1),
	}
	a.ctx, a.cancel = context.WithCancel(context.Background())
	a.server = patience.NewServer(a, patience.Default)
	a.server.ErrorLog = m.proxyLog
	listener = m.opts.Certificates.Attach(a.server, listener)
	a.background.Go(func() {
		if err := a.server.Serve(patience.Listen(listener, patience.Default)); !errors.Is(err, http.ErrServerClosed) {
			m.logger.Error("application stopped listening", "app", opts.Name, "error", err)
		}
	})
	return a, nil
}

// listen prefers the port that the application had before.
func listen(host, before string) (net.Listener, error) {
	if _, port, err := net.SplitHostPort(before); err == nil {
		if l, err := net.Listen("tcp", net.JoinHostPort(host, port)); err == nil {
			return l, nil
		}
	}
	return ports.listen(host)
}

// reachable returns an address that can be called, which the address for all networks
// is not.
func reachable(addr net.Addr) string {
	tcp, ok := addr.(*net.TCPAddr)
	if !ok || !tcp.IP.IsUnspecified() {
		return addr.String()
	}
	return net.JoinHostPort(loopback, strconv.Itoa(tcp.Port))
}

// URL of the application, "http://127.0.0.1:PORT"; it never changes.
func (a *App) URL() string { return a.url }

// Deploy prepares the code, starts MinScale instances (one at least, as proof
// that it starts), and swaps. Requests in flight finish on the old version. The
// error's text is complete for the application's owner: compiler output, or what
// to install. Under V1beta1 it is a *DeployError.
func (a *App) Deploy(ctx context.Context, spec Spec) error {
	spec = spec.withDefaults()
	if err := spec.validate(); err != nil {
		if spec.Rules == V1beta1 {
			err = a.deployError(spec, err)
		}
		return err
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	defer context.AfterFunc(a.ctx, func() { cancel(errStopped) })()
	select {
	case a.deploy <- struct{}{}:
		defer func() { <-a.deploy }()
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	if a.ctx.Err() != nil {
		return errStopped
	}
	next, err := a.prepare(ctx, spec)
	switch {
	case err == nil:
		return a.swap(next)
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case spec.Rules == V1beta1:
		return a.deployError(spec, err)
	}
	return err
}

// prepare makes a revision of which one instance runs.
func (a *App) prepare(ctx context.Context, spec Spec) (*revision, error) {
	next, err := a.manager.build(ctx, a, spec)
	if err != nil {
		return nil, err
	}
	if err := next.pool.prove(ctx); err != nil {
		next.remove()
		return nil, err
	}
	return next, nil
}

func (a *App) swap(next *revision) error {
	a.mu.Lock()
	if a.closed {
		a.mu.Unlock()
		next.remove()
		return errStopped
	}
	defer a.mu.Unlock()
	if old := a.current.Swap(next); old != nil {
		a.background.Go(func() { old.finish(a.ctx) })
	}
	return nil
}

// ServeHTTP answers one public request, as the listener does.
func (a *App) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if a.opts.Called == nil {
		a.answer(w, r)
		return
	}
	begin := time.Now()
	recorded := &recorder{ResponseWriter: w, requestID: r.Header.Get(headerRequestID)}
	defer func() { // also when the reply is aborted, which is a panic
		a.opts.Called(Call{
			Method: r.Method, Path: r.URL.Path, RequestID: recorded.requestID,
			Status: recorded.status, Bytes: recorded.bytes, Duration: time.Since(begin),
		})
	}()
	a.answer(recorded, r)
}

func (a *App) answer(w http.ResponseWriter, r *http.Request) {
	if !a.enter() {
		writeError(w, errStopped)
		return
	}
	defer a.calls.Done()
	admitted := false
	for {
		v := a.current.Load()
		if v == nil {
			writeMessage(w, http.StatusNotFound, "nothing is deployed here yet")
			return
		}
		if v.spec.Rules == V1beta1 && !admitted {
			if v.spec.RedirectHTTP && r.TLS == nil && r.Header.Get("X-Forwarded-Proto") != "https" {
				http.Redirect(w, r, "https://"+r.Host+r.URL.RequestURI(), http.StatusMovedPermanently)
				return
			}
			w, r = throughGateway(w, r, v.spec.Kind)
			admitted = true
		}
		if !v.authorized(r) {
			v.refuse(w)
			return
		}
		err := v.serve(w, r)
		if errors.Is(err, errRetired) && a.current.Load() != v {
			continue // a deploy came in between
		}
		if err != nil {
			writeError(w, err)
		}
		return
	}
}

// enter registers a request, unless the app is closed.
func (a *App) enter() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.closed {
		return false
	}
	a.calls.Add(1)
	return true
}

// system writes a line of the emulator's own to the application's log.
func (a *App) system(line string) { a.opts.Log("system", line) }

// Close ends the instances and the listener.
func (a *App) Close() error {
	a.mu.Lock()
	a.closed = true
	a.mu.Unlock()
	a.cancel()
	err := a.server.Close()
	a.deploy <- struct{}{} // the deploy under way has ended
	defer func() { <-a.deploy }()
	if v := a.current.Load(); v != nil {
		v.remove()
	}
	a.calls.Wait()
	a.background.Wait()
	a.manager.forget(a)
	return err
}
