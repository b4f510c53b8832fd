package front

import (
	"cmp"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/rumpl/gosc/emulator/internal/platform"
)

const (
	defaultPageSize = 20
	maxPageSize     = 100
)

// Values of order_by.
const (
	CreatedAsc    = "created_at_asc"
	CreatedDesc   = "created_at_desc"
	NameAsc       = "name_asc"
	NameDesc      = "name_desc"
	TimestampDesc = "timestamp_desc"
	TimestampAsc  = "timestamp_asc"
	HostnameAsc   = "hostname_asc"
	HostnameDesc  = "hostname_desc"
)

// Query reads query parameters. An empty parameter is the same as an absent
// one, because clients send those that they do not set.
type Query struct {
	Arguments
	Values url.Values
}

// Text returns the value of a parameter, "" if it is absent.
func (q *Query) Text(name string) string { return q.Values.Get(name) }

// Unsigned reads a number of so many bits; 0 if it is absent or rejected.
func (q *Query) Unsigned(name string, bits int) uint64 {
	text := q.Text(name)
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

// Page is a part of a list.
type Page struct{ Number, Size int }

// Page reads page and page_size.
func (q *Query) Page() Page {
	const int32Bits = 31 // an int32 that is not negative
	p := Page{Number: 1, Size: defaultPageSize}
	if n := q.Unsigned("page", int32Bits); n > 0 {
		p.Number = int(n)
	}
	if n := q.Unsigned("page_size", 32); n > 0 {
		p.Size = int(min(n, maxPageSize))
	}
	return p
}

// Offset is bounded, for machines whose int has 32 bits.
func (p Page) Offset() int { return int(min(int64(p.Number-1)*int64(p.Size), math.MaxInt32)) }

// Part returns a page of a list; it is never nil.
func Part[T any](items []T, p Page) []T {
	start := min(p.Offset(), len(items))
	return append([]T{}, items[start:min(start+p.Size, len(items))]...)
}

// Order reads order_by; the first of the allowed values is the default.
func (q *Query) Order(allowed ...string) string {
	order := q.Text("order_by")
	if order == "" {
		return allowed[0]
	}
	if !slices.Contains(allowed, order) {
		q.Reject("order_by", platform.ReasonConstraint, "must be one of "+strings.Join(allowed, ", "))
	}
	return order
}

// Arrange orders a list which stands in the order of creation.
func Arrange[T any](items []T, order string, name func(T) string) []T {
	switch order {
	case CreatedDesc:
		slices.Reverse(items)
	case NameAsc, HostnameAsc:
		slices.SortStableFunc(items, func(a, b T) int { return cmp.Compare(name(a), name(b)) })
	case NameDesc, HostnameDesc:
		slices.SortStableFunc(items, func(a, b T) int { return cmp.Compare(name(b), name(a)) })
	}
	return items
}
