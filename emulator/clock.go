package emulator

import (
	"sync"
	"time"
)

// Clock is the emulator's clock: it triggers crons and life-cycle delays, dates log
// lines, and expires signed URLs and tokens. The default is the clock of the
// machine; with a ManualClock, a test can make a day pass at once.
type Clock interface {
	// Now returns the current time.
	Now() time.Time
	// AfterFunc calls f once, after d. The returned function cancels the call and
	// reports whether it was in time.
	AfterFunc(d time.Duration, f func()) (stop func() bool)
}

type systemClock struct{}

func (systemClock) Now() time.Time { return time.Now() }

func (systemClock) AfterFunc(d time.Duration, f func()) func() bool {
	return time.AfterFunc(d, f).Stop
}

// ManualClock is a Clock that is stopped until Advance moves it. It is safe for
// concurrent use.
type ManualClock struct {
	advancing sync.Mutex // one Advance at a time

	mu     sync.Mutex
	now    time.Time
	timers []*manualTimer
}

type manualTimer struct {
	due time.Time
	f   func()
}

// NewManualClock returns a clock that shows the given time.
func NewManualClock(now time.Time) *ManualClock {
	return &ManualClock{now: now}
}

// Now returns the time of the clock.
func (c *ManualClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// AfterFunc calls f during the Advance that reaches the time d from now.
func (c *ManualClock) AfterFunc(d time.Duration, f func()) (stop func() bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	timer := &manualTimer{due: c.now.Add(max(d, 0)), f: f}
	c.timers = append(c.timers, timer)
	return func() bool { return c.remove(timer) }
}

// Advance moves the clock by d. It stops at every moment for which something
// is planned, in order, and waits until that has happened: when Advance
// returns, the crons of the time that passed have been delivered and answered.
func (c *ManualClock) Advance(d time.Duration) {
	c.advancing.Lock()
	defer c.advancing.Unlock()
	end := c.Now().Add(d)
	for timer := c.next(end); timer != nil; timer = c.next(end) {
		timer.f()
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = end
}

// next takes the earliest timer that is due by end, and moves the clock to it.
func (c *ManualClock) next(end time.Time) *manualTimer {
	c.mu.Lock()
	defer c.mu.Unlock()
	first := -1
	for i, timer := range c.timers {
		if timer.due.After(end) {
			continue
		}
		if first < 0 || timer.due.Before(c.timers[first].due) {
			first = i
		}
	}
	if first < 0 {
		return nil
	}
	timer := c.timers[first]
	c.timers = append(c.timers[:first], c.timers[first+1:]...)
	if timer.due.After(c.now) {
		c.now = timer.due
	}
	return timer
}

func (c *ManualClock) remove(timer *manualTimer) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	for i, other := range c.timers {
		if other == timer {
			c.timers = append(c.timers[:i], c.timers[i+1:]...)
			return true
		}
	}
	return false
}
