package jsoncodec

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestListsHaveTheRightSize(t *testing.T) {
	for name, tc := range map[string]struct {
		json string
		want int
	}{
		"a page":                 {`{"list":[` + strings.Repeat(`"0123456789",`, 999) + `"0123456789"]}`, 1000},
		"empty":                  {`{"list":[]}`, 0},
		"one element":            {`{"list":["x"]}`, 1},
		"a short one at first":   {`{"list":["` + strings.Repeat(`x",`+`"`, 1) + strings.Repeat("y", 100_000) + `"]}`, 2},
		"the rest is not a list": {`{"list":["x","y"],"string":"` + strings.Repeat("y", 100_000) + `"}`, 2},
	} {
		t.Run(name, func(t *testing.T) {
			var m everything
			require.NoError(t, m.UnmarshalJSON([]byte(tc.json)))
			assert.Len(t, m.List, tc.want)
			assert.LessOrEqual(t, cap(m.List), 2*tc.want+maxGuess)
		})
	}
}
