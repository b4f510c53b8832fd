package apps

import (
	"context"
	"errors"
	"net/http"
)

// AppOptions of one application.
type AppOptions struct {
	ID, Name string
	// Addr to listen on again, such as "127.0.0.1:41234". If it is taken, or
	// empty, the system chooses a free port.
	Addr string
	// Log receives the application's output, line by line and in order per
	// stream ("stdout", "stderr", "system" for what the emulator has to say).
	// It is called from several goroutines and must not block for long.
	Log func(stream, line string)
}

// App is one function or container behind one address.
type App struct{}

// URL of the application, "http://127.0.0.1:PORT"; it never changes.
func (a *App) URL() string { return "" }

// Deploy prepares the code, starts MinScale instances (one at least, as proof
// that it starts), and swaps. Requests in flight finish on the old version. The
// error's text is complete for the application's owner: compiler output, or what
// to install.
func (a *App) Deploy(ctx context.Context, spec Spec) error { return errors.ErrUnsupported }

// ServeHTTP answers one public request, as the listener does.
func (a *App) ServeHTTP(w http.ResponseWriter, r *http.Request) {}

// Close ends the instances and the listener.
func (a *App) Close() error { return nil }
