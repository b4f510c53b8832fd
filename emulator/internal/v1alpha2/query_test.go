package v1alpha2

import (
	"math"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc/emulator/internal/platform"
	"github.com/rumpl/gosc/emulator/internal/v1alpha2/wire"
)

func parse(t *testing.T, text string) *query {
	t.Helper()
	values, err := url.ParseQuery(text)
	require.NoError(t, err)
	return &query{values: values}
}

// rejected is what an error says about the only argument that it names.
func rejected(t *testing.T, q *query) (argument, reason string) {
	t.Helper()
	err := q.Err()
	if err == nil {
		return "", ""
	}
	details := err.(*wire.Error).Details
	require.Len(t, details, 1)
	return details[0].ArgumentName, details[0].Reason
}

func TestPage(t *testing.T) {
	tests := []struct {
		query    string
		want     page
		rejected string
	}{
		{"", page{1, 20}, ""},
		{"page=&page_size=", page{1, 20}, ""},
		{"page=0&page_size=0", page{1, 20}, ""},
		{"page=3&page_size=7", page{3, 7}, ""},
		{"page_size=100", page{1, 100}, ""},
		{"page_size=101", page{1, 100}, ""},
		{"page_size=4294967295", page{1, 100}, ""},
		{"page=2147483647", page{math.MaxInt32, 20}, ""},
		{"page=2147483648", page{1, 20}, "page"},
		{"page=-1", page{1, 20}, "page"},
		{"page=x", page{1, 20}, "page"},
		{"page_size=1.5", page{1, 20}, "page_size"},
		{"page_size=4294967296", page{1, 20}, "page_size"},
	}
	for _, tt := range tests {
		t.Run(tt.query, func(t *testing.T) {
			q := parse(t, tt.query)
			assert.Equal(t, tt.want, q.page())
			argument, _ := rejected(t, q)
			assert.Equal(t, tt.rejected, argument)
		})
	}
}

func TestPart(t *testing.T) {
	items := []int{1, 2, 3, 4, 5}
	assert.Equal(t, []int{1, 2}, part(items, page{1, 2}))
	assert.Equal(t, []int{5}, part(items, page{3, 2}))
	assert.Equal(t, []int{}, part(items, page{4, 2}), "a page past the end is empty, not nil")
	assert.Equal(t, []int{}, part(items, page{math.MaxInt32, maxPageSize}))
	assert.Equal(t, []int{}, part([]int(nil), page{1, 20}))
}

func TestArrange(t *testing.T) {
	type item struct{ name, id string }
	for order, want := range map[string]string{
		createdAsc: "1234", createdDesc: "4321", nameAsc: "2134", nameDesc: "3412",
	} {
		items := []item{{"b", "1"}, {"a", "2"}, {"c", "3"}, {"c", "4"}}
		got := ""
		for _, i := range arrange(items, order, func(i item) string { return i.name }) {
			got += i.id
		}
		assert.Equal(t, want, got, order)
	}
}

func TestOrder(t *testing.T) {
	for text, want := range map[string]string{"": createdAsc, "order_by=": createdAsc, "order_by=created_at_desc": createdDesc} {
		q := parse(t, text)
		assert.Equal(t, want, q.order(createdAsc, createdDesc))
		require.NoError(t, q.Err())
	}
	q := parse(t, "order_by=name_asc")
	q.order(createdAsc, createdDesc)
	argument, reason := rejected(t, q)
	assert.Equal(t, "order_by", argument)
	assert.Equal(t, platform.ReasonConstraint, reason)
}

func TestScope(t *testing.T) {
	tests := []struct{ query, name, id, reason string }{
		{"function_id=f", "function_id", "f", ""},
		{"container_id=c&function_id=&namespace_id=", "container_id", "c", ""},
		{"namespace_id=n", "namespace_id", "n", ""},
		{"", "", "", platform.ReasonRequired},
		{"function_id=", "", "", platform.ReasonRequired},
		{"function_id=f&namespace_id=n", "namespace_id", "n", platform.ReasonConstraint},
	}
	for _, tt := range tests {
		q := parse(t, tt.query)
		name, id := q.scope()
		assert.Equal(t, tt.name, name, tt.query)
		assert.Equal(t, tt.id, id, tt.query)
		argument, reason := rejected(t, q)
		assert.Equal(t, tt.reason, reason, tt.query)
		assert.Equal(t, tt.reason != "", argument == "scope", tt.query)
	}
}

func TestTime(t *testing.T) {
	noon := time.Date(2021, 3, 18, 12, 0, 0, 0, time.UTC)
	for text, want := range map[string]time.Time{
		"":                            {},
		"2021-03-18T12:00:00Z":        noon,
		"2021-03-18T12:00:00.000Z":    noon,
		"2021-03-18T14:00:00%2B02:00": noon,
		"2021-03-18T14:00:00+02:00":   noon, // arrives as a space
		"2021-03-18T12%3A00%3A00Z":    noon,
	} {
		q := parse(t, "expiration_date="+text)
		assert.True(t, want.Equal(q.time("expiration_date")), text)
		require.NoError(t, q.Err(), text)
	}
	for _, text := range []string{"tomorrow", "2021-03-18", "1616068800", "2021-03-18T12:00:00"} {
		q := parse(t, "expiration_date="+text)
		q.time("expiration_date")
		argument, reason := rejected(t, q)
		assert.Equal(t, "expiration_date", argument, text)
		assert.Equal(t, platform.ReasonFormat, reason, text)
	}
}

func TestUnsignedNamesItsRange(t *testing.T) {
	q := parse(t, "content_length=1e6")
	q.unsigned("content_length", 64)
	assert.Equal(t, "must be a number from 0 to 18446744073709551615", q.Err().(*wire.Error).Details[0].HelpMessage)
	assert.EqualValues(t, uint64(math.MaxUint64), parse(t, "n=18446744073709551615").unsigned("n", 64))
}
