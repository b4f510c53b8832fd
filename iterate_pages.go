package gosc

import (
	"encoding/binary"
	"fmt"
	"hash/maphash"
	"iter"
	"log/slog"

	"github.com/rumpl/gosc/jsoncodec"
)

// ListPage is one page of a list reply.
type ListPage[T any] struct {
	Items      []T
	TotalCount uint64 // of the whole list; 0 if the reply has none
}

// String is the items and their number, without the secrets of a model.
func (p ListPage[T]) String() string { return fmt.Sprintf("{%v %d}", p.Items, p.TotalCount) }

// Format formats as String does, for every verb of fmt.
func (p ListPage[T]) Format(f fmt.State, verb rune) { jsoncodec.FormatPrintable(f, verb, p.String()) }

// LogValue returns the same as String, for slog.
func (p ListPage[T]) LogValue() slog.Value { return slog.StringValue(p.String()) }

// ListPages walks over all pages of a list, lazily, from the page first on (0
// means 1). Generated iterators call it. The first error is yielded once and ends
// it.
//
// It ends at the total count, at an empty page or at a page that was read before,
// recognized by the keys of its items: some servers ignore the parameter page and
// return their first page again and again. A short page alone does not end it, since
// servers may cap page_size.
func ListPages[T any](first uint64, key func(*T) string, fetch func(page uint64) (ListPage[T], error)) iter.Seq2[T, error] {
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

var pageSeeds = [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()}

// pageKey identifies a page by the keys of its items, in 128 bits, so that a walk
// over many pages does not keep the ids of all items.
func pageKey[T any](items []T, key func(*T) string) string {
	var hashes [2]maphash.Hash
	for i := range hashes {
		hashes[i].SetSeed(pageSeeds[i])
	}
	for i := range items {
		mark := key(&items[i])
		if mark == "" { // without a key, the whole item identifies it
			mark = fmt.Sprintf("%v", items[i])
		}
		for i := range hashes {
			_, _ = hashes[i].WriteString(mark)
			_ = hashes[i].WriteByte(0)
		}
	}
	out := make([]byte, 0, 16)
	for i := range hashes {
		out = binary.LittleEndian.AppendUint64(out, hashes[i].Sum64())
	}
	return string(out)
}
