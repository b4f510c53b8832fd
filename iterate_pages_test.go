package gosc

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func self(s *string) string { return *s }

func TestPages(t *testing.T) {
	type page = ListPage[string]
	broken := errors.New("broken")
	for _, tc := range []struct {
		name    string
		first   uint64
		fetch   func(n uint64) (page, error)
		want    []string
		fetched int
		err     error
	}{
		{name: "none", fetch: func(uint64) (page, error) { return page{}, nil }, fetched: 1},
		{name: "one", fetch: func(uint64) (page, error) { return page{[]string{"a"}, 1}, nil }, want: []string{"a"}, fetched: 1},
		{name: "until the total", fetch: func(n uint64) (page, error) {
			return page{[][]string{{"a", "b"}, {"c", "d"}, {"e"}}[n-1], 5}, nil
		}, want: []string{"a", "b", "c", "d", "e"}, fetched: 3},
		{name: "no total: until an empty page", fetch: func(n uint64) (page, error) {
			return page{[][]string{{"a"}, {"b"}, {}}[n-1], 0}, nil
		}, want: []string{"a", "b"}, fetched: 3},
		{name: "a short page is not the end", fetch: func(n uint64) (page, error) {
			return page{[][]string{{"a", "b"}, {"c"}, {"d", "e"}}[n-1], 5}, nil
		}, want: []string{"a", "b", "c", "d", "e"}, fetched: 3},
		{name: "a server that ignores page", fetch: func(uint64) (page, error) { return page{[]string{"a", "b"}, 50}, nil },
			want: []string{"a", "b"}, fetched: 2},
		{name: "a server that goes round", fetch: func(n uint64) (page, error) {
			return page{[][]string{{"a"}, {"b"}}[n%2], 50}, nil
		}, want: []string{"b", "a"}, fetched: 3},
		{name: "a total that grows", fetch: func(n uint64) (page, error) {
			return page{[][]string{{"a"}, {"b"}, {"c"}}[n-1], []uint64{2, 3, 3}[n-1]}, nil
		}, want: []string{"a", "b", "c"}, fetched: 3},
		{name: "a total that shrinks", fetch: func(n uint64) (page, error) {
			return page{[][]string{{"a"}, {"b"}, {}}[n-1], []uint64{9, 2, 2}[n-1]}, nil
		}, want: []string{"a", "b"}, fetched: 2},
		{name: "from a later page", first: 2, fetch: func(n uint64) (page, error) {
			return page{[][]string{{"a"}, {"b"}, {"c"}, {}}[n-1], 3}, nil
		}, want: []string{"b", "c"}, fetched: 3},
		{name: "an error ends it", fetch: func(n uint64) (page, error) {
			if n == 2 {
				return page{}, broken
			}
			return page{[]string{"a"}, 9}, nil
		}, want: []string{"a"}, fetched: 2, err: broken},
	} {
		t.Run(tc.name, func(t *testing.T) {
			fetched := 0
			seq := ListPages(tc.first, self, func(n uint64) (ListPage[string], error) { fetched++; return tc.fetch(n) })
			assert.Zero(t, fetched, "lazy")
			var got []string
			var errs []error
			for s, err := range seq {
				if err != nil {
					errs = append(errs, err)
					assert.Empty(t, s)
					continue // an error must end it although the loop goes on
				}
				got = append(got, s)
			}
			assert.Equal(t, tc.want, got)
			assert.Equal(t, tc.fetched, fetched)
			if tc.err == nil {
				assert.Empty(t, errs)
			} else {
				assert.Equal(t, []error{tc.err}, errs)
			}
		})
	}
}

func TestPagesStopWithTheLoop(t *testing.T) {
	fetched := 0
	for range ListPages(0, self, func(uint64) (ListPage[string], error) {
		fetched++
		return ListPage[string]{Items: []string{"a", "b"}}, nil
	}) {
		break
	}
	require.Equal(t, 1, fetched)
}
