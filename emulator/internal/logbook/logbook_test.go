package logbook

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	bolt "go.etcd.io/bbolt"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func frozen() time.Time { return time.Date(2020, 6, 20, 15, 40, 52, 123456000, time.UTC) }

func open(t *testing.T, options Options) *Book {
	t.Helper()
	if options.Now == nil {
		options.Now = frozen
	}
	book, err := Open(options)
	require.NoError(t, err)
	return book
}

func list(t *testing.T, book *Book, id string) []Entry {
	t.Helper()
	logs, total, ok, err := book.List(id, false, 0, 1_000_000)
	require.NoError(t, err)
	require.True(t, ok)
	require.Len(t, logs, total)
	return logs
}

func messages(logs []Entry) []string {
	texts := []string{}
	for _, log := range logs {
		texts = append(texts, log.Message)
	}
	return texts
}

func TestLinesAreStrictlyOrderedEvenIfTimeStandsStill(t *testing.T) {
	book := open(t, Options{})
	book.Add("app")
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for range 100 {
				book.Append("app", "x")
			}
		})
	}
	group.Wait()
	logs := list(t, book, "app")
	require.Len(t, logs, 400)
	ids := map[string]bool{}
	var last time.Time
	for _, log := range logs {
		at, err := time.Parse(time.RFC3339Nano, log.Timestamp)
		require.NoError(t, err)
		require.True(t, at.After(last))
		last = at
		ids[log.ID] = true
	}
	assert.Len(t, ids, 400)
	assert.Equal(t, "2020-06-20T15:40:52.123456000Z", logs[0].Timestamp)
	assert.True(t, slices.IsSortedFunc(logs, func(a, b Entry) int { return strings.Compare(a.Timestamp, b.Timestamp) }))
}

func TestPagesInBothDirections(t *testing.T) {
	book := open(t, Options{})
	book.Add("app")
	for i := range 5 {
		book.Append("app", fmt.Sprint(i))
	}
	tests := []struct {
		newest        bool
		offset, limit int
		want          []string
	}{
		{true, 0, 2, []string{"4", "3"}},
		{true, 4, 2, []string{"0"}},
		{true, 6, 2, []string{}},
		{false, 0, 2, []string{"0", "1"}},
		{false, 2, 100, []string{"2", "3", "4"}},
	}
	for _, test := range tests {
		logs, total, ok, err := book.List("app", test.newest, test.offset, test.limit)
		require.NoError(t, err)
		assert.True(t, ok)
		assert.Equal(t, 5, total)
		assert.Equal(t, test.want, messages(logs))
	}
}

func TestLimits(t *testing.T) {
	book := open(t, Options{MaxLines: 3, MaxBytes: 1000})
	book.Add("app")
	for i := range 5 {
		book.Append("app", fmt.Sprint(i))
	}
	assert.Equal(t, []string{"2", "3", "4"}, messages(list(t, book, "app")), "the oldest lines go first")
	book.Append("app", strings.Repeat("a", 999))
	assert.Len(t, list(t, book, "app"), 2, "bytes are bounded, too")
	book.Append("app", strings.Repeat("b", 2000))
	assert.Len(t, list(t, book, "app"), 1, "the newest line stays in any case")
	book.Append("app", strings.Repeat("c", maxLineBytes+1))
	last := list(t, book, "app")[0].Message
	assert.Len(t, last, maxLineBytes)
	assert.True(t, strings.HasSuffix(last, cutMark))
}

func TestUnknownAndRemovedLogs(t *testing.T) {
	book := open(t, Options{})
	book.Append("nobody", "lost on purpose")
	_, _, ok, err := book.List("nobody", true, 0, 10)
	require.NoError(t, err)
	assert.False(t, ok)
	book.Add("app")
	assert.Empty(t, list(t, book, "app"))
	book.Remove("app")
	_, _, ok, err = book.List("app", true, 0, 10)
	require.NoError(t, err)
	assert.False(t, ok)
}

func TestLinesOutliveTheBook(t *testing.T) {
	db, err := bolt.Open(filepath.Join(t.TempDir(), "db"), 0o600, nil)
	require.NoError(t, err)
	defer func() { assert.NoError(t, db.Close()) }()

	first := open(t, Options{DB: db, MaxLines: 4})
	first.Add("app")
	first.Add("gone")
	for i := range 6 {
		first.Append("app", fmt.Sprint(i))
		first.Append("gone", fmt.Sprint(i))
	}
	before := list(t, first, "app") // what was listed is in the database
	second := open(t, Options{DB: db, MaxLines: 4})
	assert.Equal(t, before, list(t, second, "app"), "same lines, ids and times")
	second.Append("app", "after")
	assert.Equal(t, []string{"3", "4", "5", "after"}, messages(list(t, second, "app")))
	second.Keep([]string{"app"})
	require.NoError(t, second.Close())
	require.NoError(t, first.Close())

	third := open(t, Options{DB: db, MaxLines: 4})
	assert.Equal(t, []string{"3", "4", "5", "after"}, messages(list(t, third, "app")))
	_, _, ok, err := third.List("gone", true, 0, 1)
	require.NoError(t, err)
	assert.False(t, ok)
	require.NoError(t, third.Close())
}

func TestLinesReachTheDatabaseUnasked(t *testing.T) {
	db, err := bolt.Open(filepath.Join(t.TempDir(), "db"), 0o600, nil)
	require.NoError(t, err)
	defer func() { assert.NoError(t, db.Close()) }()
	book := open(t, Options{DB: db})
	defer func() { assert.NoError(t, book.Close()) }()
	book.Add("app")
	book.Append("app", "x")
	assert.Eventually(t, func() bool {
		found := false
		_ = db.View(func(tx *bolt.Tx) error {
			found = tx.Bucket(bucketName).Bucket([]byte("app")) != nil
			return nil
		})
		return found
	}, time.Minute, 5*time.Millisecond)
}

func TestLinesThatCannotBeWrittenAreNotShown(t *testing.T) {
	db, err := bolt.Open(filepath.Join(t.TempDir(), "db"), 0o600, nil)
	require.NoError(t, err)
	book := open(t, Options{DB: db})
	book.Add("app")
	require.NoError(t, db.Close())
	book.Append("app", "x")
	_, _, _, err = book.List("app", true, 0, 1)
	require.ErrorContains(t, err, "write the logs")
	require.ErrorContains(t, book.Close(), "write the logs")
}

// A reader polls while lines come in. Whatever it has been shown is in the
// database at that moment, so a killed emulator cannot take it back, or give its
// id to another line.
func TestListedLinesAreSaved(t *testing.T) {
	db, err := bolt.Open(filepath.Join(t.TempDir(), "db"), 0o600, &bolt.Options{NoSync: true})
	require.NoError(t, err)
	defer func() { assert.NoError(t, db.Close()) }()
	book := open(t, Options{DB: db})
	defer func() { assert.NoError(t, book.Close()) }()
	book.Add("app")
	// Each look lets some lines in: every look reads all of them, and writers without
	// a bound would outrun a reader on a busy machine.
	const each = 20
	lines := make(chan struct{}, each)
	var group sync.WaitGroup
	defer group.Wait()
	defer close(lines)
	for range 2 {
		group.Go(func() {
			for range lines {
				book.Append("app", "line")
				time.Sleep(10 * time.Microsecond)
			}
		})
	}
	for range 200 {
		for len(lines) < each {
			lines <- struct{}{}
		}
		logs, total, _, err := book.List("app", true, 0, 1_000_000)
		require.NoError(t, err)
		require.Len(t, logs, total)
		saved := &Book{apps: map[string]*appLog{}}
		require.NoError(t, db.View(func(tx *bolt.Tx) error { return saved.readLogs(tx.Bucket(bucketName), true) }))
		if len(logs) == 0 {
			continue
		}
		var ids []string
		for _, line := range saved.apps["app"].lines {
			ids = append(ids, line.entry("app").ID)
		}
		require.Contains(t, ids, logs[0].ID)
	}
}

func TestDamagedLinesAreNoticed(t *testing.T) {
	tests := map[string]func(*testing.T, *bolt.Bucket){
		"changed": func(t *testing.T, root *bolt.Bucket) {
			lines := root.Bucket([]byte("app"))
			value := slices.Clone(lines.Get(numberKey(2)))
			value[10] ^= 4
			require.NoError(t, lines.Put(numberKey(2), value))
		},
		"one missing": func(t *testing.T, root *bolt.Bucket) {
			require.NoError(t, root.Bucket([]byte("app")).Delete(numberKey(2)))
		},
		"first missing": func(t *testing.T, root *bolt.Bucket) {
			require.NoError(t, root.Bucket([]byte("app")).Delete(numberKey(1)))
		},
		"last missing": func(t *testing.T, root *bolt.Bucket) {
			require.NoError(t, root.Bucket([]byte("app")).Delete(numberKey(3)))
		},
		"all missing":   func(t *testing.T, root *bolt.Bucket) { require.NoError(t, root.DeleteBucket([]byte("app"))) },
		"bounds":        func(t *testing.T, root *bolt.Bucket) { require.NoError(t, root.Delete([]byte("bounds/app"))) },
		"format":        func(t *testing.T, root *bolt.Bucket) { require.NoError(t, root.Delete([]byte("format"))) },
		"later format":  func(t *testing.T, root *bolt.Bucket) { require.NoError(t, root.Put([]byte("format"), []byte("3"))) },
		"unknown entry": func(t *testing.T, root *bolt.Bucket) { require.NoError(t, root.Put([]byte("x"), nil)) },
	}
	for name, damage := range tests {
		t.Run(name, func(t *testing.T) {
			db, err := bolt.Open(filepath.Join(t.TempDir(), "db"), 0o600, nil)
			require.NoError(t, err)
			defer func() { assert.NoError(t, db.Close()) }()
			book := open(t, Options{DB: db})
			book.Add("app")
			for range 3 {
				book.Append("app", "some line")
			}
			require.NoError(t, book.Close())
			require.NoError(t, db.View(Check))
			require.NoError(t, db.Update(func(tx *bolt.Tx) error {
				damage(t, tx.Bucket(bucketName))
				return nil
			}))
			require.Error(t, db.View(Check))
			_, err = Open(Options{DB: db, Now: frozen})
			require.ErrorContains(t, err, "read the logs")
		})
	}
}

// Lines of the version before have neither checksums nor bounds.
func TestOldLogsAreMigrated(t *testing.T) {
	db, err := bolt.Open(filepath.Join(t.TempDir(), "db"), 0o600, nil)
	require.NoError(t, err)
	defer func() { assert.NoError(t, db.Close()) }()
	require.NoError(t, db.Update(func(tx *bolt.Tx) error {
		root, err := tx.CreateBucket(bucketName)
		require.NoError(t, err)
		_, err = root.CreateBucket([]byte("empty"))
		require.NoError(t, err)
		lines, err := root.CreateBucket([]byte("app"))
		require.NoError(t, err)
		require.NoError(t, lines.Put(numberKey(7), []byte(`{"t":"2020-06-20T15:40:52.1Z","m":"seven"}`)))
		return lines.Put(numberKey(8), []byte(`{"t":"2020-06-20T15:40:52.2Z","m":"eight"}`))
	}))
	for range 2 { // migrated, then as the new version has written it
		book := open(t, Options{DB: db})
		assert.Equal(t, []string{"seven", "eight"}, messages(list(t, book, "app")))
		require.NoError(t, book.Close())
		require.NoError(t, db.View(Check))
	}
	require.NoError(t, db.View(func(tx *bolt.Tx) error {
		isSealed, err := readFormat(tx.Bucket(bucketName))
		require.NoError(t, err)
		assert.True(t, isSealed)
		return nil
	}))
}
