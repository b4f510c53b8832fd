package platform

import (
	"sync"
	"time"
)

// tasks are the goroutines and timers behind the API. None of them outlives end.
type tasks struct {
	clock Clock

	mu     sync.Mutex
	ended  bool
	timers map[*timer]struct{}
	wg     sync.WaitGroup
}

type timer struct {
	stop func() bool
}

func newTasks(clock Clock) *tasks {
	return &tasks{clock: clock, timers: map[*timer]struct{}{}}
}

// start runs f in a new goroutine, unless the tasks have ended.
func (t *tasks) start(f func()) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.ended {
		t.wg.Go(f)
	}
}

// after runs f when d has passed; at once, in the caller's goroutine, if d is
// not positive. The returned function calls it off.
func (t *tasks) after(d time.Duration, f func()) (cancel func()) {
	if d <= 0 {
		f()
		return func() {}
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.ended {
		return func() {}
	}
	pending := &timer{}
	t.timers[pending] = struct{}{}
	pending.stop = t.clock.AfterFunc(d, func() {
		if t.claim(pending) {
			defer t.wg.Done()
			f()
		}
	})
	return func() { t.drop(pending) }
}

// claim reports whether a timer that has gone off is still wanted; if so, the
// caller ends with wg.Done.
func (t *tasks) claim(pending *timer) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if _, ok := t.timers[pending]; !ok {
		return false
	}
	delete(t.timers, pending)
	t.wg.Add(1)
	return true
}

func (t *tasks) drop(pending *timer) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if _, ok := t.timers[pending]; ok {
		delete(t.timers, pending)
		pending.stop()
	}
}

// end cancels all timers and waits for running goroutines.
func (t *tasks) end() {
	t.mu.Lock()
	t.ended = true
	for pending := range t.timers {
		pending.stop()
	}
	clear(t.timers)
	t.mu.Unlock()
	t.wg.Wait()
}
