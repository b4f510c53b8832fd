package apps

import (
	"errors"
	"fmt"
	"io"
	"log"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/rumpl/gosc/emulator/internal/apps/gobuild"
	"github.com/rumpl/gosc/emulator/internal/apps/process"
	"github.com/rumpl/gosc/emulator/internal/apps/wrapper"
	"github.com/rumpl/gosc/emulator/internal/certificates"
)

const (
	defaultIdleTimeout  = 5 * time.Minute
	defaultStartTimeout = 30 * time.Second
	defaultCrashGrace   = 2 * time.Second
	defaultQueueLimit   = 100
	defaultBodyLimit    = 6 << 20
)

// Options of a Manager.
type Options struct {
	// Dir holds unpacked archives and built programs. The manager makes a
	// subfolder in it and removes it on Close. Empty means the system's folder
	// for temporary files.
	Dir string
	// TemporaryDir says that Dir is the caller's own temporary folder, with nothing
	// in it that must outlive the caller: it is removed when the caller is killed.
	TemporaryDir bool
	// IdleTimeout is how long an instance above MinScale may be unused before
	// it is stopped; 0 means 5 minutes.
	IdleTimeout time.Duration
	// StartTimeout is how long an instance may take until it accepts
	// connections; 0 means 30 seconds.
	StartTimeout time.Duration
	// CrashGrace is how long a call that lost its connection waits to learn how the
	// process ended; 0 means 2 seconds.
	CrashGrace time.Duration
	// QueueLimit is how many requests of one application may wait for a free
	// instance; 0 means 100. Requests beyond it get a 503.
	QueueLimit int
	// MaxReply is how many bytes of one function's reply are held in memory;
	// 0 means 6 MiB. A larger reply becomes a 502. Containers stream.
	MaxReply int64
	// MaxRequest is how many bytes of a request to a function are held in
	// memory; 0 means 6 MiB. A larger one gets a 413. Containers stream.
	MaxRequest int64
	// Host to listen on; empty means 127.0.0.1.
	Host string
	// Certificates let applications take TLS beside plain HTTP; nil means HTTP only.
	Certificates *certificates.Authority
	// Logger of the manager's own doings; nil discards them.
	Logger *slog.Logger
}

func (o Options) withDefaults() Options {
	if o.IdleTimeout <= 0 {
		o.IdleTimeout = defaultIdleTimeout
	}
	if o.StartTimeout <= 0 {
		o.StartTimeout = defaultStartTimeout
	}
	if o.CrashGrace <= 0 {
		o.CrashGrace = defaultCrashGrace
	}
	if o.QueueLimit <= 0 {
		o.QueueLimit = defaultQueueLimit
	}
	if o.MaxReply <= 0 {
		o.MaxReply = defaultBodyLimit
	}
	if o.MaxRequest <= 0 {
		o.MaxRequest = defaultBodyLimit
	}
	if o.Host == "" {
		o.Host = loopback
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	return o
}

// Manager starts and ends applications. It is safe for concurrent use.
type Manager struct {
	opts       Options
	logger     *slog.Logger
	proxyLog   *log.Logger
	dir        string
	supervisor *process.Supervisor
	wrappers   func() (string, error)    // folder of the wrappers, written when first needed
	goBuilds   func() (*goBuilds, error) // likewise

	mu     sync.Mutex
	closed bool
	apps   map[*App]struct{}
}

// NewManager prepares a manager; no process runs until an App is deployed.
func NewManager(opts Options) (*Manager, error) {
	opts = opts.withDefaults()
	if opts.Dir != "" {
		if err := os.MkdirAll(opts.Dir, 0o755); err != nil {
			return nil, fmt.Errorf("make a folder for the code of functions: %w", err)
		}
	}
	dir, err := os.MkdirTemp(opts.Dir, "apps-*")
	if err != nil {
		return nil, fmt.Errorf("make a folder for the code of functions: %w", err)
	}
	if dir, err = filepath.Abs(dir); err != nil {
		return nil, err
	}
	m := &Manager{
		opts:       opts,
		logger:     opts.Logger,
		proxyLog:   log.New(io.Discard, "", 0),
		dir:        dir,
		supervisor: process.NewSupervisor(),
		apps:       map[*App]struct{}{},
	}
	m.supervisor.Exposed = func(err error) {
		m.logger.Warn("this system does not let functions run apart from the emulator: "+
			"they can read its environment variables in /proc", "error", err)
	}
	m.supervisor.RemoveIfKilled(dir)
	if opts.Dir != "" && opts.TemporaryDir {
		m.supervisor.RemoveIfKilled(opts.Dir)
	}
	m.wrappers = sync.OnceValues(m.writeWrappers)
	m.goBuilds = sync.OnceValues(func() (*goBuilds, error) {
		builder, err := gobuild.New(filepath.Join(dir, "go"), m.supervisor)
		if err != nil {
			return nil, err
		}
		return newGoBuilds(filepath.Join(dir, "go", "built"), builder)
	})
	return m, nil
}

func (m *Manager) writeWrappers() (string, error) {
	// An empty package.json ends Node's search for one: the project around
	// this folder must not decide what kind of modules a function has.
	if err := os.WriteFile(filepath.Join(m.dir, "package.json"), []byte("{}\n"), 0o644); err != nil {
		return "", fmt.Errorf("write wrapper: %w", err)
	}
	return m.dir, wrapper.Write(m.dir)
}

// NewApp opens the application's listener. Until its first Deploy it answers
// 404 with a JSON message.
func (m *Manager) NewApp(opts AppOptions) (*App, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.closed {
		return nil, errStopped
	}
	a, err := newApp(m, opts)
	if err != nil {
		return nil, err
	}
	m.apps[a] = struct{}{}
	return a, nil
}

func (m *Manager) forget(a *App) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.apps, a)
}

// Close ends all processes, listeners and goroutines, and waits for them.
func (m *Manager) Close() error {
	m.mu.Lock()
	m.closed = true
	var left []*App
	for a := range m.apps {
		left = append(left, a)
	}
	m.mu.Unlock()

	errs := make([]error, len(left), len(left)+1)
	var closing sync.WaitGroup
	for i, a := range left {
		closing.Go(func() { errs[i] = a.Close() })
	}
	closing.Wait()
	m.supervisor.Close()
	return errors.Join(append(errs, os.RemoveAll(m.dir))...)
}
