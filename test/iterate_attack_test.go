package test

import (
	"context"
	"fmt"
	"iter"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc"
)

// manyFunctions serves 25 functions, ten a page. before decides what a request gets
// instead, by returning a status.
func manyFunctions(t *testing.T, before func(page int) int) *gosc.APIClient {
	return newClient(t, func(w http.ResponseWriter, r *http.Request) {
		page, _ := strconv.Atoi(r.URL.Query().Get("page"))
		if status := before(page); status != 0 {
			w.WriteHeader(status)
			return
		}
		items := ""
		for i := (page - 1) * 10; i < min(page*10, 25); i++ {
			if items != "" {
				items += ","
			}
			items += fmt.Sprintf(`{"id":"fn-%d"}`, i)
		}
		_, _ = fmt.Fprintf(w, `{"functions":[%s],"total_count":25}`, items)
	})
}

func collect(all iter.Seq2[gosc.Function, error]) (ids []string, failed error) {
	for fn, err := range all {
		if err != nil {
			failed = err
			continue
		}
		ids = append(ids, fn.ID)
	}
	return ids, failed
}

// TestAnIteratorThatIsAbandoned leaves nothing behind: see TestMain.
func TestAnIteratorThatIsAbandoned(t *testing.T) {
	var requests atomic.Int32
	client := manyFunctions(t, func(int) int { requests.Add(1); return 0 })
	all := client.FunctionsApi.ListFunctionsAll(t.Context(), "", nil)
	for name, walk := range map[string]func(){
		"break": func() {
			for range all {
				break
			}
		},
		"panic": func() {
			defer func() { _ = recover() }()
			for range all {
				panic("in the loop")
			}
		},
		"pulled and stopped": func() {
			next, stop := iter.Pull2(all)
			_, err, ok := next()
			require.True(t, ok)
			require.NoError(t, err)
			stop()
			_, _, ok = next()
			assert.False(t, ok)
		},
		"pulled, never begun": func() {
			_, stop := iter.Pull2(all)
			stop()
			requests.Add(1)
		},
	} {
		t.Run(name, func(t *testing.T) {
			requests.Store(0)
			walk()
			assert.EqualValues(t, 1, requests.Load(), "no page beyond the one that was used")
		})
	}
}

// TestAnIteratorAfterAnError has ended; walking again begins with the first page.
func TestAnIteratorAfterAnError(t *testing.T) {
	var failed atomic.Bool
	client := manyFunctions(t, func(page int) int {
		if page == 2 && failed.CompareAndSwap(false, true) {
			return 400
		}
		return 0
	})
	all := client.FunctionsApi.ListFunctionsAll(t.Context(), "", nil)
	next, stop := iter.Pull2(all)
	defer stop()
	for range 10 {
		_, err, ok := next()
		require.True(t, ok)
		require.NoError(t, err)
	}
	fn, err, ok := next()
	require.True(t, ok)
	require.ErrorIs(t, err, gosc.ErrInvalidArguments)
	assert.Empty(t, fn.ID)
	_, _, ok = next()
	assert.False(t, ok, "it has ended")

	ids, err := collect(all)
	require.NoError(t, err)
	assert.Len(t, ids, 25)
}

// TestAnIteratorInSeveralGoroutines gives each of them the whole list.
func TestAnIteratorInSeveralGoroutines(t *testing.T) {
	client := manyFunctions(t, func(int) int { return 0 })
	all := client.FunctionsApi.ListFunctionsAll(t.Context(), "", nil)
	var group sync.WaitGroup
	for range 20 {
		group.Go(func() {
			ids, err := collect(all)
			assert.NoError(t, err)
			assert.Len(t, ids, 25)
		})
	}
	group.Wait()
}

// TestTheContextEndsBetweenPages, while the loop's body works on the last element of
// a page: the next step is the error, and nothing more is requested.
func TestTheContextEndsBetweenPages(t *testing.T) {
	var requests atomic.Int32
	client := manyFunctions(t, func(int) int { requests.Add(1); return 0 })
	cause := fmt.Errorf("the deployment was stopped")
	ctx, cancel := context.WithCancelCause(t.Context())
	next, stop := iter.Pull2(client.FunctionsApi.ListFunctionsAll(ctx, "", nil))
	defer stop()
	for range 10 {
		_, err, _ := next()
		require.NoError(t, err)
	}
	cancel(cause)
	_, err, ok := next()
	require.True(t, ok)
	require.ErrorIs(t, err, context.Canceled)
	require.ErrorIs(t, err, cause)
	_, _, ok = next()
	assert.False(t, ok)
	assert.EqualValues(t, 1, requests.Load())
}

// TestATailInSeveralGoroutines: each of them gets all lines once, and what the caller
// does with the options afterwards changes nothing.
func TestATailInSeveralGoroutines(t *testing.T) {
	client := newClient(t, func(w http.ResponseWriter, r *http.Request) {
		_, _ = fmt.Fprint(w, `{"logs":[{"id":"2","message":"b","timestamp":"2026-01-02T03:04:06Z"},{"id":"1","message":"a","timestamp":"2026-01-02T03:04:05Z"}],"total_count":2}`)
	})
	opts := &gosc.TailOpts{Interval: time.Hour}
	lines := client.LogsApi.TailLogs(t.Context(), "", "app", opts)
	var group sync.WaitGroup
	for range 10 {
		group.Go(func() {
			var got []string
			for line, err := range lines {
				if assert.NoError(t, err) {
					got = append(got, line.Message)
				}
				if len(got) == 2 {
					break
				}
			}
			assert.Equal(t, []string{"a", "b"}, got)
		})
	}
	opts.Since = time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)
	group.Wait()
}
