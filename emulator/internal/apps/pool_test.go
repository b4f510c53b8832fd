package apps

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// fakeWorker stands for a process in tests of the pool.
type fakeWorker struct {
	exited chan struct{}
	once   sync.Once
}

func (f *fakeWorker) Exited() <-chan struct{} { return f.exited }
func (f *fakeWorker) Stop(bool)               { f.crash() }
func (f *fakeWorker) crash()                  { f.once.Do(func() { close(f.exited) }) }

// fakeFleet starts fake workers.
type fakeFleet struct {
	mu      sync.Mutex
	workers []*fakeWorker
	starts  int
	takes   time.Duration
	fail    error
}

func (f *fakeFleet) launch(ctx context.Context) (worker, error) {
	f.mu.Lock()
	f.starts++
	takes, fail := f.takes, f.fail
	f.mu.Unlock()
	select {
	case <-time.After(takes):
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if fail != nil {
		return nil, fail
	}
	w := &fakeWorker{exited: make(chan struct{})}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.workers = append(f.workers, w)
	return w, nil
}

func (f *fakeFleet) set(fail error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.fail = fail
}

func (f *fakeFleet) running() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	n := 0
	for _, w := range f.workers {
		select {
		case <-w.exited:
		default:
			n++
		}
	}
	return n
}

// inPool runs test with a pool on a clock of its own.
func inPool(t *testing.T, limits poolLimits, test func(*testing.T, *pool, *fakeFleet)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		if limits.perWorker == 0 {
			limits.perWorker = 1
		}
		if limits.max == 0 {
			limits.max = 20
		}
		if limits.queue == 0 {
			limits.queue = 100
		}
		if limits.idle == 0 {
			limits.idle = time.Minute
		}
		fleet := &fakeFleet{takes: 10 * time.Millisecond}
		p := newPool(limits, fleet.launch)
		test(t, p, fleet)
		p.stop()
		assert.Zero(t, fleet.running(), "a stopped pool leaves nothing running")
	})
}

func take(t *testing.T, p *pool) *slot {
	t.Helper()
	s, err := p.acquire(t.Context())
	require.NoError(t, err)
	return s
}

func TestPoolStartsOnDemandAndGoesToSleep(t *testing.T) {
	inPool(t, poolLimits{}, func(t *testing.T, p *pool, f *fakeFleet) {
		assert.Zero(t, f.starts)
		p.release(take(t, p), false)
		p.release(take(t, p), false)
		assert.Equal(t, 1, f.starts, "a free instance is used again")
		time.Sleep(59 * time.Second)
		p.release(take(t, p), false)
		time.Sleep(59 * time.Second)
		assert.Equal(t, 1, f.running(), "use starts the clock anew")
		time.Sleep(2 * time.Second)
		assert.Zero(t, f.running())
		p.release(take(t, p), false)
		assert.Equal(t, 2, f.starts)
	})
}

func TestPoolScalesUpToMaxAndBackToMin(t *testing.T) {
	inPool(t, poolLimits{min: 1, max: 3}, func(t *testing.T, p *pool, f *fakeFleet) {
		require.NoError(t, p.prove(t.Context()))
		var done sync.WaitGroup
		for range 9 {
			done.Go(func() {
				s, err := p.acquire(t.Context())
				assert.NoError(t, err)
				time.Sleep(time.Second)
				p.release(s, false)
			})
		}
		time.Sleep(500 * time.Millisecond)
		synctest.Wait()
		assert.Equal(t, 3, f.running())
		done.Wait()
		assert.Equal(t, 3, f.starts)
		time.Sleep(2 * time.Minute)
		synctest.Wait()
		assert.Equal(t, 1, f.running(), "min stays warm")
	})
}

func TestPoolKeepsMinWarmFromTheStart(t *testing.T) {
	inPool(t, poolLimits{min: 3}, func(t *testing.T, p *pool, f *fakeFleet) {
		require.NoError(t, p.prove(t.Context()))
		time.Sleep(time.Second)
		assert.Equal(t, 3, f.running())
		time.Sleep(time.Hour)
		assert.Equal(t, 3, f.running())
	})
}

func TestPoolSharesContainers(t *testing.T) {
	inPool(t, poolLimits{perWorker: 10, max: 5}, func(t *testing.T, p *pool, f *fakeFleet) {
		var held []*slot
		for range 11 {
			held = append(held, take(t, p))
		}
		assert.Equal(t, 2, f.running())
		for _, s := range held {
			p.release(s, false)
		}
	})
}

func TestPoolQueueIsBoundedAndFair(t *testing.T) {
	inPool(t, poolLimits{max: 1, queue: 2}, func(t *testing.T, p *pool, f *fakeFleet) {
		first := take(t, p)
		var order []int
		var mu sync.Mutex
		var done sync.WaitGroup
		for i := range 2 {
			done.Go(func() {
				s, err := p.acquire(t.Context())
				assert.NoError(t, err)
				mu.Lock()
				order = append(order, i)
				mu.Unlock()
				p.release(s, false)
			})
			synctest.Wait()
		}
		_, err := p.acquire(t.Context())
		assert.ErrorIs(t, err, errBusy)
		p.release(first, false)
		done.Wait()
		assert.Equal(t, []int{0, 1}, order)
	})
}

func TestPoolWaitEndsWithItsContext(t *testing.T) {
	inPool(t, poolLimits{max: 1}, func(t *testing.T, p *pool, f *fakeFleet) {
		held := take(t, p)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := p.acquire(ctx)
		assert.ErrorIs(t, err, context.DeadlineExceeded)
		p.release(held, false)
		p.release(take(t, p), false)
	})
}

func TestPoolReplacesWhatEnds(t *testing.T) {
	inPool(t, poolLimits{min: 1}, func(t *testing.T, p *pool, f *fakeFleet) {
		require.NoError(t, p.prove(t.Context()))
		p.release(take(t, p), true)
		time.Sleep(20 * time.Millisecond)
		synctest.Wait()
		assert.Equal(t, 1, f.running(), "a broken instance is replaced")
		f.workers[len(f.workers)-1].crash()
		time.Sleep(2 * time.Second)
		assert.Equal(t, 1, f.running(), "a crashed one too")
	})
}

func TestPoolDoesNotRestartInALoop(t *testing.T) {
	inPool(t, poolLimits{min: 1}, func(t *testing.T, p *pool, f *fakeFleet) {
		require.NoError(t, p.prove(t.Context()))
		f.set(errors.New("broken"))
		f.workers[0].crash()
		time.Sleep(time.Minute)
		synctest.Wait()
		assert.Less(t, f.starts, 12)
		assert.Greater(t, f.starts, 3)
		f.set(nil)
		time.Sleep(time.Minute)
		assert.Equal(t, 1, f.running())
	})
}

func TestPoolTellsWaitersThatStartsFail(t *testing.T) {
	inPool(t, poolLimits{}, func(t *testing.T, p *pool, f *fakeFleet) {
		broken := errors.New("broken")
		f.set(broken)
		_, err := p.acquire(t.Context())
		assert.ErrorIs(t, err, broken)
		assert.ErrorIs(t, p.prove(t.Context()), broken)
		f.set(nil)
		p.release(take(t, p), false)
	})
}

func TestPoolFailedStartLeavesWaitersToTheOthers(t *testing.T) {
	inPool(t, poolLimits{max: 2}, func(t *testing.T, p *pool, f *fakeFleet) {
		held := take(t, p)
		f.set(errors.New("broken"))
		time.AfterFunc(time.Second, func() { p.release(held, false) })
		p.release(take(t, p), false)
	})
}

func TestRetiredPoolFinishes(t *testing.T) {
	inPool(t, poolLimits{max: 1}, func(t *testing.T, p *pool, f *fakeFleet) {
		first := take(t, p)
		served := make(chan error, 1)
		go func() {
			s, err := p.acquire(t.Context())
			if err == nil {
				p.release(s, false)
			}
			served <- err
		}()
		synctest.Wait()
		p.retire()
		_, err := p.acquire(t.Context())
		assert.ErrorIs(t, err, errRetired)
		select {
		case <-p.drained:
			t.Fatal("drained while a request is served")
		default:
		}
		p.release(first, false)
		assert.NoError(t, <-served)
		<-p.drained
		synctest.Wait()
		assert.Zero(t, f.running())
	})
}

func TestRetiredPoolWithoutWorkIsDone(t *testing.T) {
	inPool(t, poolLimits{min: 2}, func(t *testing.T, p *pool, f *fakeFleet) {
		require.NoError(t, p.prove(t.Context()))
		p.retire()
		<-p.drained
	})
}

func TestStoppedPoolTurnsRequestsAway(t *testing.T) {
	inPool(t, poolLimits{max: 1}, func(t *testing.T, p *pool, f *fakeFleet) {
		held := take(t, p)
		result := make(chan error, 1)
		go func() {
			_, err := p.acquire(t.Context())
			result <- err
		}()
		synctest.Wait()
		time.AfterFunc(time.Second, func() { p.release(held, true) })
		p.stop()
		assert.ErrorIs(t, <-result, errStopped)
		_, err := p.acquire(t.Context())
		assert.ErrorIs(t, err, errStopped)
	})
}

// A request may have chosen a version just before another took its place. It goes on to
// that one, also if the old version is gone by then.
func TestAReplacedPoolSaysSoAlsoOnceItHasStopped(t *testing.T) {
	tests := []struct {
		name  string
		steps []func(*pool)
		want  error
	}{
		{"replaced", []func(*pool){(*pool).retire}, errRetired},
		{"replaced and gone", []func(*pool){(*pool).retire, (*pool).stop}, errRetired},
		{"stopped", []func(*pool){(*pool).stop}, errStopped},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p := newPool(poolLimits{max: 1, perWorker: 1, queue: 1, idle: time.Minute}, nil)
			t.Cleanup(p.stop)
			for _, step := range test.steps {
				step(p)
			}
			_, err := p.acquire(t.Context())
			assert.ErrorIs(t, err, test.want)
		})
	}
}
