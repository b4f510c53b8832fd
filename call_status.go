package gosc

import (
	"context"
	"net/http"
	"slices"

	"github.com/rumpl/gosc/jsoncodec"
)

// This file holds what generated code calls for replies that depend on their status.

// EmptyReply says which statuses of a success have no content, besides 204. The body
// of such a reply is ignored, and the result is the zero value.
func (c *Call) EmptyReply(empty func(status int) bool) { c.empty = empty }

// OptionalReply allows the body of a success to be empty, whatever its status. The
// result is the zero value then. Without it, an empty body is an
// [ErrMalformedResponse].
func (c *Call) OptionalReply() { c.optional = true }

// hasContent reports whether a success with a status has content, by the description.
func (c *Call) hasContent(e *exchange) bool {
	switch {
	case c == nil || e.err != nil:
		return true
	case c.empty != nil && c.empty(e.reply.resp.StatusCode):
		return false
	}
	return !c.optional || len(e.reply.body) > 0
}

// StatusReply is a success whose content depends on its status.
type StatusReply struct {
	call     *Call
	exchange *exchange
}

// Status returns the status of the reply: 200 to 299.
func (r *StatusReply) Status() int { return r.exchange.reply.resp.StatusCode }

// JSON decodes the body with decode, unless the status is 204. A body that is not
// valid JSON makes the call return an [ErrMalformedResponse].
func (r *StatusReply) JSON(decode func(*jsoncodec.Decoder)) {
	if body := r.exchange.json(r.call.null); body != nil {
		d := jsoncodec.NewDecoder(body)
		d.LimitMemory(r.call.caller.cfg.maxDecodedBytes())
		decode(d)
		r.exchange.unreadable(d.Finish())
	}
}

// Bytes returns the body unchanged.
func (r *StatusReply) Bytes() []byte { return slices.Clone(r.exchange.reply.body) }

// DoByStatus sends the call and lets decode fill the result from the reply, according
// to its status. On an error the T is zero.
func DoByStatus[T any](ctx context.Context, c *Call, opts []CallOption, decode func(*T, *StatusReply)) (T, *http.Response, error) {
	var out, zero T
	e := c.send(ctx, mediaTypeJSON, opts)
	if e.err == nil {
		decode(&out, &StatusReply{c, &e})
	}
	resp, err := e.finish()
	if err != nil {
		return zero, resp, err
	}
	return out, resp, nil
}
