package emulator_test

import (
	"fmt"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/rumpl/gosc/emulator"
)

func itoa(n int) string { return strconv.Itoa(n) }

type named struct {
	Namespaces []struct{ Name string }
	Functions  []struct{ Name string }
	Total      int `json:"total_count"`
}

func (n named) names() []string {
	names := []string{}
	for _, item := range slices.Concat(n.Namespaces, n.Functions) {
		names = append(names, item.Name)
	}
	return names
}

func TestPaging(t *testing.T) {
	c := start(t, emulator.Options{})
	const count = 103
	for i := range count {
		c.create("/namespaces", `{"name":"n%03d","organization_id":"o"}`, i)
	}
	tests := []struct {
		query       string
		first, last int // numbers of the names; none if first > last
	}{
		{"", 0, 19},
		{"page=&page_size=", 0, 19},
		{"page=0&page_size=0", 0, 19},
		{"page=2", 20, 39},
		{"page=6", 100, 102},
		{"page=7", 1, 0},
		{"page=2147483647&page_size=100", 1, 0},
		{"page_size=1", 0, 0},
		{"page_size=100", 0, 99},
		{"page_size=101", 0, 99},
		{"page_size=4294967295&page=2", 100, 102},
		{"page=3&page_size=50&unknown=parameter", 100, 102},
	}
	for _, test := range tests {
		list := decode[named](t, c.ok("GET", "/namespaces?"+test.query, ""))
		want := []string{}
		for i := test.first; i <= test.last; i++ {
			want = append(want, fmt.Sprintf("n%03d", i))
		}
		assert.Equal(t, want, list.names(), test.query)
		assert.Equal(t, count, list.Total, test.query)
	}
	assert.Equal(t, `{"namespaces":[],"total_count":103}`, c.ok("GET", "/namespaces?page=7", "").body)
	for _, query := range []string{"page=-1", "page=x", "page=1.0", "page=2147483648", "page_size=-1", "page_size=4294967296", "page_size=1e1"} {
		r := c.call("GET", "/namespaces?"+query, "")
		assert.Equal(t, 400, r.status, query)
	}
}

func TestOrder(t *testing.T) {
	c := start(t, emulator.Options{})
	ns := c.namespace("ns")
	for _, name := range []string{"b", "a", "c"} {
		c.function(ns, name, "")
	}
	for order, want := range map[string][]string{
		"": {"b", "a", "c"}, "created_at_asc": {"b", "a", "c"}, "created_at_desc": {"c", "a", "b"},
		"name_asc": {"a", "b", "c"}, "name_desc": {"c", "b", "a"},
	} {
		for _, path := range []string{"/functions?", "/namespaces/" + ns + "/functions?"} {
			assert.Equal(t, want, decode[named](t, c.ok("GET", path+"order_by="+order, "")).names(), path+order)
		}
	}
}

func TestFilters(t *testing.T) {
	c := start(t, emulator.Options{})
	one := c.create("/namespaces", `{"name":"shop","organization_id":"o1"}`)
	two := c.create("/namespaces", `{"name":"shop","organization_id":"o2"}`)
	c.create("/namespaces", `{"name":"shopping","organization_id":"o2"}`)
	c.function(one, "f", "")
	c.function(two, "f", "")
	c.function(two, "g", "")
	tests := []struct {
		path string
		want int
	}{
		{"/namespaces?name=shop", 2},
		{"/namespaces?name=sho", 0},
		{"/namespaces?organization_id=o2", 2},
		{"/namespaces?name=shop&organization_id=o2", 1},
		{"/functions", 3},
		{"/functions?name=f", 2},
		{"/functions?namespace_id=" + two, 2},
		{"/functions?namespace_id=" + two + "&name=f", 1},
		{"/functions?organization_id=o1", 1},
		{"/functions?namespace_id=unknown", 0},
		{"/namespaces/" + two + "/functions", 2},
		{"/namespaces/" + two + "/containers", 0},
	}
	for _, test := range tests {
		assert.Equal(t, test.want, decode[named](t, c.ok("GET", test.path, "")).Total, test.path)
	}
}

func TestEmptyLists(t *testing.T) {
	c := start(t, emulator.Options{})
	for _, resource := range []string{"namespaces", "functions", "containers", "crons"} {
		assert.Equal(t, `{"`+resource+`":[],"total_count":0}`, c.ok("GET", "/"+resource, "").body)
	}
	fn := c.function(c.namespace("ns"), "f", "")
	assert.Equal(t, `{"logs":[],"total_count":0}`, c.ok("GET", "/logs?application_id="+fn, "").body)
}
