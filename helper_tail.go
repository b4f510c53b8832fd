package gosc

import (
	"context"
	"errors"
	"iter"
	"slices"
	"time"

	"github.com/antihax/optional"

	"github.com/rumpl/gosc/internal/ctxerr"
)

// TailOpts says how TailLogs polls. Nil and zero fields mean the defaults.
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

const (
	// tailPageSize is the most that the API gives at once.
	tailPageSize = 100
	// lateWindow is how much later than its own time a line may turn up.
	lateWindow = 2 * time.Minute
)

// TailLogs yields the log lines of a function or container, oldest first, and
// goes on with new ones until ctx ends or the loop is left. No line comes twice,
// and none is lost when new lines shift the pages while they are read. A line
// that the server learns of late, up to two minutes, comes late, out of order.
//
// The end of ctx ends the loop without an error. A failure that may pass (a
// broken connection, 429, 5xx) is yielded and polling goes on, unless the loop is
// left; any other is yielded once and ends it.
func (s *LogsApiService) TailLogs(ctx context.Context, region, applicationID string, tailOpts *TailOpts, opts ...CallOption) iter.Seq2[Log, error] {
	return func(yield func(Log, error) bool) {
		if ctx == nil {
			yield(Log{}, &ArgumentError{Operation: "TailLogs", Argument: "ctx", Reason: "is nil"})
			return
		}
		if applicationID == "" {
			yield(Log{}, &ArgumentError{Operation: "TailLogs", Argument: "application_id", Reason: "is empty"})
			return
		}
		o := tailOpts.withDefaults()
		tail := &logTail{since: o.Since, seen: map[string]bool{}}
		for wait := o.Interval; ; {
			lines, err := tail.poll(func(page uint32) (ListLogsResponse, error) {
				got, _, err := s.ListLogs(ctx, region, &ListLogsOpts{
					ApplicationID: optional.NewString(applicationID),
					Page:          optional.NewUint32(page), PageSize: optional.NewUint32(tailPageSize),
					OrderBy: ListLogsRequestOrderByTimestampDesc,
				}, opts...)
				return got, err
			})
			for _, line := range lines {
				if ctx.Err() != nil || !yield(line, nil) {
					return
				}
			}
			if ctx.Err() != nil || (err != nil && (!yield(Log{}, err) || !mayPass(err))) {
				return
			}
			wait = min(2*wait, o.MaxInterval)
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

// logTail remembers which lines were given out.
type logTail struct {
	since    time.Time       // older lines are not of interest
	seen     map[string]bool // keys of arrivals
	arrivals []arrival       // what may turn up again, in the order of arrival
	total    uint32          // lines that the server had at the last poll
}

// arrival is a line that was given out.
type arrival struct {
	key    string
	stamp  time.Time // the line's own
	seenAt time.Time // by the local clock
}

// poll reads pages, newest first, until all that is new was found. Lines that
// arrive meanwhile push others to later pages, where they are met again: that is
// why nothing is lost, and why seen is needed. The lines come back oldest first.
// With an error nothing counts as given out.
func (t *logTail) poll(fetch func(page uint32) (ListLogsResponse, error)) ([]Log, error) {
	scan := logScan{tail: t, found: map[string]bool{}, pages: map[string]bool{}}
	for page := uint32(1); ; page++ {
		got, err := fetch(page)
		if err != nil {
			return nil, err
		}
		if scan.take(got) {
			break
		}
	}
	slices.Reverse(scan.fresh)
	slices.SortStableFunc(scan.fresh, func(a, b Log) int { return a.Timestamp.Compare(b.Timestamp) })
	t.total = scan.total
	t.remember(scan.fresh, time.Now())
	return scan.fresh, nil
}

// logScan is one walk over the pages.
type logScan struct {
	tail     *logTail
	fresh    []Log // newest first
	found    map[string]bool
	pages    map[string]bool
	received uint64
	total    uint32
}

// take adds a page and reports whether it was the last that matters. A page
// without anything new is, unless the server counts more new lines than were
// found: then a late one stands further back.
func (s *logScan) take(page ListLogsResponse) (done bool) {
	before, inTime := len(s.fresh), false
	for _, line := range page.Logs {
		if line.Timestamp.Before(s.tail.since) {
			continue
		}
		inTime = true
		key := logKey(line)
		if !s.tail.seen[key] && !s.found[key] {
			s.found[key] = true
			s.fresh = append(s.fresh, line)
		}
	}
	s.received += uint64(len(page.Logs))
	s.total = page.TotalCount
	mark := pageKey(page.Logs, func(l *Log) string { return logKey(*l) })
	repeated := s.pages[mark]
	s.pages[mark] = true

	allRead := s.total > 0 && s.received >= uint64(s.total)
	allFound := len(s.fresh) == before && uint64(len(s.fresh))+uint64(s.tail.total) >= uint64(s.total)
	return !inTime || repeated || allRead || allFound
}

// keptArrivals is how many lines are remembered however long ago they came.
const keptArrivals = 2 * tailPageSize

// remember adds to what was seen and forgets what is too old to turn up again:
// what is older than all that arrived lately. One line with a clock that is ahead
// does not move that limit, as the newest time stamp would.
func (t *logTail) remember(fresh []Log, now time.Time) {
	if len(fresh) == 0 {
		return
	}
	for _, line := range fresh {
		key := logKey(line)
		t.seen[key] = true
		t.arrivals = append(t.arrivals, arrival{key, line.Timestamp, now})
	}
	limit := fresh[0].Timestamp
	for i, a := range t.arrivals {
		lately := len(t.arrivals)-i <= keptArrivals || now.Sub(a.seenAt) < lateWindow
		if lately && a.stamp.Before(limit) {
			limit = a.stamp
		}
	}
	if limit.After(t.since) {
		t.since = limit
	}
	t.arrivals = slices.DeleteFunc(t.arrivals, func(a arrival) bool {
		old := a.stamp.Before(t.since)
		if old {
			delete(t.seen, a.key)
		}
		return old
	})
}

// logKey tells lines apart. The id does, where the server gives one.
func logKey(line Log) string {
	if line.ID != "" {
		return line.ID
	}
	return line.Timestamp.Format(time.RFC3339Nano) + "\x00" + line.Message
}
