package gosc

import (
	"slices"
	"strconv"
	"time"
)

const (
	// fullScanInterval is how often all pages are read if the server's count of lines
	// does not prove that nothing is missing.
	fullScanInterval = time.Minute
	// fullScanShare is the largest part of the time that is spent reading all pages.
	fullScanShare = 20
	// maxBarrenPages is how many pages are read in a row that do not lead further
	// back: then lines arrive faster than pages can be read.
	maxBarrenPages = 20
)

// logTail remembers which lines were yielded.
type logTail struct {
	since time.Time         // older lines are not of interest
	seen  map[string]uint32 // keys of yielded lines, and the number of the last full scan that found them
	scans uint32            // full scans so far

	newest   time.Time // the newest time stamp that was yielded
	total    uint32    // the server's count at the last poll
	reliable bool      // the count has been right since all pages were read
	nextFull time.Time // all pages are read again then, unless reliable
	missed   bool      // the last scan ended before it came to known lines
}

func newLogTail(since time.Time) *logTail {
	return &logTail{since: since, seen: map[string]uint32{}}
}

// poll reads pages, newest first. As new lines arrive meanwhile, they push others
// to later pages, where they are met again: so no line of those pages is passed
// over. A quick scan ends at the first page with nothing but known lines. A full
// one, which also finds lines that turned up further back, goes on to the end.
//
// The lines are returned oldest first, with the gap before them if there is one. With
// an error no line counts as yielded.
func (t *logTail) poll(fetch func(page uint32) (ListLogsResponse, error)) (lines []Log, gap, err error) {
	begin := time.Now()
	full := t.scans == 0 || t.missed || (!t.reliable && !begin.Before(t.nextFull))
	scan := &logScan{tail: t, full: full, found: map[string]bool{}, marks: map[string]bool{}}
	if err := scan.run(fetch); err != nil {
		return nil, nil, err
	}
	slices.Reverse(scan.fresh)
	slices.SortStableFunc(scan.fresh, func(a, b Log) int { return a.Timestamp.Compare(b.Timestamp) })
	gap = t.gapBefore(scan)
	t.remember(scan)
	if scan.full && scan.complete {
		now := time.Now()
		t.nextFull = now.Add(max(fullScanInterval, fullScanShare*now.Sub(begin)))
	}
	return scan.fresh, gap, nil
}

// gapBefore returns the error for lines that came and went between two polls: if
// there were any, none of the lines yielded before is listed any more.
func (t *logTail) gapBefore(scan *logScan) error {
	if scan.metKnown || scan.cut || len(scan.fresh) == 0 || (scan.complete && t.newest.IsZero()) {
		return nil
	}
	return &LogGapError{After: t.newest, Before: scan.fresh[0].Timestamp}
}

// remember records what a scan has found. A line that two full scans have not found
// is forgotten: the server no longer lists it.
func (t *logTail) remember(scan *logScan) {
	before := len(t.seen)
	if scan.full && scan.complete {
		t.scans++
		for key := range scan.found {
			t.seen[key] = t.scans
		}
		for key, last := range t.seen {
			if last+1 < t.scans {
				delete(t.seen, key)
			}
		}
		t.reliable = scan.total > 0 && int(scan.total) == len(scan.found)
	} else {
		for key := range scan.found {
			if _, known := t.seen[key]; !known {
				t.seen[key] = t.scans
			}
		}
		t.reliable = t.reliable && int(scan.total) == int(t.total)+len(t.seen)-before
	}
	for _, line := range scan.fresh {
		if line.Timestamp.After(t.newest) {
			t.newest = line.Timestamp
		}
	}
	t.total, t.missed = scan.total, !scan.complete
}

// logScan is one walk over the pages.
type logScan struct {
	tail     *logTail
	full     bool
	fresh    []Log           // newest first
	found    map[string]bool // keys of all lines found, including known ones
	marks    map[string]bool // of pages read
	first    string          // mark of page 1
	total    uint32
	metKnown bool      // a line yielded before is still listed
	complete bool      // known lines or the end was reached
	oldest   time.Time // of the new lines
	barren   int       // pages in a row that did not go further back
	cut      bool      // lines arrive faster than pages can be read: the next scan goes on
}

func (s *logScan) run(fetch func(page uint32) (ListLogsResponse, error)) error {
	for page := uint32(1); ; page++ {
		got, err := fetch(page)
		if err != nil {
			return err
		}
		mark := pageKey(got.Logs, func(l *Log) string { return logKey(*l) })
		if page == 1 {
			s.first, s.total = mark, got.TotalCount
		}
		known, fresh, ended := s.take(got.Logs)
		repeated := s.marks[mark]
		s.marks[mark] = true
		switch {
		case ended:
			s.complete = true
			return nil
		case !s.full && known && !fresh && s.accounted():
			s.complete = true
			return nil
		case s.barren >= maxBarrenPages && !known:
			s.cut = true
			return nil
		case repeated && !fresh:
			// Either a whole page of lines has arrived in between, or the server returns
			// this page for every number. Page 1 shows which.
			again, err := fetch(1)
			if err != nil {
				return err
			}
			if pageKey(again.Logs, func(l *Log) string { return logKey(*l) }) == s.first {
				s.complete = s.metKnown || (s.total > 0 && len(s.found) >= int(s.total))
				return nil
			}
			s.first = "" // it has changed, and may change back by chance
		}
	}
}

// take adds a page. It reports whether there are lines from earlier polls on it,
// whether there are new ones, and whether the list ends here.
func (s *logScan) take(lines []Log) (known, fresh, ended bool) {
	ended = true
	s.barren++
	twins := map[string]int{}
	for _, line := range lines {
		if line.Timestamp.Before(s.tail.since) {
			continue
		}
		ended = false
		key := logKey(line)
		if twins[key]++; twins[key] > 1 { // without ids, the same words at the same time
			key += "\x00" + strconv.Itoa(twins[key])
		}
		_, before := s.tail.seen[key]
		known = known || before
		if !before && !s.found[key] {
			fresh = true
			s.fresh = append(s.fresh, line)
			if s.oldest.IsZero() || !line.Timestamp.After(s.oldest) {
				s.oldest, s.barren = line.Timestamp, 0
			}
		}
		s.found[key] = true
	}
	s.metKnown = s.metKnown || known
	return known, fresh, ended
}

// accounted reports whether as many new lines were found as the server's count has
// grown by. If not, there are others further back.
func (s *logScan) accounted() bool {
	return int(s.total) <= int(s.tail.total)+len(s.fresh)
}

// logKey returns the identity of a line: its id, if the server gives one.
func logKey(line Log) string {
	if line.ID != "" {
		return line.ID
	}
	return line.Timestamp.Format(time.RFC3339Nano) + "\x00" + line.Message
}
