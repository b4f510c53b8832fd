package logbook

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	bolt "go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

var bucketName = []byte("logs")

// flushPause gathers the lines of a busy moment into one write.
const flushPause = 20 * time.Millisecond

// flushState belongs to books with a database.
type flushState struct {
	removed  []string      // logs to delete from the database
	dirty    chan struct{} // holds one element if there is something to write
	stop     chan struct{}
	stopped  chan struct{}
	flushing sync.Mutex // one flush at a time, in order
}

// storedLine is a line in the database, under its number.
type storedLine struct {
	Time    time.Time `json:"t"`
	Message string    `json:"m"`
}

func (b *Book) load() error {
	return b.options.DB.Update(func(tx *bolt.Tx) error {
		root, err := tx.CreateBucketIfNotExists(bucketName)
		if err != nil {
			return err
		}
		return root.ForEachBucket(func(id []byte) error {
			log := &appLog{}
			b.apps[string(id)] = log
			return root.Bucket(id).ForEach(func(key, value []byte) error {
				var stored storedLine
				if err := json.Unmarshal(value, &stored); err != nil {
					return fmt.Errorf("line of %s: %w", id, err)
				}
				log.last = binary.BigEndian.Uint64(key)
				log.saved = log.last
				log.lines = append(log.lines, line{number: log.last, time: stored.Time, message: stored.Message})
				log.bytes += int64(len(stored.Message))
				return nil
			})
		})
	})
}

func (b *Book) startFlushing() {
	b.dirty = make(chan struct{}, 1)
	b.stop = make(chan struct{})
	b.stopped = make(chan struct{})
	go b.flushLoop()
}

// wake asks for a flush; the caller holds b.mu.
func (b *Book) wake() {
	if b.dirty == nil {
		return
	}
	select {
	case b.dirty <- struct{}{}:
	default: // already asked for
	}
}

func (b *Book) flushLoop() {
	defer close(b.stopped)
	for {
		select {
		case <-b.stop:
			return
		case <-b.dirty:
		}
		// A failed write is tried again with the next line, and List and Close
		// report it.
		_ = b.Flush()
		select {
		case <-b.stop:
			return
		case <-time.After(flushPause):
		}
	}
}

// Close writes what is left.
func (b *Book) Close() error {
	if b.stop == nil {
		return nil
	}
	close(b.stop)
	<-b.stopped
	return b.Flush()
}

// change is what a flush does to the log of one application.
type change struct {
	lines []line
	trim  uint64 // lines below this number go
}

// Flush writes all lines that are not in the database yet.
func (b *Book) Flush() error {
	if b.options.DB == nil {
		return nil
	}
	b.flushing.Lock()
	defer b.flushing.Unlock()
	changes, removed := b.pending()
	if len(changes) == 0 && len(removed) == 0 {
		return nil
	}
	err := b.options.DB.Update(func(tx *bolt.Tx) error {
		root := tx.Bucket(bucketName)
		for _, id := range removed {
			if err := root.DeleteBucket([]byte(id)); err != nil && !errors.Is(err, bolterrors.ErrBucketNotFound) {
				return err
			}
		}
		for id, change := range changes {
			if err := change.write(root, id); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.putBack(removed)
		return fmt.Errorf("write the logs: %w", err)
	}
	b.mark(changes)
	return nil
}

// pending collects what the database lacks.
func (b *Book) pending() (map[string]change, []string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	changes := map[string]change{}
	for id, log := range b.apps {
		n := len(log.lines)
		if n == 0 || log.last == log.saved {
			continue
		}
		fresh := min(n, int(log.last-log.saved))
		changes[id] = change{lines: slices.Clone(log.lines[n-fresh:]), trim: log.lines[0].number}
	}
	removed := b.removed
	b.removed = nil
	return changes, removed
}

func (c change) write(root *bolt.Bucket, id string) error {
	bucket, err := root.CreateBucketIfNotExists([]byte(id))
	if err != nil {
		return err
	}
	for _, line := range c.lines {
		value, err := json.Marshal(storedLine{Time: line.time, Message: line.message})
		if err != nil {
			return err
		}
		if err := bucket.Put(numberKey(line.number), value); err != nil {
			return err
		}
	}
	cursor := bucket.Cursor()
	for key, _ := cursor.First(); key != nil && binary.BigEndian.Uint64(key) < c.trim; key, _ = cursor.First() {
		if err := cursor.Delete(); err != nil {
			return err
		}
	}
	return nil
}

func numberKey(number uint64) []byte { return binary.BigEndian.AppendUint64(nil, number) }

func (b *Book) mark(changes map[string]change) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for id, change := range changes {
		if log := b.apps[id]; log != nil {
			log.saved = change.lines[len(change.lines)-1].number
		}
	}
}

func (b *Book) putBack(removed []string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.removed = append(removed, b.removed...)
	b.wake()
}
