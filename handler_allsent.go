package gosc

import (
	"context"
	"fmt"
)

// requireAllSent turns a 2xx reply that arrived before the whole body was sent into
// a failure: it came not from the storage but, for example, from a proxy.
func requireAllSent(next handler) handler {
	return func(ctx context.Context, req *request) (*reply, error) {
		r, err := next(ctx, req)
		if sent := req.body.lent.Sent(); err == nil && sent != req.body.size {
			err = fmt.Errorf("answered after %d of %d bytes", sent, req.body.size)
		}
		return r, err
	}
}
