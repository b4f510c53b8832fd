package gosc

import (
	"context"
	"net/http"

	"github.com/rumpl/gosc/jsoncodec"
)

// This file holds what generated code calls to encode and decode JSON.

// EncodeJSON sets the body of the request to the JSON that encode writes.
func (c *Call) EncodeJSON(encode func(*jsoncodec.Encoder)) {
	e := jsoncodec.NewEncoder()
	encode(e)
	data, err := e.Finish()
	c.jsonBody(data, err)
}

// DoModel sends the call and decodes the reply with decode. On an error the T is
// zero.
func DoModel[T any](ctx context.Context, c *Call, opts []CallOption, decode func(*T, *jsoncodec.Decoder)) (T, *http.Response, error) {
	var out, zero T
	e := c.send(ctx, mediaTypeJSON, opts)
	if body := e.content(c); body != nil {
		d := jsoncodec.NewDecoder(body)
		d.LimitMemory(c.caller.cfg.maxDecodedBytes())
		room := modelRoom[T](e.state)
		decode(room, d)
		out, *room = *room, zero
		e.unreadable(d.Finish())
	}
	resp, err := e.finish()
	if err != nil {
		return zero, resp, err
	}
	return out, resp, nil
}

// ListText returns the elements of a list as strings, for a query or a header.
func ListText[T any](list []T, text func(T) string) []string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = text(v)
	}
	return out
}

// ValueOrZero returns what v points to, or zero if it is nil.
func ValueOrZero[T any](v *T) T {
	if v == nil {
		var zero T
		return zero
	}
	return *v
}

// QueryJSON adds a query parameter that is JSON.
func (c *Call) QueryJSON(name string, encode func(*jsoncodec.Encoder)) {
	e := jsoncodec.NewEncoder()
	encode(e)
	data, err := e.Finish()
	if err != nil {
		c.refuse(name, "cannot be encoded: "+err.Error())
		return
	}
	c.Query(name, string(data))
}
