package gosc

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestExactlyOne(t *testing.T) {
	for name, tc := range map[string]struct {
		a, b bool
		want string
	}{
		"one":     {a: true},
		"another": {b: true},
		"both":    {a: true, b: true, want: `excludes a`},
		"none":    {want: `a or b is missing: set exactly one of the group "source"`},
	} {
		t.Run(name, func(t *testing.T) {
			c := NewCaller(nil).NewCall("CreateX", "POST", "/")
			c.ExactlyOne("source", GroupMember{"a", tc.a}, GroupMember{"b", tc.b})
			if tc.want == "" {
				assert.NoError(t, c.open().err)
				return
			}
			assert.ErrorContains(t, c.open().err, tc.want)
		})
	}
}
