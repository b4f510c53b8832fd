package jsoncodec

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestStringMember(t *testing.T) {
	for text, want := range map[string]string{
		`{"a":1,"kind":"x","b":{"kind":"y"}}`: "x", `{"kind":"x","kind":"y"}`: "y", `{"kind":1}`: "", `{"kind":null}`: "", `{}`: "",
		`[]`: "", `"kind"`: "", `null`: "", `{"kind":"x"`: "", ``: "", `{"kind":"x","kind":1}`: "",
	} {
		assert.Equal(t, want, StringMember([]byte(text), "kind"), text)
	}
}

func TestHasMembers(t *testing.T) {
	for text, want := range map[string]struct{ all, any bool }{
		`{"a":1,"b":[]}`: {true, true}, `{"a":1}`: {false, true}, `{"a":null,"b":1}`: {false, true}, `{"a":1,"a":null}`: {false, false},
		`{}`: {false, false}, `{"c":{"a":1,"b":1}}`: {false, false}, `[]`: {false, false}, `null`: {false, false}, `{"a":1,"b":2`: {false, false},
	} {
		assert.Equal(t, want.all, HasMembers([]byte(text), true, "a", "b"), "all of %s", text)
		assert.Equal(t, want.any, HasMembers([]byte(text), false, "a", "b"), "any of %s", text)
	}
}
