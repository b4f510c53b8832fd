package state

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"

	bolt "go.etcd.io/bbolt"

	"github.com/rumpl/gosc/emulator/internal/sealed"
)

// record is a pointer type whose values know the order of their creation.
type record interface{ seq() uint64 }

// Table is all records of one kind. Read it inside View or Update, change it
// inside Update.
type Table[T record] struct {
	bucket string
	rows   map[string]T
	// changed holds what the current Update has put (true) or deleted (false).
	staged  map[string]T
	changed map[string]bool
	// inventory says what the bucket holds on disk; next is what it will hold
	// once the current Update is written.
	inventory, next inventory
	sums            map[string]uint32 // checksums of the records on disk, by id
	nextSums        map[string]uint32 // of the records that the current Update puts
	index           *index[T]         // nil if records are looked up by their id only
}

// inventory is the number of the records in a bucket and the sum of their
// checksums. It stands in a bucket of its own, so that a record that is missing
// is noticed, too.
type inventory struct {
	Count int    `json:"count"`
	Sum   uint64 `json:"sum"`
}

func (i *inventory) add(sum uint32)    { i.Count++; i.Sum += uint64(sum) }
func (i *inventory) remove(sum uint32) { i.Count--; i.Sum -= uint64(sum) }

func newTable[T record](bucket string) Table[T] {
	return Table[T]{
		bucket: bucket, rows: map[string]T{}, staged: map[string]T{}, changed: map[string]bool{},
		sums: map[string]uint32{}, nextSums: map[string]uint32{},
	}
}

// Get returns a record, or false.
func (t *Table[T]) Get(id string) (T, bool) {
	if put, ok := t.changed[id]; ok {
		return t.staged[id], put
	}
	row, ok := t.rows[id]
	return row, ok
}

// All returns the records that keep wants, oldest first.
func (t *Table[T]) All(keep func(T) bool) []T {
	var rows []T
	for id, row := range t.rows {
		if _, ok := t.changed[id]; !ok && keep(row) {
			rows = append(rows, row)
		}
	}
	for id, put := range t.changed {
		if put && keep(t.staged[id]) {
			rows = append(rows, t.staged[id])
		}
	}
	slices.SortFunc(rows, func(a, b T) int { return cmp.Compare(a.seq(), b.seq()) })
	return rows
}

// Put adds or replaces a record.
func (t *Table[T]) Put(id string, row T) {
	t.staged[id], t.changed[id] = row, true
}

// Delete removes a record, if it is there.
func (t *Table[T]) Delete(id string) {
	delete(t.staged, id)
	t.changed[id] = false
}

// untyped is what a Store does with all of its tables.
type untyped interface {
	name() string
	load(bucket *bolt.Bucket, format int) error
	lastSeq() uint64
	stageAll()
	write(tx *bolt.Tx) error
	dirty() bool
	apply()
	discard()
	stored() inventory
}

func (t *Table[T]) name() string      { return t.bucket }
func (t *Table[T]) dirty() bool       { return len(t.changed) > 0 }
func (t *Table[T]) stored() inventory { return t.inventory }

// load reads the records of a bucket; nil has none.
func (t *Table[T]) load(bucket *bolt.Bucket, format int) error {
	if bucket == nil {
		return nil
	}
	return bucket.ForEach(func(id, value []byte) error {
		if err := t.loadRecord(string(id), value, format); err != nil {
			return fmt.Errorf("%s %q: %w", t.bucket, id, err)
		}
		return nil
	})
}

func (t *Table[T]) loadRecord(id string, value []byte, format int) error {
	raw := value
	if format >= formatSealed {
		var err error
		if raw, err = sealed.Open(t.bucket, id, value); err != nil {
			return err
		}
		t.sums[id] = sealed.Sum(value)
		t.inventory.add(t.sums[id])
	}
	var row T
	if err := json.Unmarshal(raw, &row); err != nil {
		return err
	}
	t.rows[id] = row
	t.index.add(id, row)
	return nil
}

func (t *Table[T]) lastSeq() (last uint64) {
	for _, row := range t.rows {
		last = max(last, row.seq())
	}
	return last
}

// stageAll makes the next commit write every record again.
func (t *Table[T]) stageAll() {
	for id, row := range t.rows {
		t.Put(id, row)
	}
}

func (t *Table[T]) write(tx *bolt.Tx) error {
	bucket, err := tx.CreateBucketIfNotExists([]byte(t.bucket))
	if err != nil {
		return err
	}
	t.next = t.inventory
	for id, put := range t.changed {
		if old, ok := t.sums[id]; ok {
			t.next.remove(old)
		}
		if !put {
			if err := bucket.Delete([]byte(id)); err != nil {
				return err
			}
			continue
		}
		raw, err := json.Marshal(t.staged[id])
		if err != nil {
			return err
		}
		value := sealed.Seal(t.bucket, id, raw)
		if err := bucket.Put([]byte(id), value); err != nil {
			return err
		}
		t.nextSums[id] = sealed.Sum(value)
		t.next.add(t.nextSums[id])
	}
	return putSealed(tx, manifestBucket, t.bucket, t.next)
}

// putSealed stores a value as JSON with a checksum.
func putSealed(tx *bolt.Tx, bucket, key string, value any) error {
	raw, err := json.Marshal(value)
	if err != nil {
		return err
	}
	b, err := tx.CreateBucketIfNotExists([]byte(bucket))
	if err != nil {
		return err
	}
	return b.Put([]byte(key), sealed.Seal(bucket, key, raw))
}

// getSealed reads what putSealed has stored; false if there is nothing.
func getSealed(b *bolt.Bucket, bucket, key string, value any) (bool, error) {
	stored := b.Get([]byte(key))
	if stored == nil {
		return false, nil
	}
	raw, err := sealed.Open(bucket, key, stored)
	if err == nil {
		err = json.Unmarshal(raw, value)
	}
	if err != nil {
		return false, fmt.Errorf("%s %q: %w", bucket, key, err)
	}
	return true, nil
}

// apply makes the changes of the current Update visible; they have been
// written, if there is a disk.
func (t *Table[T]) apply() {
	for id, put := range t.changed {
		delete(t.sums, id)
		if old, ok := t.rows[id]; ok {
			t.index.remove(id, old)
		}
		if put {
			t.rows[id] = t.staged[id]
			t.index.add(id, t.staged[id])
		} else {
			delete(t.rows, id)
		}
	}
	for id, sum := range t.nextSums {
		t.sums[id] = sum
	}
	t.inventory = t.next
	t.discard()
}

func (t *Table[T]) discard() {
	clear(t.staged)
	clear(t.changed)
	clear(t.nextSums)
}
