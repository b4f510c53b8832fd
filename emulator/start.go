package emulator

import (
	"log/slog"
	"testing"
)

// Start runs an emulator for a test: on a free loopback port, without delays,
// in memory. It is closed, with all of its processes, when the test ends.
// Warnings of the emulator go to the test's output. A test that needs Options
// uses New, and Close in tb.Cleanup.
func Start(tb testing.TB) *Server {
	tb.Helper()
	warnings := slog.NewTextHandler(tb.Output(), &slog.HandlerOptions{Level: slog.LevelWarn})
	server, err := New(Options{Logger: slog.New(warnings)})
	if err != nil {
		tb.Fatalf("emulator: %v", err)
	}
	tb.Cleanup(func() {
		if err := server.Close(); err != nil {
			tb.Errorf("emulator: %v", err)
		}
	})
	return server
}
