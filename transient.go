package gosc

import (
	"context"
	"errors"
	"time"
)

const (
	minTransientBackoff = 500 * time.Millisecond
	maxTransientBackoff = 5 * time.Second
)

// waitOutTransients repeats a call that was refused because the resource is
// being changed, if WithTransientStateWait says so. A refused call did nothing,
// so this holds for POST as well.
func waitOutTransients(next handler) handler {
	return func(ctx context.Context, req *request) (*reply, error) {
		limit := req.options.transientWait
		begin := time.Now()
		for wait := minTransientBackoff; ; wait = min(2*wait, maxTransientBackoff) {
			r, err := next(ctx, req)
			left := limit - time.Since(begin)
			if !errors.Is(err, ErrTransientState) || left <= 0 {
				return r, err
			}
			if ctxErr := sleep(ctx, min(wait, left)); ctxErr != nil {
				return r, &interruptedError{"waiting out the transient state", ctxErr, err}
			}
			r.release()
		}
	}
}
