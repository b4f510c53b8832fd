//go:build !race

package jsoncodec

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// Under the race detector, pools drop values at random.
func TestAllocations(t *testing.T) {
	page := []byte(`{"list":[` + strings.Repeat(`"0123456789",`, 999) + `"x"]}`)
	assert.LessOrEqual(t, testing.AllocsPerRun(100, func() {
		var m everything
		_ = m.UnmarshalJSON(page)
	}), 4.0, "the value, the first element, the list, the strings")

	m := everything{Map: map[string]string{"a": "1", "b": "2"}, List: []string{"a"}}
	assert.LessOrEqual(t, testing.AllocsPerRun(100, func() {
		e := NewEncoder()
		m.encode(e)
		_, _ = e.Finish()
	}), 3.0, "the JSON, the function for the holes, the element of a map of lists")
}
