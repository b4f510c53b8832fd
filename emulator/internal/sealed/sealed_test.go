package sealed

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestSeal(t *testing.T) {
	for _, record := range []string{"", "x", `{"a":1}`} {
		value := Seal("bucket", "key", []byte(record))
		got, err := Open("bucket", "key", value)
		require.NoError(t, err)
		assert.Equal(t, record, string(got))
		for _, place := range [][2]string{{"bucket", "kez"}, {"other", "key"}, {"bucketk", "ey"}} {
			_, err := Open(place[0], place[1], value)
			require.ErrorIs(t, err, ErrDamaged)
		}
		for bit := range len(value) * 8 {
			value[bit/8] ^= 1 << (bit % 8)
			_, err := Open("bucket", "key", value)
			require.ErrorIs(t, err, ErrDamaged)
			value[bit/8] ^= 1 << (bit % 8)
		}
		_, err = Open("bucket", "key", value[:3])
		require.ErrorIs(t, err, ErrDamaged)
	}
}
