package gosc

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// statuses returns a get that returns the values in turn and then repeats the last.
func statuses(values ...string) (get func(context.Context) (thing, error), polls *int) {
	polls = new(int)
	return func(ctx context.Context) (thing, error) {
		if err := ctx.Err(); err != nil {
			return thing{}, err
		}
		value := values[min(*polls, len(values)-1)]
		*polls++
		if value == "404" {
			return thing{}, GenericOpenAPIError{StatusCode: 404, Message: "Thing was not found"}
		}
		return thing{ID: "x", Status: value}, nil
	}, polls
}

func thingStatus(t *thing) ResourceStatus {
	return ResourceStatus{Value: t.Status, Message: "why\nnot"}
}

func TestWait(t *testing.T) {
	for _, tc := range []struct {
		name     string
		statuses []string
		want     string
		polls    int
		took     time.Duration
		err      string
		is       error
	}{
		{name: "at once", statuses: []string{"ready"}, want: "ready", polls: 1},
		{name: "in the end", statuses: []string{"creating", "pending", "ready"}, want: "ready", polls: 3, took: 250 * time.Millisecond},
		{name: "created is final", statuses: []string{"created"}, want: "created", polls: 1},
		{name: "a future status", statuses: []string{"upgrading", "frozen"}, want: "frozen", polls: 2, took: 100 * time.Millisecond},
		{name: "error", statuses: []string{"pending", "error"}, want: "error", polls: 2, took: 100 * time.Millisecond, err: `gosc: WaitForThing: x is in status "error": why not`},
		{name: "locked", statuses: []string{"locked"}, want: "locked", polls: 1, err: `gosc: WaitForThing: x is in status "locked": why not`, is: ErrLocked},
		{name: "not found", statuses: []string{"404"}, polls: 1, err: "404", is: ErrNotFound},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				get, polls := statuses(tc.statuses...)
				begin := time.Now()
				var seen []string
				got, err := WaitForStatus(t.Context(), NewCaller(nil), "WaitForThing", "x", &WaitOpts{OnPoll: func(s string) { seen = append(seen, s) }}, get, thingStatus)
				assert.Equal(t, tc.want, got.Status)
				assert.Equal(t, tc.polls, *polls)
				assert.Equal(t, tc.took, time.Since(begin))
				if tc.err == "" {
					require.NoError(t, err)
					assert.Equal(t, tc.statuses, seen)
					return
				}
				require.ErrorContains(t, err, tc.err)
				for _, s := range []error{ErrLocked, ErrNotFound} {
					assert.Equal(t, s == tc.is, errors.Is(err, s))
				}
			})
		})
	}
}

// TestAReplyWithoutAStatusIsNoOutcome: {} from a proxy, or from another resource, must
// not end a wait as if the resource were ready.
func TestAReplyWithoutAStatusIsNoOutcome(t *testing.T) {
	for _, values := range [][]string{{""}, {"pending", ""}} {
		synctest.Test(t, func(t *testing.T) {
			get, _ := statuses(values...)
			_, err := WaitForStatus(t.Context(), NewCaller(nil), "WaitForThing", "x", nil, get, thingStatus)
			require.ErrorIs(t, err, ErrMalformedResponse)
			require.EqualError(t, err, "gosc: WaitForThing: x: gosc: malformed response: it has no status")

			get, _ = statuses(values...)
			err = WaitForDeletion(t.Context(), NewCaller(nil), "WaitForThingDeleted", "x", nil, get, thingStatus)
			require.ErrorIs(t, err, ErrMalformedResponse)
		})
	}
}

func TestWaitGrowsItsIntervalToTheMaximum(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		get, polls := statuses("pending")
		begin := time.Now()
		got, err := WaitForStatus(t.Context(), NewCaller(nil), "WaitForThing", "x", &WaitOpts{Interval: 2 * time.Second, MaxInterval: 3 * time.Second, Timeout: 10 * time.Second}, get, thingStatus)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		assert.EqualError(t, err, "gosc: WaitForThing: x did not reach its final status within 10s")
		assert.Equal(t, "pending", got.Status)
		assert.Equal(t, 4, *polls, "at 0, 2, 5 and 8 s")
		assert.Equal(t, 10*time.Second, time.Since(begin))
	})
}

func TestWaitEndsWithTheContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		get, _ := statuses("pending")
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(1500*time.Millisecond, cancel)
		begin := time.Now()
		got, err := WaitForStatus(ctx, NewCaller(nil), "WaitForThing", "x", nil, get, thingStatus)
		require.ErrorIs(t, err, context.Canceled)
		assert.Equal(t, "pending", got.Status, "what was seen last comes back")
		assert.Equal(t, 1500*time.Millisecond, time.Since(begin))
	})
}

func TestTheConfigurationSaysHowWaitersPoll(t *testing.T) {
	var polled string
	note := func(s string) { polled = s }
	for _, tc := range []struct {
		name                           string
		cfg                            WaitOpts
		params                         *WaitOpts
		interval, maxInterval, timeout time.Duration
	}{
		{name: "defaults", interval: 100 * time.Millisecond, maxInterval: 10 * time.Second, timeout: 15 * time.Minute},
		{name: "configuration", cfg: WaitOpts{Interval: time.Second, Timeout: time.Hour}, interval: time.Second, maxInterval: 10 * time.Second, timeout: time.Hour},
		{name: "the call wins, field by field", cfg: WaitOpts{Interval: time.Second, Timeout: time.Hour}, params: &WaitOpts{Timeout: time.Minute},
			interval: time.Second, maxInterval: 10 * time.Second, timeout: time.Minute},
		{name: "a long interval", params: &WaitOpts{Interval: time.Minute}, interval: time.Minute, maxInterval: time.Minute, timeout: 15 * time.Minute},
		{name: "a short maximum", cfg: WaitOpts{MaxInterval: time.Millisecond}, interval: time.Millisecond, maxInterval: time.Millisecond, timeout: 15 * time.Minute},
		{name: "an interval beyond the maximum", params: &WaitOpts{Interval: 3 * time.Second, MaxInterval: 2 * time.Second},
			interval: 2 * time.Second, maxInterval: 2 * time.Second, timeout: 15 * time.Minute},
	} {
		t.Run(tc.name, func(t *testing.T) {
			tc.cfg.OnPoll = note
			got := NewCaller(&Configuration{Wait: tc.cfg}).waitParams(tc.params)
			assert.Equal(t, tc.interval, got.Interval)
			assert.Equal(t, tc.maxInterval, got.MaxInterval)
			assert.Equal(t, tc.timeout, got.Timeout)
			got.OnPoll(tc.name)
			assert.Equal(t, tc.name, polled)
		})
	}
}

// A final status that arrives just as the timeout expires is returned, not the timeout.
func TestAFinalStatusAtTheLastMoment(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		got, err := WaitForStatus(t.Context(), NewCaller(nil), "WaitForThing", "x", &WaitOpts{Timeout: time.Second},
			func(ctx context.Context) (string, error) { <-ctx.Done(); return "ready", nil },
			func(status *string) ResourceStatus { return ResourceStatus{Value: *status} })
		require.NoError(t, err)
		assert.Equal(t, "ready", got)
	})
}

// Doubling the longest interval must not overflow into a short one.
func TestTheLongestIntervals(t *testing.T) {
	const year = 365 * 24 * time.Hour
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 220*year)
		defer cancel()
		polls := 0
		_, err := WaitForStatus(ctx, NewCaller(nil), "WaitForThing", "x", &WaitOpts{Interval: 200 * year, MaxInterval: 280 * year, Timeout: 250 * year},
			func(context.Context) (string, error) { polls++; return "pending", nil },
			func(status *string) ResourceStatus { return ResourceStatus{Value: *status} })
		require.ErrorIs(t, err, context.DeadlineExceeded)
		assert.LessOrEqual(t, polls, 2)
	})
}
