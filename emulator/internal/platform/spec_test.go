package platform

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestWithArgs(t *testing.T) {
	line := []string{"/bin/sh", "-c", `server "$@"`}
	assert.Equal(t, line, withArgs(line, "web", nil))
	assert.Equal(t, []string{"/bin/sh", "-c", `server "$@"`, "web", "-v"}, withArgs(line, "web", []string{"-v"}))
	assert.Equal(t, []string{"server", "-v", "x"}, withArgs([]string{"server", "-v"}, "web", []string{"x"}))
	assert.Len(t, line, 3)
}
