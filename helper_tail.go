package gosc

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/antihax/optional"

	"github.com/rumpl/gosc/internal/ctxerr"
)

// TailOpts are the options of TailLogs. Nil and zero fields mean the defaults.
type TailOpts struct {
	Interval    time.Duration // between polls while lines come; default 1 s
	MaxInterval time.Duration // between polls when idle, which backs off; default 10 s
	Since       time.Time     // no lines from before; default: all that the server has
}

func (o *TailOpts) withDefaults() TailOpts {
	var t TailOpts
	if o != nil {
		t = *o
	}
	if t.Interval <= 0 {
		t.Interval = time.Second
	}
	if t.MaxInterval <= 0 {
		t.MaxInterval = 10 * time.Second
	}
	t.MaxInterval = max(t.MaxInterval, t.Interval)
	return t
}

// tailPageSize is the maximum page size of the API.
const tailPageSize = 100

// LogGapError is what TailLogs yields where lines may be missing: more arrived
// between two polls than the server keeps or returns.
type LogGapError struct {
	After  time.Time // of the newest line before the gap; zero if there was none
	Before time.Time // of the oldest line after it
}

func (e *LogGapError) Error() string {
	return fmt.Sprintf("gosc: TailLogs: the server no longer has the lines between %s and %s, if there were any",
		e.After.Format(time.RFC3339Nano), e.Before.Format(time.RFC3339Nano))
}

// TailLogs yields the log lines of a function or container, oldest first, and
// continues with new ones until ctx ends or the loop is left. No line is yielded
// twice, and none is lost as long as the server lists it, whatever total the server
// reports and however many lines arrive while pages are read. A line that the server
// lists late, or out of order, may also be yielded late and out of order: after about
// a minute at most, when all pages are read again.
//
// Where lines may be missing, because the server had dropped them before they
// could be read, a [LogGapError] is yielded, and the tail goes on.
//
// The end of ctx ends the loop without an error. A failure that may pass (a
// broken connection, 429, 5xx) is yielded and polling goes on, unless the loop is
// left; any other is yielded once and ends it.
func (s *LogsApiService) TailLogs(ctx context.Context, region, applicationID string, tailOpts *TailOpts, opts ...CallOption) iter.Seq2[Log, error] {
	o := tailOpts.withDefaults() // now: the caller may use the options for something else later
	return func(yield func(Log, error) bool) {
		if ctx == nil {
			yield(Log{}, &ArgumentError{Operation: "TailLogs", Argument: "ctx", Reason: "is nil"})
			return
		}
		if applicationID == "" {
			yield(Log{}, &ArgumentError{Operation: "TailLogs", Argument: "application_id", Reason: "is empty"})
			return
		}
		tail := newLogTail(o.Since)
		fetch := func(page uint32) (ListLogsResponse, error) {
			got, _, err := s.ListLogs(ctx, region, &ListLogsOpts{
				ApplicationID: optional.NewString(applicationID),
				Page:          optional.NewUint32(page), PageSize: optional.NewUint32(tailPageSize),
				OrderBy: ListLogsRequestOrderByTimestampDesc,
			}, opts...)
			return got, err
		}
		for wait := o.Interval; ; {
			lines, gap, err := tail.poll(fetch)
			if gap != nil && !yield(Log{}, gap) {
				return
			}
			for _, line := range lines {
				if ctx.Err() != nil || !yield(line, nil) {
					return
				}
			}
			if ctx.Err() != nil || (err != nil && (!yield(Log{}, err) || !mayPass(err))) {
				return
			}
			wait += min(wait, o.MaxInterval-wait)
			if len(lines) > 0 {
				wait = o.Interval
			}
			if ctxerr.Sleep(ctx, wait) != nil {
				return
			}
		}
	}
}

// mayPass reports whether polling again makes sense after a failure.
func mayPass(err error) bool {
	if apiErr, ok := errors.AsType[GenericOpenAPIError](err); ok {
		brokenOff := apiErr.StatusCode/100 == 2 && !errors.Is(err, ErrResponseTooLarge)
		return brokenOff || apiErr.StatusCode == 429 || apiErr.StatusCode >= 500
	}
	_, isArgument := errors.AsType[*ArgumentError](err)
	return !isArgument && !isPermanent(err)
}
