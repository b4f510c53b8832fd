package jsoncodec

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The bytes of one value must not change when the pooled buffer is used again.
func TestEncodedBytesAreTheCallers(t *testing.T) {
	first, err := everything{String: "first"}.MarshalJSON()
	require.NoError(t, err)
	before := string(first)
	for range 10 {
		_, err := everything{String: "again"}.MarshalJSON()
		require.NoError(t, err)
	}
	assert.Equal(t, before, string(first))
}
