package emulator

import (
	"bytes"
	"log/slog"
	"slices"
	"sync"
	"testing"
)

// keptLines is how many lines of the log are shown when a test fails.
const keptLines = 200

// Start runs an emulator for a test: on a free loopback port, without delays,
// in memory. It is closed, with all of its processes, when the test ends. Each
// function of optFns may change the options before it starts:
//
//	srv := emulator.Start(t, func(o *emulator.Options) { o.Strict = true })
//
// Warnings of the emulator go to the test's output. If the test fails, so do the
// newest requests, deployments, and lines that functions have printed.
func Start(tb testing.TB, optFns ...func(*Options)) *Server {
	tb.Helper()
	memory := &logMemory{}
	options := Options{Logger: slog.New(slog.NewMultiHandler(
		slog.NewTextHandler(tb.Output(), &slog.HandlerOptions{Level: slog.LevelWarn}),
		slog.NewTextHandler(memory, &slog.HandlerOptions{Level: slog.LevelDebug}),
	))}
	for _, change := range optFns {
		change(&options)
	}
	server, err := New(options)
	if err != nil {
		tb.Fatalf("emulator: %v", err)
	}
	tb.Cleanup(func() {
		if err := server.Close(); err != nil {
			tb.Errorf("emulator: %v", err)
		}
		if lines := memory.text(); tb.Failed() && lines != "" {
			tb.Logf("what the emulator has seen last:\n%s", lines)
		}
	})
	return server
}

// logMemory keeps the newest lines that a slog handler writes.
type logMemory struct {
	mu    sync.Mutex
	lines [][]byte
}

// Write implements io.Writer; a handler writes one line at a time.
func (m *logMemory) Write(line []byte) (int, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.lines) == keptLines {
		m.lines = slices.Delete(m.lines, 0, 1)
	}
	m.lines = append(m.lines, bytes.Clone(line))
	return len(line), nil
}

func (m *logMemory) text() string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return string(bytes.Join(m.lines, nil))
}
