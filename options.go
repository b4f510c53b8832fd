package gosc

import (
	"math"
	"net/http"
	"time"
)

// CallOption changes one call.
type CallOption func(*callOptions)

type callOptions struct {
	header        http.Header
	retry         RetryPolicy
	maxBytes      int64
	timeout       time.Duration // of the whole operation, 0: only the context's
	attempt       time.Duration // of one attempt, 0: none
	idempotent    *bool
	transientWait time.Duration
	apiResponse   *APIResponse
	progress      func(sent, total int64)
}

func newCallOptions(cfg *Configuration, opts []CallOption) callOptions {
	var o callOptions
	o.apply(cfg, opts)
	return o
}

// apply sets o from the configuration and then from the options.
func (o *callOptions) apply(cfg *Configuration, opts []CallOption) {
	*o = callOptions{retry: cfg.Retry, maxBytes: cfg.MaxResponseBytes, attempt: cfg.Timeout}
	for _, opt := range opts {
		if opt != nil {
			opt(o)
		}
	}
	o.retry = o.retry.withDefaults()
	if o.maxBytes <= 0 {
		o.maxBytes = defaultMaxResponseBytes
	}
	o.maxBytes = min(o.maxBytes, math.MaxInt64-1) // one more byte is read, to detect a longer reply
	if o.attempt == 0 {
		o.attempt = defaultTimeout
	}
}

// WithHeader sets a header of the request, replacing the client's own.
func WithHeader(key, value string) CallOption {
	return func(o *callOptions) {
		if o.header == nil {
			o.header = http.Header{}
		}
		o.header.Set(key, value)
	}
}

// WithRetry replaces Configuration.Retry. RetryPolicy{MaxAttempts: 1} turns
// retries off.
func WithRetry(policy RetryPolicy) CallOption {
	return func(o *callOptions) { o.retry = policy }
}

// WithTimeout limits the whole operation, including retries and waits.
func WithTimeout(d time.Duration) CallOption {
	return func(o *callOptions) { o.timeout = d }
}

// WithMaxResponseBytes replaces Configuration.MaxResponseBytes.
func WithMaxResponseBytes(n int64) CallOption {
	return func(o *callOptions) { o.maxBytes = n }
}

// WithIdempotent sets whether the call may be repeated although the server may
// already have executed it. The default depends on the method: true for all but
// POST.
func WithIdempotent(idempotent bool) CallOption {
	return func(o *callOptions) { o.idempotent = &idempotent }
}

// WithTransientStateWait repeats a call that is refused with ErrTransientState
// (the resource is being changed) until it is accepted, for at most d.
func WithTransientStateWait(d time.Duration) CallOption {
	return func(o *callOptions) { o.transientWait = d }
}

// WithAPIResponse fills r with the raw reply, also when the call fails.
func WithAPIResponse(r *APIResponse) CallOption {
	return func(o *callOptions) { o.apiResponse = r }
}

// WithUploadProgress calls f as the bytes of an upload are sent, or those of a body
// that is read from an io.Reader or from files. total is -1 if the length is unknown.
// A repeated attempt starts again at zero. f runs on the sending goroutine and should return quickly.
func WithUploadProgress(f func(sent, total int64)) CallOption {
	return func(o *callOptions) { o.progress = f }
}
