package state

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	bolt "go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

const (
	formatVersion = 1
	fileName      = "state.db"
	lockTimeout   = time.Second
	serverRow     = "server"
)

// Tables is everything that is stored.
type Tables struct {
	Namespaces   Table[*Namespace]
	Applications Table[*Application]
	Crons        Table[*Cron]
	Registries   Table[*Registry]
	Keys         Table[*Key]
	servers      Table[*Server]
	lastSeq      uint64
}

// NextSeq numbers records in the order of their creation.
func (t *Tables) NextSeq() uint64 { t.lastSeq++; return t.lastSeq }

func (t *Tables) all() []untyped {
	return []untyped{&t.Namespaces, &t.Applications, &t.Crons, &t.Registries, &t.Keys, &t.servers}
}

// Store is safe for concurrent use.
type Store struct {
	mu     sync.RWMutex
	tables Tables
	db     *bolt.DB // nil: in memory only
}

// Open reads the state in a folder, which is created if need be. An empty dir
// means a store in memory.
func Open(dir string) (*Store, error) {
	store := &Store{tables: Tables{
		Namespaces:   newTable[*Namespace]("namespaces"),
		Applications: newTable[*Application]("applications"),
		Crons:        newTable[*Cron]("crons"),
		Registries:   newTable[*Registry]("registries"),
		Keys:         newTable[*Key]("keys"),
		servers:      newTable[*Server]("servers"),
	}}
	if dir == "" {
		return store, nil
	}
	if err := store.openFile(dir); err != nil {
		return nil, fmt.Errorf("open the state in %s: %w", dir, err)
	}
	return store, nil
}

func (s *Store) openFile(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	db, err := bolt.Open(filepath.Join(dir, fileName), 0o600, &bolt.Options{Timeout: lockTimeout})
	if errors.Is(err, bolterrors.ErrTimeout) {
		return errors.New("another emulator uses this folder")
	}
	if err != nil {
		return err
	}
	if err := db.Update(s.load); err != nil {
		return errors.Join(err, db.Close())
	}
	s.db = db
	return nil
}

func (s *Store) load(tx *bolt.Tx) error {
	for _, table := range s.tables.all() {
		maxSeq, err := table.load(tx)
		if err != nil {
			return err
		}
		s.tables.lastSeq = max(s.tables.lastSeq, maxSeq)
	}
	if server, ok := s.tables.servers.Get(serverRow); ok && server.Format != formatVersion {
		return fmt.Errorf("it has format %d; this emulator reads format %d", server.Format, formatVersion)
	}
	return nil
}

// DB is the database on disk, nil for a store in memory.
func (s *Store) DB() *bolt.DB { return s.db }

// Close releases the folder.
func (s *Store) Close() error {
	if s.db == nil {
		return nil
	}
	return s.db.Close()
}

// View reads a consistent state.
func (s *Store) View(read func(*Tables)) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	read(&s.tables)
}

// Update makes all changes of one function call, or none if it, or the disk,
// fails.
func (s *Store) Update(change func(*Tables) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer func() { // also if change panics
		for _, table := range s.tables.all() {
			table.discard()
		}
	}()
	if err := change(&s.tables); err != nil {
		return err
	}
	return s.commit()
}

func (s *Store) commit() error {
	var dirty []untyped
	for _, table := range s.tables.all() {
		if table.dirty() {
			dirty = append(dirty, table)
		}
	}
	if s.db != nil && len(dirty) > 0 {
		err := s.db.Update(func(tx *bolt.Tx) error {
			for _, table := range dirty {
				if err := table.write(tx); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return fmt.Errorf("write the state: %w", err)
		}
	}
	for _, table := range dirty {
		table.apply()
	}
	return nil
}

// Server returns what the emulator keeps about itself. The first time, it is
// what create makes.
func (s *Store) Server(create func() Server) (Server, error) {
	var result Server
	err := s.Update(func(t *Tables) error {
		if server, ok := t.servers.Get(serverRow); ok {
			result = *server
			return nil
		}
		result = create()
		result.Format = formatVersion
		t.servers.Put(serverRow, &result)
		return nil
	})
	return result, err
}
