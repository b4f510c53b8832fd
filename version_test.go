package gosc

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestDefaultUserAgent(t *testing.T) {
	assert.Regexp(t, `^gosc/`+Version+` \(go1\S* ?\S*; \w+; \w+\)$`, defaultUserAgent())
}
