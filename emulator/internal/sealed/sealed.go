// Package sealed protects records in a database by a checksum, so that a record
// that has been damaged on disk is noticed when it is read. The checksum covers
// the place of the record too: a record under another key is damage as well.
package sealed

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
)

// overhead is what a seal adds to a record, in bytes.
const overhead = 4

var table = crc32.MakeTable(crc32.Castagnoli)

// ErrDamaged means that a record is not what was written.
var ErrDamaged = errors.New("the record is damaged: wrong checksum")

// Seal returns what to store in a bucket under a key.
func Seal(bucket, key string, record []byte) []byte {
	out := make([]byte, overhead, overhead+len(record))
	binary.BigEndian.PutUint32(out, sum(bucket, key, record))
	return append(out, record...)
}

// Open returns the record of a stored value.
func Open(bucket, key string, value []byte) ([]byte, error) {
	if len(value) < overhead || binary.BigEndian.Uint32(value) != sum(bucket, key, value[overhead:]) {
		return nil, ErrDamaged
	}
	return value[overhead:], nil
}

// Sum is the checksum of a stored value.
func Sum(value []byte) uint32 { return binary.BigEndian.Uint32(value) }

func sum(bucket, key string, record []byte) uint32 {
	place := make([]byte, 0, 64)
	place = append(append(append(place, bucket...), 0), key...)
	return crc32.Update(crc32.Checksum(append(place, 0), table), table, record)
}
