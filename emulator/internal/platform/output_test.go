package platform

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestTraceback(t *testing.T) {
	tests := map[string][]string{
		"hello\nworld\n  indented": nil,
		"Traceback (most recent call last):\n  File \"handler.py\", line 2, in handle\n    boom()\nValueError: no\nafter": {"ValueError: no"},
		"started\nTypeError: x is not a function\n    at exports.handle (handler.js:1:20)\n    at run (wrapper:3)\nafter\nError: two\n    at f": {
			"TypeError: x is not a function", "Error: two"},
		"panic: runtime error: index out of range\n\ngoroutine 1 [running]:": {"panic: runtime error: index out of range"},
	}
	for text, want := range tests {
		var found []string
		var tr trace
		for line := range strings.SplitSeq(text, "\n") {
			if message := tr.next(line); message != "" {
				found = append(found, message)
			}
		}
		assert.Equal(t, want, found, text)
	}
}
