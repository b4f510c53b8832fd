//go:build !linux

package process

// starterThread starts processes from whatever thread it is called on: only
// Linux ties a process to the thread that started it.
type starterThread struct{}

func (starterThread) run(start func() error) error { return start() }

func (starterThread) close() {}
