package gosc

import "context"

// handler is one link of a chain. It returns the reply, if there was one, even
// when it also returns an error.
type handler func(context.Context, *request) (*reply, error)

// apiChain returns the chain that calls of the API pass through. Links are listed
// from the inside out: each wraps those above it, so the last one is entered first.
// The frames of a GetFunction are
//
//	FunctionsApiService.GetFunction   names the operation and its arguments
//	DoModel                           knows the type of the reply
//	Call.send                         builds the request, ends in a clean error
//	limitOperation, retry, waitForRateLimit, logAttempts, limitAttempt, decodeErrors, limitExchange
//	Caller.exchange                   authorizes, sends, reads the reply
//	http.Client.Do
func (c *Caller) apiChain() handler {
	h := handler(c.exchange) // one exchange with the server, credentials included
	h = c.limitExchange(h)   // the Timeout of Configuration.HTTPClient
	h = decodeErrors(h)      // a non-2xx reply becomes a GenericOpenAPIError
	h = limitAttempt(h)      // Configuration.Timeout
	h = logAttempts(h)       // a redacted record per attempt
	h = waitForRateLimit(h)  // no attempt until the end of a Retry-After
	h = retry(h)             // RetryPolicy and WithTransientStateWait
	h = limitOperation(h)    // WithTimeout
	return h
}

// storageChain returns the chain of an upload to a presigned URL. The comments name
// what differs from apiChain.
func (c *Caller) storageChain() handler {
	h := handler(c.exchange)
	h = c.limitExchange(h)
	h = decodeStorageErrors(h) // instead of decodeErrors: a storage replies with XML
	h = requireAllSent(h)      // a 2xx reply before the whole body was sent is a failure
	h = limitStall(h)          // instead of limitAttempt: a large body may take longer, as long as bytes move
	h = logAttempts(h)
	h = retry(h) // no waitForRateLimit: that limit is the API's
	// no limitOperation: Caller.Upload limits both of its requests together
	return h
}
