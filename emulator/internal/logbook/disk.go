package logbook

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	bolt "go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"

	"github.com/rumpl/gosc/emulator/internal/sealed"
)

var bucketName = []byte(bucket)

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

// bounds are the numbers of the oldest and the newest line of a log in the
// database. They stand beside the lines, so that a line that is missing is
// noticed, and a number is never used twice.
type bounds struct {
	First uint64 `json:"first"`
	Last  uint64 `json:"last"`
}

// Keys of the bucket that holds the logs; the lines of an application are in a
// bucket of its own in there, under its id.
const (
	bucket       = "logs"
	formatKey    = "format"
	formatSealed = "2" // lines have checksums, logs have bounds
	boundsPrefix = "bounds/"
)

func (b *Book) load() error {
	isSealed := false
	err := b.options.DB.View(func(tx *bolt.Tx) error {
		root := tx.Bucket(bucketName)
		if root == nil {
			return nil
		}
		var err error
		if isSealed, err = readFormat(root); err != nil {
			return err
		}
		return b.readLogs(root, isSealed)
	})
	if err != nil || isSealed {
		return err
	}
	return b.options.DB.Update(b.migrate)
}

// Check reads the logs of a database and reports damage. It changes nothing.
func Check(tx *bolt.Tx) error {
	root := tx.Bucket(bucketName)
	if root == nil {
		return nil
	}
	isSealed, err := readFormat(root)
	if err != nil {
		return fmt.Errorf("logs: %w", err)
	}
	book := &Book{apps: map[string]*appLog{}}
	if err := book.readLogs(root, isSealed); err != nil {
		return fmt.Errorf("logs: %w", err)
	}
	return nil
}

func readFormat(root *bolt.Bucket) (isSealed bool, err error) {
	value := root.Get([]byte(formatKey))
	if value == nil {
		return false, nil
	}
	format, err := sealed.Open(bucket, formatKey, value)
	if err != nil {
		return false, err
	}
	if string(format) != formatSealed {
		return false, fmt.Errorf("they have format %s; this emulator reads format %s", format, formatSealed)
	}
	return true, nil
}

func (b *Book) readLogs(root *bolt.Bucket, isSealed bool) error {
	return root.ForEach(func(key, value []byte) error {
		id, isBounds := strings.CutPrefix(string(key), boundsPrefix)
		switch {
		case value == nil: // the lines of an application
			id = string(key)
			log, err := readLog(root, id, isSealed)
			if err != nil {
				return fmt.Errorf("log of %s: %w", id, err)
			}
			b.apps[id] = log
		case isBounds:
			if root.Bucket([]byte(id)) == nil {
				return fmt.Errorf("log of %s: it is missing", id)
			}
		case string(key) != formatKey:
			return fmt.Errorf("there is an unknown record %q", key)
		}
		return nil
	})
}

func readLog(root *bolt.Bucket, id string, isSealed bool) (*appLog, error) {
	log := &appLog{}
	err := root.Bucket([]byte(id)).ForEach(func(key, value []byte) error {
		if len(key) != 8 {
			return fmt.Errorf("a line has the key %x", key)
		}
		number := binary.BigEndian.Uint64(key)
		if isSealed {
			raw, err := sealed.Open(bucket+"/"+id, string(key), value)
			if err != nil {
				return fmt.Errorf("line %d: %w", number, err)
			}
			if log.last != 0 && number != log.last+1 {
				return fmt.Errorf("line %d follows line %d", number, log.last)
			}
			value = raw
		}
		var stored storedLine
		if err := json.Unmarshal(value, &stored); err != nil {
			return fmt.Errorf("line %d: %w", number, err)
		}
		log.last, log.saved = number, number
		log.lines = append(log.lines, line{number: number, time: stored.Time, message: stored.Message})
		log.bytes += int64(len(stored.Message))
		return nil
	})
	if err != nil || !isSealed {
		return log, err
	}
	return log, checkBounds(root, id, log)
}

func checkBounds(root *bolt.Bucket, id string, log *appLog) error {
	key := boundsPrefix + id
	raw, err := sealed.Open(bucket, key, root.Get([]byte(key)))
	if err != nil {
		return err
	}
	var want bounds
	if err := json.Unmarshal(raw, &want); err != nil {
		return err
	}
	if len(log.lines) == 0 || log.lines[0].number != want.First || log.last != want.Last {
		return fmt.Errorf("it has %d lines up to number %d, and should have those from %d to %d",
			len(log.lines), log.last, want.First, want.Last)
	}
	return nil
}

// migrate gives checksums to lines that an earlier version has written, all in
// one transaction.
func (b *Book) migrate(tx *bolt.Tx) error {
	root, err := tx.CreateBucketIfNotExists(bucketName)
	if err != nil {
		return err
	}
	for id, log := range b.apps {
		if len(log.lines) == 0 {
			if err := root.DeleteBucket([]byte(id)); err != nil {
				return err
			}
			continue
		}
		if err := (change{lines: log.lines, trim: log.lines[0].number}).write(root, id); err != nil {
			return err
		}
	}
	return root.Put([]byte(formatKey), sealed.Seal(bucket, formatKey, []byte(formatSealed)))
}

func (b *Book) startFlushing() {
	b.dirty = make(chan struct{}, 1)
	b.stop = make(chan struct{})
	b.stopped = make(chan struct{})
	go b.flushLoop()
}

// wake requests a flush; the caller holds b.mu.
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

// Close writes the lines that are not on disk yet.
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
			if err := root.Delete([]byte(boundsPrefix + id)); err != nil {
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

// pending collects the lines that are not in the database yet.
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
	lines, err := root.CreateBucketIfNotExists([]byte(id))
	if err != nil {
		return err
	}
	lines.FillPercent = 1 // lines are only ever appended
	for _, line := range c.lines {
		value, err := json.Marshal(storedLine{Time: line.time, Message: line.message})
		if err != nil {
			return err
		}
		key := numberKey(line.number)
		if err := lines.Put(key, sealed.Seal(bucket+"/"+id, string(key), value)); err != nil {
			return err
		}
	}
	cursor := lines.Cursor()
	for key, _ := cursor.First(); key != nil && binary.BigEndian.Uint64(key) < c.trim; key, _ = cursor.First() {
		if err := cursor.Delete(); err != nil {
			return err
		}
	}
	value, err := json.Marshal(bounds{First: c.trim, Last: c.lines[len(c.lines)-1].number})
	if err != nil {
		return err
	}
	return root.Put([]byte(boundsPrefix+id), sealed.Seal(bucket, boundsPrefix+id, value))
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
