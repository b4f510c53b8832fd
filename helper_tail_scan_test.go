package gosc

import (
	"errors"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// logModel is a server in memory, for random histories.
type logModel struct {
	random   *rand.Rand
	lines    []Log
	next     int
	pageSize int
	keep     int             // lines that it keeps, 0: all
	total    func(n int) int // the total_count that it reports for n lines
	arrive   func(*logModel) // before each page
	restless bool            // the order of lines with the same time stamp changes from page to page
	given    map[string]int
}

func (m *logModel) add(at time.Time) {
	m.lines = append(m.lines, Log{ID: "log-" + strconv.Itoa(m.next), Timestamp: at})
	m.next++
	if m.keep > 0 && len(m.lines) > m.keep {
		slices.SortStableFunc(m.lines, func(a, b Log) int { return a.Timestamp.Compare(b.Timestamp) })
		m.lines = slices.Delete(m.lines, 0, len(m.lines)-m.keep)
	}
}

func (m *logModel) page(page uint32) (ListLogsResponse, error) {
	if m.arrive != nil {
		m.arrive(m)
	}
	sorted := slices.Clone(m.lines)
	if m.restless {
		m.random.Shuffle(len(sorted), func(i, j int) { sorted[i], sorted[j] = sorted[j], sorted[i] })
	}
	slices.SortStableFunc(sorted, func(a, b Log) int { return b.Timestamp.Compare(a.Timestamp) })
	from := min(int(page-1)*m.pageSize, len(sorted))
	to := min(from+m.pageSize, len(sorted))
	return ListLogsResponse{Logs: sorted[from:to], TotalCount: uint32(m.total(len(sorted)))}, nil
}

// poll collects the lines of one poll of the tail and returns the gap it reports.
func (m *logModel) poll(t *testing.T, tail *logTail) (gap error) {
	t.Helper()
	lines, gap, err := tail.poll(m.page)
	require.NoError(t, err)
	for _, line := range lines {
		m.given[line.ID]++
		require.Equal(t, 1, m.given[line.ID], "%s came twice", line.ID)
	}
	return gap
}

// Random servers: bursts of any size between and during polls, lines with equal
// and late time stamps, an order that is not stable among equal ones, and counts
// that are right, zero or capped. Every line that is listed in the end must have
// come, once.
func TestTailGivesEveryLineThatStaysListed(t *testing.T) {
	totals := map[string]func(int) int{
		"right": func(n int) int { return n }, "zero": func(int) int { return 0 }, "capped": func(n int) int { return min(n, 100) },
	}
	for name, total := range totals {
		t.Run("total count is "+name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				for seed := range uint64(8) {
					m := &logModel{random: rand.New(rand.NewPCG(seed, 0)), pageSize: 10, total: total, given: map[string]int{}}
					burst := func(m *logModel) {
						now := time.Now()
						for range m.random.IntN(3) * m.random.IntN(12) {
							at := now.Truncate(time.Duration(m.random.IntN(3)) * time.Second) // many are equal
							if m.random.IntN(8) == 0 {
								at = at.Add(-time.Duration(m.random.IntN(300)) * time.Second)
							}
							m.add(at)
						}
					}
					m.restless = true
					m.arrive = func(m *logModel) {
						if m.next < 300 && m.random.IntN(3) == 0 { // a scan of all pages must not make more of them for ever
							burst(m)
						}
					}
					tail := newLogTail(time.Time{})
					for range 40 {
						burst(m)
						require.NoError(t, m.poll(t, tail))
						time.Sleep(time.Duration(m.random.IntN(3000)) * time.Millisecond)
					}
					m.arrive, m.restless = nil, false // quiet in the end
					for range 4 {
						time.Sleep(fullScanInterval)
						require.NoError(t, m.poll(t, tail))
					}
					for _, line := range m.lines {
						require.Equal(t, 1, m.given[line.ID], "seed %d: %s is missing", seed, line.ID)
					}
				}
			})
		})
	}
}

// A burst of exactly a page between two pages makes page 2 equal to page 1.
func TestTailSurvivesBurstsOfAPage(t *testing.T) {
	for _, size := range []int{9, 10, 11, 20, 30} {
		m := &logModel{pageSize: 10, total: func(int) int { return 0 }, given: map[string]int{}}
		tail := newLogTail(time.Time{})
		second := 0
		add := func(n int) {
			for range n {
				second++
				m.add(logEpoch.Add(time.Duration(second) * time.Second))
			}
		}
		add(5)
		require.NoError(t, m.poll(t, tail))
		for range 10 {
			add(25)
			bursts := 3
			m.arrive = func(*logModel) {
				if bursts--; bursts >= 0 {
					add(size)
				}
			}
			require.NoError(t, m.poll(t, tail))
		}
		m.arrive = nil
		require.NoError(t, m.poll(t, tail))
		assert.Len(t, m.given, m.next, "bursts of %d", size)
	}
}

func TestTailTellsOfAGap(t *testing.T) {
	m := &logModel{pageSize: 10, keep: 30, total: func(n int) int { return n }, given: map[string]int{}}
	tail := newLogTail(time.Time{})
	for i := range 20 {
		m.add(logEpoch.Add(time.Duration(i) * time.Second))
	}
	require.NoError(t, m.poll(t, tail))
	for i := range 100 { // more than the server keeps
		m.add(logEpoch.Add(time.Duration(100+i) * time.Second))
	}
	gap, ok := errors.AsType[*LogGapError](m.poll(t, tail))
	require.True(t, ok)
	assert.Equal(t, LogGapError{After: logEpoch.Add(19 * time.Second), Before: logEpoch.Add(170 * time.Second)}, *gap)
	assert.EqualError(t, gap, "gosc: TailLogs: the server no longer has the lines between 2026-01-02T03:04:24Z and 2026-01-02T03:06:55Z, if there were any")
	assert.Len(t, m.given, 50)
	m.add(logEpoch.Add(time.Hour))
	require.NoError(t, m.poll(t, tail), "once is enough")
}

func TestTailTellsIfAServerHasNoPages(t *testing.T) {
	tail := newLogTail(time.Time{})
	requests := 0
	fetch := func(uint32) (ListLogsResponse, error) {
		requests++
		return ListLogsResponse{Logs: []Log{{ID: "b", Timestamp: logEpoch.Add(1)}, {ID: "a", Timestamp: logEpoch}}}, nil
	}
	lines, gap, err := tail.poll(fetch)
	require.NoError(t, err)
	assert.Len(t, lines, 2)
	require.Error(t, gap, "whether there are older lines cannot be known")
	assert.Equal(t, 3, requests)
	lines, gap, err = tail.poll(fetch)
	require.NoError(t, err)
	require.NoError(t, gap)
	assert.Empty(t, lines)
}

func TestTailDoesNotChaseLinesForEver(t *testing.T) {
	m := &logModel{pageSize: 10, total: func(n int) int { return n }, given: map[string]int{}}
	endless := 2000
	m.arrive = func(m *logModel) {
		for range min(10, endless) {
			endless--
			m.add(logEpoch.Add(time.Duration(m.next) * time.Second))
		}
	}
	tail := newLogTail(time.Time{})
	require.NoError(t, m.poll(t, tail))
	assert.Positive(t, endless, "the scan is cut")
	endless = 0
	for range 4 {
		require.NoError(t, m.poll(t, tail))
	}
	assert.Len(t, m.given, m.next)
}

func TestTailMemoryIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := &logModel{pageSize: 100, keep: 500, total: func(n int) int { return n }, given: map[string]int{}}
		tail := newLogTail(time.Time{})
		for range 200 {
			for range 100 {
				m.add(time.Now())
				time.Sleep(time.Millisecond)
			}
			require.NoError(t, m.poll(t, tail))
			time.Sleep(5 * time.Second)
		}
		assert.Len(t, m.given, m.next)
		assert.LessOrEqual(t, len(tail.seen), 500+3*13*100, "what the server keeps, and what came in the last minutes")
	})
}

func TestTailSortsWhatThePagesMixUp(t *testing.T) {
	at := func(id string, s int) Log {
		return Log{ID: id, Timestamp: logEpoch.Add(time.Duration(s) * time.Second)}
	}
	got, gap, err := newLogTail(time.Time{}).poll(func(page uint32) (ListLogsResponse, error) {
		if page > 1 {
			return ListLogsResponse{TotalCount: 3}, nil
		}
		return ListLogsResponse{Logs: []Log{at("b", 2), at("c", 3), at("a", 1)}, TotalCount: 3}, nil
	})
	require.NoError(t, err)
	require.NoError(t, gap)
	assert.Equal(t, []Log{at("a", 1), at("b", 2), at("c", 3)}, got)
}

func TestTailKeepsEqualLinesWithoutIDsApart(t *testing.T) {
	line := Log{Message: "same", Timestamp: logEpoch}
	got, _, err := newLogTail(time.Time{}).poll(func(page uint32) (ListLogsResponse, error) {
		if page > 1 {
			return ListLogsResponse{}, nil
		}
		return ListLogsResponse{Logs: []Log{line, line}}, nil
	})
	require.NoError(t, err)
	assert.Len(t, got, 2)
}
