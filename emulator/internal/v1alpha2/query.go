package v1alpha2

import (
	"cmp"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/rumpl/gosc/emulator/internal/platform"
	"github.com/rumpl/gosc/emulator/internal/v1alpha2/wire"
)

const (
	defaultPageSize = 20
	maxPageSize     = 100

	createdAsc    = "created_at_asc"
	createdDesc   = "created_at_desc"
	nameAsc       = "name_asc"
	nameDesc      = "name_desc"
	timestampDesc = "timestamp_desc"
	timestampAsc  = "timestamp_asc"
)

// query reads query parameters. An empty parameter is the same as an absent
// one, because clients send those that they do not set.
type query struct {
	wire.Rejections
	values url.Values
}

func (q *query) text(name string) string { return q.values.Get(name) }

// unsigned reads a number of so many bits; 0 if it is absent or rejected.
func (q *query) unsigned(name string, bits int) uint64 {
	text := q.text(name)
	if text == "" {
		return 0
	}
	value, err := strconv.ParseUint(text, 10, bits)
	if err != nil {
		q.Reject(name, platform.ReasonFormat, "must be a number from 0 to "+strconv.FormatUint(1<<bits-1, 10))
		return 0
	}
	return value
}

// page is a part of a list.
type page struct{ number, size int }

func (q *query) page() page {
	const int32Bits = 31 // an int32 that is not negative
	p := page{number: 1, size: defaultPageSize}
	if n := q.unsigned("page", int32Bits); n > 0 {
		p.number = int(n)
	}
	if n := q.unsigned("page_size", 32); n > 0 {
		p.size = int(min(n, maxPageSize))
	}
	return p
}

// offset is bounded, for machines whose int has 32 bits.
func (p page) offset() int { return int(min(int64(p.number-1)*int64(p.size), math.MaxInt32)) }

// part cuts a page out of a list; never nil.
func part[T any](items []T, p page) []T {
	start := min(p.offset(), len(items))
	return append([]T{}, items[start:min(start+p.size, len(items))]...)
}

// order reads order_by; the first of the allowed values is the default.
func (q *query) order(allowed ...string) string {
	order := q.text("order_by")
	if order == "" {
		return allowed[0]
	}
	if !slices.Contains(allowed, order) {
		q.Reject("order_by", platform.ReasonConstraint, "must be one of "+strings.Join(allowed, ", "))
	}
	return order
}

// arrange orders a list which stands in the order of creation.
func arrange[T any](items []T, order string, name func(T) string) []T {
	switch order {
	case createdDesc:
		slices.Reverse(items)
	case nameAsc:
		slices.SortStableFunc(items, func(a, b T) int { return cmp.Compare(name(a), name(b)) })
	case nameDesc:
		slices.SortStableFunc(items, func(a, b T) int { return cmp.Compare(name(b), name(a)) })
	}
	return items
}
