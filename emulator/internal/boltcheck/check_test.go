package boltcheck

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	bolt "go.etcd.io/bbolt"
)

// database makes a file with small and large values, deletions, inline and deep
// nested buckets, and enough keys for branch pages.
func database(t testing.TB, records int) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "test.db")
	db, err := bolt.Open(path, 0o600, nil)
	require.NoError(t, err)
	for round := range 3 {
		require.NoError(t, db.Update(func(tx *bolt.Tx) error {
			for _, name := range []string{"a", "b"} {
				bucket, err := tx.CreateBucketIfNotExists([]byte(name))
				require.NoError(t, err)
				nested, err := bucket.CreateBucketIfNotExists([]byte("nested"))
				require.NoError(t, err)
				for i := range records {
					key := fmt.Appendf(nil, "key %d", i*(round+1))
					require.NoError(t, bucket.Put(key, make([]byte, i%300)))
					if i%3 == 0 {
						require.NoError(t, nested.Put(key, make([]byte, 5000)))
					}
					if i%7 == 0 {
						require.NoError(t, bucket.Delete(key))
					}
				}
			}
			_, err := tx.CreateBucketIfNotExists([]byte("empty"))
			return err
		}))
	}
	require.NoError(t, db.Close())
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	return data
}

func TestGoodDatabases(t *testing.T) {
	for _, records := range []int{0, 1, 10, 1000, 5000} {
		require.NoError(t, Check(database(t, records)), records)
	}
}

func TestTheNewerHeaderMustBeGood(t *testing.T) {
	for header := range 2 {
		data := database(t, 10)
		size := int(binary.NativeEndian.Uint32(data[headerSize+8:]))
		data[header*size+headerSize+40] ^= 1
		require.ErrorContains(t, Check(data), "wrong checksum")
	}
}

func TestDamage(t *testing.T) {
	data := database(t, 1000)
	pages := int(binary.NativeEndian.Uint32(data[headerSize+8:]))
	for _, length := range []int{0, 1, 79, 4096, 8191, len(data) / 3} {
		require.Error(t, Check(data[:length]), "cut to %d", length)
	}
	zeroed := append([]byte{}, data...)
	clear(zeroed[3*pages : 8*pages])
	require.Error(t, Check(zeroed))
	garbage := append([]byte{}, data...)
	for i := range pages {
		garbage[5*pages+i] = byte(rand.Uint32())
	}
	assert.NotPanics(t, func() { _ = Check(garbage) })
}

// Wherever a bit of the structure flips, Check must neither panic nor hang; the
// content of values is not its concern.
func TestFlippedBits(t *testing.T) {
	data := database(t, 60)
	found := 0
	for range 20_000 {
		at, bit := rand.IntN(len(data)), byte(1)<<rand.IntN(8)
		data[at] ^= bit
		if Check(data) != nil {
			found++
		}
		data[at] ^= bit
	}
	require.NoError(t, Check(data))
	assert.NotZero(t, found)
}

func FuzzCheck(f *testing.F) {
	f.Add(database(f, 3))
	f.Add([]byte{})
	f.Fuzz(func(_ *testing.T, data []byte) { _ = Check(data) })
}
