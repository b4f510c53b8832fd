package state

import (
	"errors"
	"fmt"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	bolt "go.etcd.io/bbolt"
)

func open(t *testing.T, dir string) *Store {
	t.Helper()
	store, err := Open(Options{Dir: dir})
	require.NoError(t, err)
	t.Cleanup(func() { _ = store.Close() })
	return store
}

func put(id string) func(*Tables) error {
	return func(t *Tables) error {
		t.Namespaces.Put(id, &Namespace{Seq: t.NextSeq(), ID: id, Name: "name of " + id})
		return nil
	}
}

func ids(store *Store) []string {
	all := []string{}
	store.View(func(t *Tables) {
		for _, ns := range t.Namespaces.All(func(*Namespace) bool { return true }) {
			all = append(all, ns.ID)
		}
	})
	return all
}

func TestUpdateSeesItsOwnChanges(t *testing.T) {
	store := open(t, "")
	require.NoError(t, store.Update(put("a")))
	require.NoError(t, store.Update(func(tables *Tables) error {
		require.NoError(t, put("b")(tables))
		tables.Namespaces.Delete("a")
		_, ok := tables.Namespaces.Get("a")
		assert.False(t, ok)
		all := tables.Namespaces.All(func(*Namespace) bool { return true })
		require.Len(t, all, 1)
		assert.Equal(t, "b", all[0].ID)
		return nil
	}))
	assert.Equal(t, []string{"b"}, ids(store))
}

func TestFailedUpdateChangesNothing(t *testing.T) {
	for _, dir := range []string{"", t.TempDir()} {
		store := open(t, dir)
		require.NoError(t, store.Update(put("a")))
		failure := errors.New("no")
		err := store.Update(func(tables *Tables) error {
			require.NoError(t, put("b")(tables))
			tables.Namespaces.Delete("a")
			return failure
		})
		require.ErrorIs(t, err, failure)
		assert.Equal(t, []string{"a"}, ids(store))
	}
}

func TestStateOutlivesTheStore(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "folder")
	first := open(t, dir)
	for _, id := range []string{"c", "a", "b"} {
		require.NoError(t, first.Update(put(id)))
	}
	made, err := first.Server(func() Server { return Server{AccessKey: "key", Secret: "secret"} })
	require.NoError(t, err)
	require.NoError(t, first.Close())

	second := open(t, dir)
	assert.Equal(t, []string{"c", "a", "b"}, ids(second), "in the order of creation")
	require.NoError(t, second.Update(put("d")))
	assert.Equal(t, []string{"c", "a", "b", "d"}, ids(second))
	again, err := second.Server(func() Server { return Server{AccessKey: "other"} })
	require.NoError(t, err)
	assert.Equal(t, made, again)
}

func TestWhatIsNotOnDiskIsNotThere(t *testing.T) {
	store := open(t, t.TempDir())
	require.NoError(t, store.Update(put("a")))
	require.NoError(t, store.Close()) // from now on every write fails
	require.ErrorContains(t, store.Update(put("b")), "write the state")
	assert.Equal(t, []string{"a"}, ids(store))
}

// BenchmarkUpdate is what the API waits for at each write.
func BenchmarkUpdate(b *testing.B) {
	store, err := Open(Options{Dir: b.TempDir()})
	require.NoError(b, err)
	defer store.Close() // the folder goes too
	require.NoError(b, store.Update(func(tables *Tables) error {
		for i := range 1000 {
			require.NoError(b, put(fmt.Sprint(i))(tables))
		}
		return nil
	}))
	for i := 0; b.Loop(); i++ {
		require.NoError(b, store.Update(put(fmt.Sprint(i%1000))))
	}
}

func TestOneEmulatorPerFolder(t *testing.T) {
	dir := t.TempDir()
	open(t, dir)
	_, err := Open(Options{Dir: dir})
	require.ErrorContains(t, err, "another emulator uses this folder")
}

func TestOtherFormatsAreRefused(t *testing.T) {
	dir := t.TempDir()
	store := open(t, dir)
	require.NoError(t, store.db.Update(func(tx *bolt.Tx) error {
		return putSealed(tx, manifestBucket, formatKey, formatVersion+1)
	}))
	require.NoError(t, store.Close())
	_, err := Open(Options{Dir: dir, SetDamagedAside: true})
	require.ErrorContains(t, err, "it has format 3; this emulator reads format 2")
}

func TestDropUploads(t *testing.T) {
	app := &Application{
		Status:   StatusReady,
		Uploads:  []string{"old", "deployed", "target", "latest"},
		Archive:  &Archive{File: "latest"},
		Target:   &Revision{Archive: "target"},
		Deployed: &Revision{Archive: "deployed"},
	}
	assert.Equal(t, []string{"old"}, app.DropUploads())
	assert.Equal(t, []string{"deployed", "target", "latest"}, app.Uploads)
	app.Deployed, app.Status = app.Target, StatusPending
	assert.Empty(t, app.DropUploads(), "an earlier deploy may still read its file")
}
