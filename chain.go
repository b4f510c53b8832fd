package gosc

import (
	"context"
	"net/http"
)

// reply is what one attempt brought. The body is on loan from a pool: it is
// valid until release.
type reply struct {
	resp *http.Response // its own body is read and closed
	body []byte
	give func()
}

func (r *reply) response() *http.Response {
	if r == nil {
		return nil
	}
	return r.resp
}

func (r *reply) release() {
	if r != nil && r.give != nil {
		r.give()
		r.give, r.body = nil, nil
	}
}

// handler is one link of the chain. It returns a reply, if there was one, also
// beside an error.
type handler func(context.Context, *request) (*reply, error)

// chain is the way of a request, from the outside in.
func (c *caller) chain() handler {
	h := c.send              // one exchange with the server, credentials included
	h = readReply(h)         // the whole body, but no more than the limit
	h = awaitBody(h)         // the transport has let go of the caller's reader
	h = refuseRedirects(h)   // 3xx becomes an error that says where to
	h = decodeErrors(h)      // every other non-2xx becomes a GenericOpenAPIError
	h = limitAttempt(h)      // Configuration.Timeout
	h = logAttempts(h)       // a redacted record per attempt
	h = waitForRateLimit(h)  // no attempt while the server said to hold off
	h = retry(h)             // RetryPolicy
	h = waitOutTransients(h) // WithTransientStateWait
	h = limitOperation(h)    // WithTimeout
	return h
}
