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

// change returns a Change of a thing. Its reply has the first of the statuses, and
// each Get returns the next one.
func change(statuses ...string) (Change[thing], *int) {
	gets := 0
	return Change[thing]{
		Helper: "UpdateThingAndWait",
		Send: func(_ context.Context, opts ...CallOption) (thing, error) {
			if statuses[0] == "" {
				return thing{}, errors.New("refused")
			}
			return thing{ID: "x", Status: statuses[0]}, nil
		},
		Get: func(_ context.Context, known thing, _ ...CallOption) (thing, error) {
			gets++
			known.Status = statuses[min(gets, len(statuses)-1)]
			return known, nil
		},
		ID:     func(t *thing) string { return t.ID },
		Status: thingStatus,
	}, &gets
}

func TestChangeAndWait(t *testing.T) {
	for _, tc := range []struct {
		name     string
		statuses []string
		creates  bool
		gets     int
		want     string
		err      string
	}{
		{name: "on from the reply", statuses: []string{"pending", "ready"}, gets: 1, want: "ready"},
		{name: "created is final", statuses: []string{"pending", "created"}, gets: 1, want: "created"},
		{name: "a final reply to a creation", statuses: []string{"created"}, creates: true, want: "created"},
		{name: "a failed creation", statuses: []string{"error"}, creates: true, want: "error", err: `gosc: UpdateThingAndWait: x is in status "error"`},
		{name: "a final reply to a change may be from before it", statuses: []string{"ready", "pending", "ready"}, gets: 2, want: "ready"},
		{name: "it may also be the outcome", statuses: []string{"ready", "ready"}, gets: 1, want: "ready"},
		{name: "an error from before", statuses: []string{"error", "error", "pending", "ready"}, gets: 3, want: "ready"},
		{name: "an error that stays", statuses: []string{"error", "error", "error"}, gets: 2, want: "error", err: `is in status "error"`},
		{name: "an error of its own", statuses: []string{"pending", "pending", "error"}, gets: 2, want: "error", err: `is in status "error"`},
		{name: "locked", statuses: []string{"pending", "locked"}, gets: 1, want: "locked", err: `is in status "locked"`},
		{name: "refused", statuses: []string{""}, err: "refused"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c, gets := change(tc.statuses...)
				c.Creates = tc.creates
				got, err := ChangeAndWait(t.Context(), NewCaller(nil), c, nil)
				assert.Equal(t, tc.want, got.Status)
				assert.Equal(t, tc.gets, *gets)
				if tc.err == "" {
					require.NoError(t, err)
				} else {
					require.ErrorContains(t, err, tc.err)
				}
			})
		})
	}
}

// TestAWaitStaysWithItsResource: what a reply says is the resource's id decides what is
// polled next, so a reply about another one must end the wait.
func TestAWaitStaysWithItsResource(t *testing.T) {
	for name, tc := range map[string]struct {
		ids  []string
		gets int
		err  string
	}{
		"none at first":    {[]string{""}, 0, "gosc: UpdateThingAndWait: gosc: malformed response: it has no id"},
		"none later":       {[]string{"x", "x", ""}, 2, `gosc: UpdateThingAndWait: x: gosc: malformed response: it is about the resource ""`},
		"another resource": {[]string{"x", "y\n"}, 1, `gosc: UpdateThingAndWait: x: gosc: malformed response: it is about the resource "y\n"`},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c, gets := change("pending", "pending", "pending", "ready")
				send, get := c.Send, c.Get
				c.Send = func(ctx context.Context, opts ...CallOption) (thing, error) {
					got, err := send(ctx, opts...)
					got.ID = tc.ids[0]
					return got, err
				}
				c.Get = func(ctx context.Context, known thing, opts ...CallOption) (thing, error) {
					got, err := get(ctx, known, opts...)
					got.ID = tc.ids[*gets]
					return got, err
				}
				for _, wait := range []func(context.Context, *Caller, Change[thing], *WaitOpts, ...CallOption) (thing, error){ChangeAndWait[thing], DeployAndWait[thing]} {
					*gets = 0
					_, err := wait(t.Context(), NewCaller(nil), c, nil)
					require.ErrorIs(t, err, ErrMalformedResponse)
					require.EqualError(t, err, tc.err)
					assert.Equal(t, tc.gets, *gets)
				}
			})
		})
	}
}

func TestChangeAndWaitEndsInTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, _ := change("pending", "pending")
		begin := time.Now()
		_, err := ChangeAndWait(t.Context(), NewCaller(nil), c, nil, WithTimeout(3*time.Second))
		require.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Equal(t, 3*time.Second, time.Since(begin), "WithTimeout limits all of it")
		_, err = ChangeAndWait(t.Context(), NewCaller(nil), c, &WaitOpts{Timeout: 2 * time.Second})
		require.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Equal(t, 5*time.Second, time.Since(begin))
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, err = ChangeAndWait(ctx, NewCaller(nil), c, nil)
		require.ErrorIs(t, err, context.Canceled)
		_, err = ChangeAndWait(noContext, NewCaller(nil), c, nil)
		require.EqualError(t, err, "gosc: UpdateThingAndWait: ctx is nil")
	})
}
