package gosc

import (
	"fmt"
	"iter"
	"strings"
)

// pages is Pages. It stops on the total count, on an empty page and on a page
// that came before: some servers ignore the parameter page and would send their
// first one for ever. A short page alone proves nothing, since servers may cap
// page_size.
func pages[T any](first uint64, key func(*T) string, fetch func(page uint64) (Page[T], error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		page := max(first, 1)
		seen := map[string]bool{}
		received := uint64(0)
		for ; ; page++ {
			got, err := fetch(page)
			if err != nil {
				var zero T
				yield(zero, err)
				return
			}
			mark := pageKey(got.Items, key)
			if len(got.Items) == 0 || seen[mark] {
				return
			}
			seen[mark] = true
			for _, item := range got.Items {
				if !yield(item, nil) {
					return
				}
			}
			received += uint64(len(got.Items))
			if got.TotalCount > 0 && first <= 1 && received >= got.TotalCount {
				return
			}
		}
	}
}

// pageKey tells pages apart by the keys of their items.
func pageKey[T any](items []T, key func(*T) string) string {
	var out strings.Builder
	for i := range items {
		mark := key(&items[i])
		if mark == "" { // told apart by all that there is
			mark = fmt.Sprintf("%v", items[i])
		}
		out.WriteString(mark)
		out.WriteByte(0)
	}
	return out.String()
}
