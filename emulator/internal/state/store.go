package state

import (
	"fmt"
	"log/slog"
	"sync"

	bolt "go.etcd.io/bbolt"
)

const (
	// formatSealed is the first format whose records have checksums.
	formatSealed  = 2
	formatVersion = formatSealed

	manifestBucket = "manifest" // the format, and an inventory of each table
	formatKey      = "format"
	logsBucket     = "logs" // of package logbook
	serverRow      = "server"
)

// Tables is everything that is stored.
type Tables struct {
	Namespaces   Table[*Namespace]
	Applications Table[*Application]
	Crons        Table[*Cron]
	Domains      Table[*Domain]
	Tokens       Table[*Token]
	Triggers     Table[*Trigger]
	Registries   Table[*Registry]
	Keys         Table[*Key]
	servers      Table[*Server]
	lastSeq      uint64
}

// NextSeq numbers records in the order of their creation.
func (t *Tables) NextSeq() uint64 { t.lastSeq++; return t.lastSeq }

func (t *Tables) all() []untyped {
	return []untyped{
		&t.Namespaces, &t.Applications, &t.Crons, &t.Domains, &t.Tokens, &t.Triggers,
		&t.Registries, &t.Keys, &t.servers,
	}
}

func newTables() Tables {
	tables := Tables{
		Namespaces:   newTable[*Namespace]("namespaces"),
		Applications: newTable[*Application]("applications"),
		Crons:        newTable[*Cron]("crons"),
		Domains:      newTable[*Domain]("domains"),
		Tokens:       newTable[*Token]("tokens"),
		Triggers:     newTable[*Trigger]("triggers"),
		Registries:   newTable[*Registry]("registries"),
		Keys:         newTable[*Key]("keys"),
		servers:      newTable[*Server]("servers"),
	}
	tables.Namespaces.index = newIndex(namespaceKeys)
	tables.Applications.index = newIndex(applicationKeys)
	tables.Domains.index = newIndex(domainKeys)
	return tables
}

// Options of a Store. The zero value is a store in memory.
type Options struct {
	// Dir is the folder that keeps the state: one that does not exist, is empty,
	// or was made by an emulator. Empty: nothing is kept.
	Dir string
	// SetDamagedAside renames a damaged state file, and the archives beside it,
	// and begins anew. Nothing is renamed if the file is good.
	SetDamagedAside bool
	// Check looks at what others keep in the database, before anything is written
	// to it; nil checks nothing. An error of it is damage.
	Check func(*bolt.Tx) error
	// Logger gets a record of a migration and of files that were set aside; nil discards
	// that.
	Logger *slog.Logger
}

// Store is safe for concurrent use.
type Store struct {
	mu     sync.RWMutex
	tables Tables
	db     *bolt.DB // nil: in memory only
}

// Open reads the state in a folder. A state file that is damaged is a
// *DamagedError, a folder that is not the emulator's own a *ForeignFolderError;
// in both cases nothing has been changed.
func Open(options Options) (*Store, error) {
	if options.Logger == nil {
		options.Logger = slog.New(slog.DiscardHandler)
	}
	store := &Store{tables: newTables()}
	if options.Dir == "" {
		return store, nil
	}
	if err := store.openFolder(options); err != nil {
		return nil, fmt.Errorf("open the state in %s: %w", options.Dir, err)
	}
	return store, nil
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
