package state

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	bolt "go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"

	"github.com/rumpl/gosc/emulator/internal/boltcheck"
	"github.com/rumpl/gosc/emulator/internal/files"
)

const (
	lockTimeout = time.Second
	timeInName  = "20060102T150405.000000000Z"
)

var errInUse = errors.New("another emulator uses this folder")

func (s *Store) openFolder(options Options) error {
	marked, err := takeFolder(options.Dir)
	if err != nil {
		return err
	}
	err = s.openFile(options)
	if damaged, ok := errors.AsType[*DamagedError](err); ok && options.SetDamagedAside {
		err = s.beginAnew(options, damaged)
	}
	if err == nil && !marked {
		err = mark(options.Dir)
	}
	return err
}

// beginAnew sets a damaged state aside and makes an empty one.
func (s *Store) beginAnew(options Options, damaged *DamagedError) error {
	moved, err := setAside(options.Dir, time.Now())
	if err != nil {
		return errors.Join(damaged, fmt.Errorf("set it aside: %w", err))
	}
	options.Logger.Warn("a damaged state was set aside; the emulator begins anew", "cause", damaged.Cause, "moved", moved)
	s.tables = newTables()
	return s.openFile(options)
}

func (s *Store) openFile(options Options) error {
	path := filepath.Join(options.Dir, fileName)
	switch info, err := os.Stat(path); {
	case errors.Is(err, fs.ErrNotExist):
		if hasArchives(options.Dir) {
			return &DamagedError{File: path, Cause: errors.New("it is missing, but there are archives beside it")}
		}
		if err := createFile(options.Dir); err != nil {
			return err
		}
	case err != nil:
		return err
	case !info.Mode().IsRegular():
		return fmt.Errorf("%s is not a file", path)
	}
	format, err := s.readFile(path, options)
	if err != nil {
		return err
	}
	db, err := openDB(path, false)
	if err != nil {
		return err
	}
	s.db = db
	if format < formatVersion {
		err = s.migrate(options, format)
	}
	if err != nil {
		s.db = nil
		return errors.Join(err, db.Close())
	}
	return nil
}

// readFile checks a state file as a whole and loads its records. It holds the
// lock of the file, and writes nothing.
func (s *Store) readFile(path string, options Options) (format int, err error) {
	if info, err := os.Stat(path); err == nil && info.Size() == 0 {
		return 0, &DamagedError{File: path, Cause: errors.New("it is empty")}
	}
	err = guarded(func() error {
		db, err := openDB(path, true)
		if err != nil {
			return err
		}
		defer db.Close() // nothing was written
		if err := boltcheck.File(path); err != nil {
			return err
		}
		return db.View(func(tx *bolt.Tx) error {
			if format, err = s.load(tx); err != nil || options.Check == nil {
				return err
			}
			return options.Check(tx)
		})
	})
	other, later := errors.AsType[*laterFormatError](err)
	_, access := errors.AsType[*fs.PathError](err)
	switch {
	case err == nil:
		return format, nil
	case later:
		return 0, other
	case access, errors.Is(err, errInUse):
		return 0, err
	default:
		return 0, &DamagedError{File: path, Cause: err}
	}
}

func openDB(path string, readOnly bool) (*bolt.DB, error) {
	db, err := bolt.Open(path, 0o600, &bolt.Options{Timeout: lockTimeout, ReadOnly: readOnly})
	if errors.Is(err, bolterrors.ErrTimeout) {
		return nil, errInUse
	}
	return db, err
}

// createFile makes an empty state file. It has its name only when it is
// complete, so that an empty file is always damage.
func createFile(dir string) error {
	temp := filepath.Join(dir, newName)
	db, err := openDB(temp, false)
	if err != nil {
		return err
	}
	err = db.Update(func(tx *bolt.Tx) error {
		tables := newTables()
		for _, table := range tables.all() {
			if err := table.write(tx); err != nil {
				return err
			}
		}
		return putSealed(tx, manifestBucket, formatKey, formatVersion)
	})
	if err = errors.Join(err, db.Close()); err != nil {
		return err
	}
	return files.Rename(temp, filepath.Join(dir, fileName))
}

type laterFormatError struct{ format int }

func (e *laterFormatError) Error() string {
	return fmt.Sprintf("it has format %d; this emulator reads format %d", e.format, formatVersion)
}

// load reads all records and compares them with the manifest.
func (s *Store) load(tx *bolt.Tx) (format int, err error) {
	manifest := tx.Bucket([]byte(manifestBucket))
	format = formatSealed - 1
	if manifest != nil {
		if ok, err := getSealed(manifest, manifestBucket, formatKey, &format); err != nil || !ok {
			return 0, errors.Join(err, errors.New("the manifest cannot be read"))
		}
	}
	if format > formatVersion {
		return 0, &laterFormatError{format}
	}
	if err := s.checkNames(tx); err != nil {
		return 0, err
	}
	for _, table := range s.tables.all() {
		if err := table.load(tx.Bucket([]byte(table.name())), format); err != nil {
			return 0, err
		}
		var want inventory
		if manifest != nil {
			if _, err := getSealed(manifest, manifestBucket, table.name(), &want); err != nil {
				return 0, err
			}
		}
		if got := table.stored(); got != want {
			return 0, fmt.Errorf("%s: there are %d records, and there were %d", table.name(), got.Count, want.Count)
		}
		s.tables.lastSeq = max(s.tables.lastSeq, table.lastSeq())
	}
	if server, ok := s.tables.servers.Get(serverRow); ok && server.Format > formatVersion {
		return 0, &laterFormatError{server.Format}
	}
	return format, nil
}

// checkNames notices a bucket whose name has been damaged.
func (s *Store) checkNames(tx *bolt.Tx) error {
	names := []string{manifestBucket, logsBucket}
	for _, table := range s.tables.all() {
		names = append(names, table.name())
	}
	return tx.ForEach(func(name []byte, _ *bolt.Bucket) error {
		if !slices.Contains(names, string(name)) {
			return fmt.Errorf("there is an unknown bucket %q", name)
		}
		return nil
	})
}

// migrate writes the records of an earlier format again, in one transaction:
// either all of it is in the new format afterwards, or all in the old one. The
// file as it was stays beside it.
func (s *Store) migrate(options Options, from int) error {
	copied := filepath.Join(options.Dir, fmt.Sprintf("%s.format%d-%s", fileName, from, time.Now().UTC().Format(timeInName)))
	if err := files.Copy(filepath.Join(options.Dir, fileName), copied); err != nil {
		return fmt.Errorf("copy the state before its migration: %w", err)
	}
	err := s.db.Update(func(tx *bolt.Tx) error {
		if server, ok := s.tables.servers.Get(serverRow); ok {
			renewed := *server
			renewed.Format = formatVersion
			s.tables.servers.rows[serverRow] = &renewed
		}
		for _, table := range s.tables.all() {
			table.stageAll()
			if err := table.write(tx); err != nil {
				return err
			}
		}
		return putSealed(tx, manifestBucket, formatKey, formatVersion)
	})
	if err != nil {
		return fmt.Errorf("migrate the state from format %d: %w; it is as it was", from, err)
	}
	for _, table := range s.tables.all() {
		table.apply()
	}
	options.Logger.Info("the state was migrated", "from_format", from, "to_format", formatVersion, "copy_of_the_old_one", copied)
	return nil
}
