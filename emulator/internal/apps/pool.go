package apps

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"
)

var (
	// errBusy: the queue of waiting requests is full.
	errBusy = errors.New("too many requests are waiting for a free instance")
	// errRetired: the pool takes no new requests, another has taken its place.
	errRetired = errors.New("this version was replaced")
	// errStopped: the pool has ended.
	errStopped = errors.New("the application was stopped")
)

const (
	firstRestartDelay = 500 * time.Millisecond
	maxRestartDelay   = 30 * time.Second
)

// worker is a running instance, as far as the pool is concerned.
type worker interface {
	// Exited is closed when the instance has ended, for whatever reason.
	Exited() <-chan struct{}
	// Stop ends the instance and waits; now says not to ask politely first.
	Stop(now bool)
}

// poolLimits of one pool.
type poolLimits struct {
	min, max   int           // instances
	perWorker  int           // requests that one instance serves at a time
	queue      int           // requests that may wait
	idle       time.Duration // until an unused instance above min is stopped
	startDelay time.Duration // first delay after a failed start; 0 is the default
}

// pool keeps the instances of one revision: it starts them on demand, hands them
// to requests, lets requests wait, and stops what is not used.
type pool struct {
	limits poolLimits
	launch func(context.Context) (worker, error)
	ended  func(worker)    // optional: told when an instance has ended
	ctx    context.Context // ends with the pool
	cancel context.CancelFunc

	// grants counts requests that hold an instance, background everything else
	// that the pool has under way.
	grants, background sync.WaitGroup

	mu       sync.Mutex
	slots    []*slot
	starting int
	waiters  []*waiter
	retired  bool // takes no new requests
	stopped  bool
	drained  chan struct{} // closed when a retired pool has nothing left to do
	delay    time.Duration // between starts for min, as long as they fail
	held     *time.Timer   // set while starts for min have to wait
}

// slot is an instance and the number of requests it serves.
type slot struct {
	worker worker
	inUse  int
	gone   bool // ended, or about to be
	idle   *time.Timer
}

// waiter is a request in the queue.
type waiter struct{ granted chan grant }

type grant struct {
	slot *slot
	err  error
}

func newPool(limits poolLimits, launch func(context.Context) (worker, error)) *pool {
	if limits.startDelay <= 0 {
		limits.startDelay = firstRestartDelay
	}
	ctx, cancel := context.WithCancel(context.Background())
	return &pool{limits: limits, launch: launch, ctx: ctx, cancel: cancel, drained: make(chan struct{})}
}

// prove starts the first instance and keeps it, then starts the rest of min in the
// background.
func (p *pool) prove(ctx context.Context) error {
	w, err := p.launch(ctx)
	if err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.add(w)
	p.scale()
	return nil
}

// acquire waits for a free instance. The caller gives it back with release.
func (p *pool) acquire(ctx context.Context) (*slot, error) {
	p.mu.Lock()
	switch {
	case p.retired: // before stopped: a request that is late goes to the next revision
		p.mu.Unlock()
		return nil, errRetired
	case p.stopped:
		p.mu.Unlock()
		return nil, errStopped
	}
	if s := p.free(); s != nil {
		p.take(s)
		p.mu.Unlock()
		return s, nil
	}
	if len(p.waiters) >= p.limits.queue {
		p.mu.Unlock()
		return nil, errBusy
	}
	w := &waiter{granted: make(chan grant, 1)}
	p.waiters = append(p.waiters, w)
	p.scale()
	p.mu.Unlock()

	select {
	case g := <-w.granted:
		return g.slot, g.err
	case <-ctx.Done():
		p.leave(w)
		return nil, ctx.Err()
	}
}

// leave removes a request that no longer waits from the queue.
func (p *pool) leave(w *waiter) {
	p.mu.Lock()
	i := slices.Index(p.waiters, w)
	if i >= 0 {
		p.waiters = slices.Delete(p.waiters, i, i+1)
		p.settle()
	}
	p.mu.Unlock()
	if i >= 0 {
		return
	}
	if g := <-w.granted; g.slot != nil { // it has just been granted an instance
		p.release(g.slot, false)
	}
}

// release gives an instance back. A broken one is ended and replaced as needed.
func (p *pool) release(s *slot, broken bool) {
	defer p.grants.Done()
	p.mu.Lock()
	defer p.mu.Unlock()
	s.inUse--
	if broken {
		p.discard(s, true)
	} else {
		p.delay = 0
	}
	p.settle()
	if s.inUse == 0 && !s.gone {
		p.startIdleTimer(s)
	}
}

// retire lets the pool serve its requests, including the waiting ones, and ends its
// instances as they become free.
func (p *pool) retire() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.retired = true
	p.settle()
}

// stop ends everything at once and waits for it.
func (p *pool) stop() {
	p.mu.Lock()
	p.stopped = true
	p.cancel()
	for _, w := range p.waiters {
		w.granted <- grant{err: errStopped}
	}
	p.waiters = nil
	for _, s := range slices.Clone(p.slots) {
		p.discard(s, true)
	}
	if p.held != nil {
		p.held.Stop()
	}
	p.mu.Unlock()
	p.background.Wait()
	p.grants.Wait()
}

// The methods below are called with mu held.

// free finds an instance that can take a request, the busiest first, so that the
// others become idle; among equals the one that was started last.
func (p *pool) free() *slot {
	var best *slot
	for _, s := range p.slots {
		if s.inUse < p.limits.perWorker && (best == nil || s.inUse >= best.inUse) {
			best = s
		}
	}
	return best
}

func (p *pool) take(s *slot) {
	s.inUse++
	p.grants.Add(1)
	if s.idle != nil {
		s.idle.Stop()
		s.idle = nil
	}
}

// settle assigns free instances to waiting requests, starts missing instances, and
// detects the end of a retired pool.
func (p *pool) settle() {
	for len(p.waiters) > 0 {
		s := p.free()
		if s == nil {
			break
		}
		p.take(s)
		p.waiters[0].granted <- grant{slot: s}
		p.waiters = p.waiters[1:]
	}
	p.scale()
	if p.retired && len(p.waiters) == 0 {
		p.drain()
	}
}

func (p *pool) drain() {
	for _, s := range slices.Clone(p.slots) {
		if s.inUse == 0 {
			p.discard(s, false)
		}
	}
	if len(p.slots) == 0 && p.starting == 0 {
		select {
		case <-p.drained:
		default:
			close(p.drained)
		}
	}
}

// scale starts instances for the requests that wait, and for min.
func (p *pool) scale() {
	if p.stopped {
		return
	}
	wanted := (len(p.waiters) + p.limits.perWorker - 1) / p.limits.perWorker
	if !p.retired && p.held == nil {
		wanted = max(wanted, p.limits.min-len(p.slots))
	}
	for p.starting < wanted && len(p.slots)+p.starting < p.limits.max {
		p.starting++
		p.background.Go(p.begin)
	}
}

// begin starts one instance; it runs without the lock.
func (p *pool) begin() {
	w, err := p.launch(p.ctx)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.starting--
	if err != nil {
		p.failed(err)
	} else {
		p.add(w)
	}
	p.settle()
}

// failed refuses the waiting requests if there is no instance left to serve them.
func (p *pool) failed(err error) {
	if len(p.slots) == 0 && p.starting == 0 {
		for _, w := range p.waiters {
			w.granted <- grant{err: err}
		}
		p.waiters = nil
	}
	p.hold()
}

// hold delays the next start for min, longer each time until a request is served:
// code that ends at once must not be started in a tight loop.
func (p *pool) hold() {
	if p.stopped || p.held != nil {
		return
	}
	p.delay = min(max(2*p.delay, p.limits.startDelay), maxRestartDelay)
	p.held = time.AfterFunc(p.delay, func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.held = nil
		p.scale()
	})
}

// add adds a started instance.
func (p *pool) add(w worker) {
	s := &slot{worker: w}
	p.slots = append(p.slots, s)
	if p.stopped {
		p.discard(s, true)
		return
	}
	p.background.Go(func() { p.watch(s) })
	p.startIdleTimer(s)
}

// watch notices when an instance ends by itself; it runs without the lock.
func (p *pool) watch(s *slot) {
	<-s.worker.Exited()
	if p.ended != nil {
		defer p.ended(s.worker)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if s.gone {
		return
	}
	p.discard(s, true)
	p.hold()
	p.settle()
}

// discard removes an instance and ends it.
func (p *pool) discard(s *slot, now bool) {
	if s.gone {
		return
	}
	s.gone = true
	if s.idle != nil {
		s.idle.Stop()
	}
	p.slots = slices.DeleteFunc(p.slots, func(other *slot) bool { return other == s })
	p.background.Go(func() { s.worker.Stop(now) })
}

// startIdleTimer starts the idle timer of an unused instance.
func (p *pool) startIdleTimer(s *slot) {
	s.idle = time.AfterFunc(p.limits.idle, func() { p.stopIfIdle(s) })
}

// stopIfIdle ends an instance that has been idle for the whole timeout.
func (p *pool) stopIfIdle(s *slot) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.stopped || s.gone || s.inUse > 0 || len(p.slots) <= p.limits.min {
		return
	}
	p.discard(s, false)
}
