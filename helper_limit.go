package gosc

import "context"

// limitHelper applies WithTimeout to a helper that makes several calls.
func (c *Caller) limitHelper(ctx context.Context, name string, opts []CallOption) (context.Context, context.CancelFunc, error) {
	if ctx == nil {
		return nil, nil, &ArgumentError{Operation: name, Argument: "ctx", Reason: "is nil"}
	}
	if err := c.check(name); err != nil {
		return nil, nil, err
	}
	d := newCallOptions(c.cfg, opts).timeout
	if d <= 0 {
		return ctx, func() {}, nil
	}
	ctx, cancel := context.WithTimeout(ctx, d)
	return ctx, cancel, nil
}
