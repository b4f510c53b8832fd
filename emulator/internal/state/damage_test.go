package state

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	bolt "go.etcd.io/bbolt"

	"github.com/rumpl/gosc/emulator/internal/boltcheck"
	"github.com/rumpl/gosc/emulator/internal/logbook"
)

// filled makes a folder with a state of some size, and logs.
func filled(t *testing.T) (dir string, content string) {
	t.Helper()
	dir = t.TempDir()
	store := open(t, dir)
	for i := range 60 {
		require.NoError(t, store.Update(put(fmt.Sprintf("id-%d", i))))
	}
	require.NoError(t, store.Update(func(tables *Tables) error {
		for i := range 20 {
			id := fmt.Sprintf("app-%d", i)
			tables.Applications.Put(id, &Application{Seq: tables.NextSeq(), ID: id, Kind: Function,
				Settings: Settings{EnvironmentVariables: map[string]string{"TEXT": strings.Repeat("x", 300*i)}}})
		}
		tables.Namespaces.Delete("id-3")
		return nil
	}))
	_, err := store.Server(func() Server { return Server{AccessKey: "key"} })
	require.NoError(t, err)
	book, err := logbook.Open(logbook.Options{DB: store.DB(), Now: time.Now})
	require.NoError(t, err)
	for i := range 3 {
		id := fmt.Sprintf("app-%d", i)
		book.Add(id)
		for j := range 40 {
			book.Append(id, fmt.Sprintf("line %d", j))
		}
	}
	require.NoError(t, book.Close())
	content = contentOf(t, store)
	require.NoError(t, store.Close())
	return dir, content
}

func contentOf(t *testing.T, store *Store) string {
	t.Helper()
	var text strings.Builder
	store.View(func(tables *Tables) {
		for _, row := range tables.Namespaces.All(func(*Namespace) bool { return true }) {
			fmt.Fprintf(&text, "%+v\n", *row)
		}
		for _, row := range tables.Applications.All(func(*Application) bool { return true }) {
			fmt.Fprintf(&text, "%+v\n", *row)
		}
		for _, row := range tables.servers.All(func(*Server) bool { return true }) {
			fmt.Fprintf(&text, "%+v\n", *row)
		}
	})
	if store.db == nil {
		return text.String()
	}
	book, err := logbook.Open(logbook.Options{DB: store.DB(), Now: time.Now})
	require.NoError(t, err)
	for i := range 3 {
		logs, _, ok, err := book.List(fmt.Sprintf("app-%d", i), false, 0, 1000)
		require.NoError(t, err)
		fmt.Fprintln(&text, ok, logs)
	}
	require.NoError(t, book.Close())
	return text.String()
}

// damage is a way to corrupt a file.
type damage struct {
	name  string
	spoil func([]byte) []byte
}

var damages = []damage{
	{"flipped bit", func(data []byte) []byte {
		data[rand.IntN(len(data))] ^= 1 << rand.IntN(8)
		return data
	}},
	{"flipped bit in the headers", func(data []byte) []byte {
		data[rand.IntN(2)*os.Getpagesize()+rand.IntN(80)] ^= 1 << rand.IntN(8)
		return data
	}},
	{"flipped bit in the head of a page", func(data []byte) []byte {
		page := os.Getpagesize()
		data[rand.IntN(len(data)/page)*page+rand.IntN(200)] ^= 1 << rand.IntN(8)
		return data
	}},
	{"cut", func(data []byte) []byte { return data[:rand.IntN(len(data))] }},
	{"cut at a page", func(data []byte) []byte {
		return data[:rand.IntN(len(data)/os.Getpagesize())*os.Getpagesize()]
	}},
	{"zeroes", func(data []byte) []byte {
		at := rand.IntN(len(data))
		clear(data[at:min(len(data), at+rand.IntN(10_000))])
		return data
	}},
	{"noise", func(data []byte) []byte {
		at := rand.IntN(len(data))
		for i := range min(len(data)-at, rand.IntN(10_000)) {
			data[at+i] = byte(rand.Uint32())
		}
		return data
	}},
	{"a page over another", func(data []byte) []byte {
		page := os.Getpagesize()
		pages := len(data) / page
		copy(data[rand.IntN(pages)*page:][:page], bytes.Clone(data[rand.IntN(pages)*page:][:page]))
		return data
	}},
	{"empty", func([]byte) []byte { return nil }},
	{"something else", func([]byte) []byte { return []byte("no database") }},
}

// Whatever happens to the file, opening it gives the acknowledged state, or an error
// that says what to do and leaves the file unchanged.
func TestDamagedStates(t *testing.T) {
	const trials = 300
	dir, content := filled(t)
	path := filepath.Join(dir, fileName)
	good, err := os.ReadFile(path)
	require.NoError(t, err)
	refused, harmless := map[string]int{}, map[string]int{}
	for trial := range trials {
		kind := damages[trial%len(damages)]
		bad := kind.spoil(bytes.Clone(good))
		require.NoError(t, os.WriteFile(path, bad, 0o600))
		store, err := Open(Options{Dir: dir, Check: logbook.Check})
		if err == nil {
			require.Equal(t, content, contentOf(t, store), "%s: it starts with another state", kind.name)
			require.NoError(t, store.Update(put("new")), kind.name)
			require.NoError(t, store.Close())
			require.NoError(t, boltcheck.File(path), kind.name)
			harmless[kind.name]++
			continue
		}
		damaged, ok := errors.AsType[*DamagedError](err)
		require.True(t, ok, "%s: %v", kind.name, err)
		require.Equal(t, path, damaged.File)
		for _, part := range []string{path, "Nothing was changed", "-set-damaged-aside"} {
			require.ErrorContains(t, err, part)
		}
		after, err := os.ReadFile(path)
		require.NoError(t, err)
		require.True(t, bytes.Equal(bad, after), "%s: the file was changed", kind.name)
		refused[kind.name]++
	}
	t.Logf("of %d damaged files refused: %v; harmless, because the damage is in unused space: %v", trials, refused, harmless)
	for _, kind := range []string{"cut", "empty", "something else"} {
		assert.NotZero(t, refused[kind], kind)
	}
}

func TestEveryFlippedBitOfARecordIsNoticed(t *testing.T) {
	dir := t.TempDir()
	store := open(t, dir)
	require.NoError(t, store.Update(put("precious")))
	require.NoError(t, store.Close())
	path := filepath.Join(dir, fileName)
	good, err := os.ReadFile(path)
	require.NoError(t, err)
	record := []byte(`"name":"name of precious"`)
	at := bytes.LastIndex(good, record)
	require.Positive(t, at)
	for i := range record {
		bad := bytes.Clone(good)
		for from := 0; ; { // old copies of the page have it, too
			next := bytes.Index(bad[from:], record)
			if next < 0 {
				break
			}
			bad[from+next+i] ^= 0x20
			from += next + 1
		}
		require.NoError(t, os.WriteFile(path, bad, 0o600))
		_, err := Open(Options{Dir: dir})
		_, ok := errors.AsType[*DamagedError](err)
		require.True(t, ok, "byte %d: %v", i, err)
	}
}

// A record that is gone without a trace in the structure is noticed, too.
func TestMissingRecordsAreNoticed(t *testing.T) {
	for _, spoil := range []func(*bolt.Tx) error{
		func(tx *bolt.Tx) error { return tx.Bucket([]byte("namespaces")).Delete([]byte("id-7")) },
		func(tx *bolt.Tx) error { return tx.DeleteBucket([]byte("namespaces")) },
		func(tx *bolt.Tx) error { return tx.Bucket([]byte(manifestBucket)).Delete([]byte("namespaces")) },
		func(tx *bolt.Tx) error { return tx.Bucket([]byte(manifestBucket)).Delete([]byte(formatKey)) },
		func(tx *bolt.Tx) error { return tx.DeleteBucket([]byte(manifestBucket)) },
		func(tx *bolt.Tx) error { _, err := tx.CreateBucket([]byte("nbmespaces")); return err },
		func(tx *bolt.Tx) error {
			ns := tx.Bucket([]byte("namespaces"))
			return ns.Put([]byte("id-8"), bytes.Clone(ns.Get([]byte("id-9"))))
		},
	} {
		dir, _ := filled(t)
		store := open(t, dir)
		require.NoError(t, store.db.Update(spoil))
		require.NoError(t, store.Close())
		_, err := Open(Options{Dir: dir})
		_, ok := errors.AsType[*DamagedError](err)
		require.True(t, ok, "%v", err)
	}
}

func TestADamagedStateIsSetAsideOnRequest(t *testing.T) {
	dir, content := filled(t)
	path := filepath.Join(dir, fileName)
	require.NoError(t, os.Mkdir(filepath.Join(dir, ArchivesName), 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(dir, ArchivesName, "code.zip"), []byte("code"), 0o600))

	store, err := Open(Options{Dir: dir, SetDamagedAside: true})
	require.NoError(t, err)
	assert.Equal(t, content, contentOf(t, store), "a good state stays")
	require.NoError(t, store.Close())

	require.NoError(t, os.Truncate(path, 5000))
	store, err = Open(Options{Dir: dir, SetDamagedAside: true})
	require.NoError(t, err)
	assert.Empty(t, ids(store))
	require.NoError(t, store.Update(put("new")))
	require.NoError(t, store.Close())
	aside, err := filepath.Glob(path + ".damaged-*")
	require.NoError(t, err)
	require.Len(t, aside, 1)
	info, err := os.Stat(aside[0])
	require.NoError(t, err)
	assert.EqualValues(t, 5000, info.Size())
	code, err := filepath.Glob(filepath.Join(dir, ArchivesName+".damaged-*", "code.zip"))
	require.NoError(t, err)
	assert.Len(t, code, 1)
}

func TestAStateThatIsMissingOrEmptyBesideArchivesIsDamage(t *testing.T) {
	for _, spoil := range []func(string) error{os.Remove, func(path string) error { return os.Truncate(path, 0) }} {
		dir, _ := filled(t)
		require.NoError(t, os.Mkdir(filepath.Join(dir, ArchivesName), 0o700))
		require.NoError(t, os.WriteFile(filepath.Join(dir, ArchivesName, "code.zip"), nil, 0o600))
		require.NoError(t, spoil(filepath.Join(dir, fileName)))
		_, err := Open(Options{Dir: dir})
		_, ok := errors.AsType[*DamagedError](err)
		require.True(t, ok, "%v", err)
	}
}

// old makes a folder as the version without checksums and marks has left it.
func old(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	db, err := bolt.Open(filepath.Join(dir, fileName), 0o600, nil)
	require.NoError(t, err)
	require.NoError(t, db.Update(func(tx *bolt.Tx) error {
		for _, row := range [][3]string{
			{"namespaces", "a", `{"seq":2,"id":"a","name":"shop"}`},
			{"namespaces", "b", `{"seq":1,"id":"b","name":"second"}`},
			{"applications", "f", `{"seq":3,"kind":"function","id":"f","namespace_id":"a"}`},
			{"servers", "server", `{"seq":0,"format":1,"access_key":"key","secret":"s"}`},
			{"crons", "", ""}, {"registries", "", ""}, {"keys", "", ""},
		} {
			bucket, err := tx.CreateBucketIfNotExists([]byte(row[0]))
			require.NoError(t, err)
			if row[1] != "" {
				require.NoError(t, bucket.Put([]byte(row[1]), []byte(row[2])))
			}
		}
		return nil
	}))
	require.NoError(t, db.Close())
	require.NoError(t, os.Mkdir(filepath.Join(dir, ArchivesName), 0o700))
	return dir
}

func TestOldStatesAreMigratedOnce(t *testing.T) {
	dir := old(t)
	before, err := os.ReadFile(filepath.Join(dir, fileName))
	require.NoError(t, err)
	for range 2 {
		store := open(t, dir)
		assert.Equal(t, []string{"b", "a"}, ids(store))
		server, err := store.Server(func() Server { return Server{AccessKey: "other"} })
		require.NoError(t, err)
		assert.Equal(t, "key", server.AccessKey)
		require.NoError(t, store.Close())
	}
	copies, err := filepath.Glob(filepath.Join(dir, "state.db.format1-*"))
	require.NoError(t, err)
	require.Len(t, copies, 1, "migrated once")
	kept, err := os.ReadFile(copies[0])
	require.NoError(t, err)
	assert.Equal(t, before, kept)
	assert.FileExists(t, filepath.Join(dir, MarkName))
}

func TestAMigrationThatFailsLosesNothing(t *testing.T) {
	dir := old(t)
	path := filepath.Join(dir, fileName)
	before, err := os.ReadFile(path)
	require.NoError(t, err)
	store := &Store{tables: newTables()}
	format, err := store.readFile(path, Options{})
	require.NoError(t, err)
	require.NoError(t, func() (err error) { store.db, err = openDB(path, true); return err }()) // takes no writes
	require.ErrorContains(t, store.migrate(Options{Dir: dir}, format), "it is as it was")
	require.NoError(t, store.Close())
	after, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, before, after)
	again := open(t, dir)
	assert.Equal(t, []string{"b", "a"}, ids(again))
}

func TestADamagedOldStateIsRefusedAsItIs(t *testing.T) {
	dir := old(t)
	path := filepath.Join(dir, fileName)
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	data = bytes.ReplaceAll(data, []byte(`"name":"shop"`), []byte(`"name"!"shop"`))
	require.NoError(t, os.WriteFile(path, data, 0o600))
	_, err = Open(Options{Dir: dir})
	_, ok := errors.AsType[*DamagedError](err)
	require.True(t, ok, "%v", err)
	assert.NoFileExists(t, filepath.Join(dir, MarkName))
	after, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, data, after)
}
