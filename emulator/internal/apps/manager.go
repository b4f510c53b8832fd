package apps

import (
	"log/slog"
	"time"
)

// Options of a Manager.
type Options struct {
	// Dir holds unpacked archives and built programs. The manager makes
	// subfolders in it and removes them on Close. Empty means a temporary folder.
	Dir string
	// IdleTimeout is how long an instance above MinScale may be unused before
	// it is stopped; 0 means 5 minutes.
	IdleTimeout time.Duration
	// StartTimeout is how long an instance may take until it accepts
	// connections; 0 means 30 seconds.
	StartTimeout time.Duration
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
	// Logger of the manager's own doings; nil discards them.
	Logger *slog.Logger
}

// Manager starts and ends applications. It is safe for concurrent use.
type Manager struct{}

// NewManager prepares a manager; no process runs until an App is deployed.
func NewManager(Options) (*Manager, error) { return &Manager{}, nil }

// Close ends all processes, listeners and goroutines, and waits for them.
func (m *Manager) Close() error { return nil }

// Runtimes lists the runtimes whose interpreter or toolchain is installed.
func (m *Manager) Runtimes() []string { return nil }

// NewApp opens the application's listener. Until its first Deploy it answers
// 404 with a JSON message.
func (m *Manager) NewApp(AppOptions) (*App, error) { return &App{}, nil }
