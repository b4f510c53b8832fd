// Package logbook keeps the newest output lines of every application: in
// memory, and in the database if there is one.
package logbook

import (
	"encoding/binary"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"
	bolt "go.etcd.io/bbolt"
)

const (
	defaultMaxLines = 10_000
	defaultMaxBytes = 8 << 20
	maxLineBytes    = 64 << 10
	// timeLayout is RFC 3339 with all nine digits, so that the texts sort, too.
	timeLayout = "2006-01-02T15:04:05.000000000Z07:00"
	cutMark    = " [line cut here by the emulator]"
)

// Options of a Book.
type Options struct {
	MaxLines int   // per application; 0 means 10,000
	MaxBytes int64 // of all lines of an application; 0 means 8 MiB
	Now      func() time.Time
	DB       *bolt.DB // nil: memory only
}

// Book is the logs of all applications. It is safe for concurrent use.
type Book struct {
	options Options

	mu   sync.Mutex
	apps map[string]*appLog
	flushState
}

// line is one entry; its number is unique within its application.
type line struct {
	number  uint64
	time    time.Time
	message string
}

type appLog struct {
	lines []line // oldest first
	bytes int64
	last  uint64 // number of the newest line ever
	saved uint64 // number of the newest line in the database
}

// Open makes a book and reads what the database has.
func Open(options Options) (*Book, error) {
	if options.MaxLines <= 0 {
		options.MaxLines = defaultMaxLines
	}
	if options.MaxBytes <= 0 {
		options.MaxBytes = defaultMaxBytes
	}
	book := &Book{options: options, apps: map[string]*appLog{}}
	if options.DB == nil {
		return book, nil
	}
	if err := book.load(); err != nil {
		return nil, fmt.Errorf("read the logs: %w", err)
	}
	book.startFlushing()
	return book, nil
}

// Add opens an application's log.
func (b *Book) Add(id string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.apps[id] == nil {
		b.apps[id] = &appLog{}
	}
}

// Append adds a line. Lines of an application without a log, because it has
// been deleted, are dropped.
func (b *Book) Append(id, message string) {
	message = cut(message)
	b.mu.Lock()
	defer b.mu.Unlock()
	log := b.apps[id]
	if log == nil {
		return
	}
	now := b.options.Now().UTC()
	if n := len(log.lines); n > 0 && !now.After(log.lines[n-1].time) {
		now = log.lines[n-1].time.Add(time.Nanosecond)
	}
	log.last++
	log.lines = append(log.lines, line{number: log.last, time: now, message: message})
	log.bytes += int64(len(message))
	log.trim(b.options)
	b.wake()
}

// trim drops the oldest lines beyond the limits; the newest always stays.
func (l *appLog) trim(options Options) {
	drop := 0
	for len(l.lines)-drop > 1 && (len(l.lines)-drop > options.MaxLines || l.bytes > options.MaxBytes) {
		l.bytes -= int64(len(l.lines[drop].message))
		drop++
	}
	clear(l.lines[:drop])
	l.lines = l.lines[drop:] // append moves to a new array in its own time
}

func cut(message string) string {
	if len(message) <= maxLineBytes {
		return message
	}
	return message[:maxLineBytes-len(cutMark)] + cutMark
}

// List returns the lines from number offset on, at most limit, and the count of
// all; false if there is no such log. If there is a disk, what is not on it yet
// is neither listed nor counted: a reader has seen no line, and no id, that a
// crash could take back.
func (b *Book) List(id string, newestFirst bool, offset, limit int) (logs []Entry, total int, ok bool, err error) {
	if err := b.Flush(); err != nil {
		return nil, 0, false, err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	log := b.apps[id]
	if log == nil {
		return nil, 0, false, nil
	}
	total = len(log.lines)
	if b.options.DB != nil {
		total -= int(min(log.last-log.saved, uint64(total)))
	}
	logs = []Entry{}
	for i := offset; i < min(offset+limit, total); i++ {
		at := i
		if newestFirst {
			at = total - 1 - i
		}
		logs = append(logs, log.lines[at].entry(id))
	}
	return logs, total, true, nil
}

// entry gives the line an id which stays the same and which no other line has.
func (l line) entry(app string) Entry {
	name := binary.BigEndian.AppendUint64([]byte(app), l.number)
	return Entry{
		Message:   l.message,
		Timestamp: l.time.Format(timeLayout),
		ID:        uuid.NewSHA1(uuid.NameSpaceOID, name).String(),
	}
}

// Remove removes an application's log.
func (b *Book) Remove(id string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.apps[id] == nil {
		return
	}
	delete(b.apps, id)
	if b.options.DB != nil {
		b.removed = append(b.removed, id)
		b.wake()
	}
}

// Keep removes all logs except those of the given applications.
func (b *Book) Keep(ids []string) {
	b.mu.Lock()
	var stale []string
	for id := range b.apps {
		if !slices.Contains(ids, id) {
			stale = append(stale, id)
		}
	}
	b.mu.Unlock()
	for _, id := range stale {
		b.Remove(id)
	}
}
