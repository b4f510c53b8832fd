package front

import (
	"math"
	"net/url"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc/emulator/internal/platform"
)

func parse(t *testing.T, text string) *Query {
	t.Helper()
	values, err := url.ParseQuery(text)
	require.NoError(t, err)
	return &Query{Values: values}
}

// rejected is what an error says about the only argument that it names.
func rejected(t *testing.T, q *Query) (argument, reason string) {
	t.Helper()
	err := q.Err()
	if err == nil {
		return "", ""
	}
	details := err.(*InvalidError).Arguments
	require.Len(t, details, 1)
	return details[0].Argument, details[0].Reason
}

func TestPage(t *testing.T) {
	tests := []struct {
		query    string
		want     Page
		rejected string
	}{
		{"", Page{1, 20}, ""},
		{"page=&page_size=", Page{1, 20}, ""},
		{"page=0&page_size=0", Page{1, 20}, ""},
		{"page=3&page_size=7", Page{3, 7}, ""},
		{"page_size=100", Page{1, 100}, ""},
		{"page_size=101", Page{1, 100}, ""},
		{"page_size=4294967295", Page{1, 100}, ""},
		{"page=2147483647", Page{math.MaxInt32, 20}, ""},
		{"page=2147483648", Page{1, 20}, "page"},
		{"page=-1", Page{1, 20}, "page"},
		{"page=x", Page{1, 20}, "page"},
		{"page_size=1.5", Page{1, 20}, "page_size"},
		{"page_size=4294967296", Page{1, 20}, "page_size"},
	}
	for _, tt := range tests {
		t.Run(tt.query, func(t *testing.T) {
			q := parse(t, tt.query)
			assert.Equal(t, tt.want, q.Page())
			argument, _ := rejected(t, q)
			assert.Equal(t, tt.rejected, argument)
		})
	}
}

func TestPart(t *testing.T) {
	items := []int{1, 2, 3, 4, 5}
	assert.Equal(t, []int{1, 2}, Part(items, Page{1, 2}))
	assert.Equal(t, []int{5}, Part(items, Page{3, 2}))
	assert.Equal(t, []int{}, Part(items, Page{4, 2}), "a page past the end is empty, not nil")
	assert.Equal(t, []int{}, Part(items, Page{math.MaxInt32, maxPageSize}))
	assert.Equal(t, []int{}, Part([]int(nil), Page{1, 20}))
}

func TestArrange(t *testing.T) {
	type item struct{ name, id string }
	for order, want := range map[string]string{
		CreatedAsc: "1234", CreatedDesc: "4321", NameAsc: "2134", NameDesc: "3412",
	} {
		items := []item{{"b", "1"}, {"a", "2"}, {"c", "3"}, {"c", "4"}}
		got := ""
		for _, i := range Arrange(items, order, func(i item) string { return i.name }) {
			got += i.id
		}
		assert.Equal(t, want, got, order)
	}
}

func TestOrder(t *testing.T) {
	for text, want := range map[string]string{"": CreatedAsc, "order_by=": CreatedAsc, "order_by=created_at_desc": CreatedDesc} {
		q := parse(t, text)
		assert.Equal(t, want, q.Order(CreatedAsc, CreatedDesc))
		require.NoError(t, q.Err())
	}
	q := parse(t, "order_by=name_asc")
	q.Order(CreatedAsc, CreatedDesc)
	argument, reason := rejected(t, q)
	assert.Equal(t, "order_by", argument)
	assert.Equal(t, platform.ReasonConstraint, reason)
}

func TestUnsignedNamesItsRange(t *testing.T) {
	q := parse(t, "content_length=1e6")
	q.Unsigned("content_length", 64)
	assert.Equal(t, "must be a number from 0 to 18446744073709551615", q.Err().(*InvalidError).Arguments[0].Help)
	assert.EqualValues(t, uint64(math.MaxUint64), parse(t, "n=18446744073709551615").Unsigned("n", 64))
}
