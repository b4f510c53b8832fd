package state

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func idsOf(rows []*Application) []string {
	ids := []string{}
	for _, row := range rows {
		ids = append(ids, row.ID)
	}
	return ids
}

func TestIndexesFollowTheRecords(t *testing.T) {
	dir := t.TempDir()
	store := open(t, dir)
	put := func(t *Tables, id, name, endpoint string) {
		row := &Application{Seq: t.NextSeq(), ID: id, NamespaceID: "ns", Name: name, Endpoint: endpoint}
		if old, ok := t.Applications.Get(id); ok {
			row.Seq = old.Seq
		}
		t.Applications.Put(id, row)
	}
	check := func(store *Store, name string, named []string, port string, atPort []string) {
		t.Helper()
		store.View(func(tables *Tables) {
			assert.Equal(t, named, idsOf(tables.ApplicationsNamed("ns", name)), name)
			assert.Equal(t, atPort, idsOf(tables.ApplicationsAtPort(port)), port)
		})
	}
	require.NoError(t, store.Update(func(tables *Tables) error {
		put(tables, "b", "Hello", "http://127.0.0.1:4001")
		put(tables, "a", "hello", "http://[::1]:4002")
		put(tables, "c", "other", "")
		assert.Equal(t, []string{"b", "a"}, idsOf(tables.ApplicationsNamed("ns", "HELLO")), "what this update has put is found")
		assert.Empty(t, tables.ApplicationsNamed("other", "hello"))
		tables.Namespaces.Put("ns", &Namespace{Seq: tables.NextSeq(), ID: "ns", Label: "shop1"})
		tables.Domains.Put("d", &Domain{Seq: tables.NextSeq(), ID: "d", Hostname: "API.example.org"})
		return nil
	}))
	check(store, "hello", []string{"b", "a"}, "4001", []string{"b"})
	check(store, "other", []string{"c"}, "04002", []string{"a"})
	check(store, "", []string{}, "", []string{})
	store.View(func(tables *Tables) {
		require.Len(t, tables.DomainsNamed("api.Example.org"), 1)
		assert.Empty(t, tables.DomainsNamed("example.org"))
		require.Len(t, tables.NamespacesLabelled("shop1"), 1)
		assert.Empty(t, tables.NamespacesLabelled(""))
	})

	failure := errors.New("no")
	require.ErrorIs(t, store.Update(func(tables *Tables) error {
		tables.Applications.Delete("b")
		put(tables, "a", "renamed", "http://127.0.0.1:4003")
		assert.Empty(t, tables.ApplicationsNamed("ns", "hello"), "what this update has deleted or renamed is not found")
		assert.Equal(t, []string{"a"}, idsOf(tables.ApplicationsNamed("ns", "renamed")))
		return failure
	}), failure)
	check(store, "hello", []string{"b", "a"}, "4003", []string{})

	require.NoError(t, store.Update(func(tables *Tables) error {
		put(tables, "a", "renamed", "http://127.0.0.1:4001")
		tables.Applications.Delete("c")
		tables.Domains.Delete("d")
		return nil
	}))
	check(store, "hello", []string{"b"}, "4001", []string{"b", "a"})
	check(store, "other", []string{}, "4002", []string{})
	store.View(func(tables *Tables) { assert.Empty(t, tables.DomainsNamed("api.example.org")) })

	require.NoError(t, store.Close())
	again := open(t, dir)
	check(again, "renamed", []string{"a"}, "4001", []string{"b", "a"})
	require.NoError(t, again.Update(func(tables *Tables) error {
		tables.Applications.Delete("a")
		tables.Applications.Delete("b")
		return nil
	}))
	again.View(func(tables *Tables) { assert.Empty(t, tables.Applications.index.ids, "nothing is left behind") })
}
