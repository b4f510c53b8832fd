package state

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"

	bolt "go.etcd.io/bbolt"
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
}

func newTable[T record](bucket string) Table[T] {
	return Table[T]{bucket: bucket, rows: map[string]T{}, staged: map[string]T{}, changed: map[string]bool{}}
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
	load(tx *bolt.Tx) (maxSeq uint64, err error)
	write(tx *bolt.Tx) error
	dirty() bool
	apply()
	discard()
}

func (t *Table[T]) dirty() bool { return len(t.changed) > 0 }

func (t *Table[T]) load(tx *bolt.Tx) (maxSeq uint64, err error) {
	bucket, err := tx.CreateBucketIfNotExists([]byte(t.bucket))
	if err != nil {
		return 0, err
	}
	err = bucket.ForEach(func(id, value []byte) error {
		var row T
		if err := json.Unmarshal(value, &row); err != nil {
			return fmt.Errorf("%s %s: %w", t.bucket, id, err)
		}
		t.rows[string(id)] = row
		maxSeq = max(maxSeq, row.seq())
		return nil
	})
	return maxSeq, err
}

func (t *Table[T]) write(tx *bolt.Tx) error {
	bucket := tx.Bucket([]byte(t.bucket))
	for id, put := range t.changed {
		if !put {
			if err := bucket.Delete([]byte(id)); err != nil {
				return err
			}
			continue
		}
		value, err := json.Marshal(t.staged[id])
		if err != nil {
			return err
		}
		if err := bucket.Put([]byte(id), value); err != nil {
			return err
		}
	}
	return nil
}

func (t *Table[T]) apply() {
	for id, put := range t.changed {
		if put {
			t.rows[id] = t.staged[id]
		} else {
			delete(t.rows, id)
		}
	}
	t.discard()
}

func (t *Table[T]) discard() {
	clear(t.staged)
	clear(t.changed)
}
