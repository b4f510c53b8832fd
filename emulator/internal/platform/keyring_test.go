package platform

import (
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc/emulator/internal/state"
	"github.com/rumpl/gosc/emulator/internal/token"
)

func keyringOf(t *testing.T, namespaces ...*state.Namespace) *keyring {
	t.Helper()
	store, err := state.Open(state.Options{})
	require.NoError(t, err)
	require.NoError(t, store.Update(func(tables *state.Tables) error {
		for _, ns := range namespaces {
			tables.Namespaces.Put(ns.ID, ns)
		}
		return nil
	}))
	return newKeyring(store)
}

func TestKeyring(t *testing.T) {
	keys := keyringOf(t, &state.Namespace{ID: "a"})
	assert.Nil(t, keys.ready("a"), "it is made when it is needed")
	made, err := keys.get("a")
	require.NoError(t, err)
	again := newKeyring(keys.store) // after a restart
	require.NotNil(t, again.ready("a"))
	assert.Equal(t, made.PublicPEM(), again.ready("a").PublicPEM())

	// Calls of a private application look at the key at the same time.
	fresh := newKeyring(keys.store)
	var group sync.WaitGroup
	for range 20 {
		group.Go(func() { assert.NotNil(t, fresh.ready("a")) })
	}
	group.Wait()

	_, err = keys.get("gone")
	missing := &NotFoundError{}
	require.ErrorAs(t, err, &missing)
	assert.Equal(t, ResourceNamespace, missing.Resource)
	keys.forget("a")
}

func TestKeySizes(t *testing.T) {
	keys := keyringOf(t, &state.Namespace{ID: "old"}, &state.Namespace{ID: "new", Product: state.Functions})
	old, err := keys.get("old")
	require.NoError(t, err)
	current, err := keys.get("new")
	require.NoError(t, err)
	assert.Equal(t, token.Bits, old.Size())
	assert.Equal(t, token.V2Bits, current.Size())

	spare, err := token.NewKey(token.Bits) // a small one can be told from others
	require.NoError(t, err)
	keys = keyringOf(t, &state.Namespace{ID: "old"}, &state.Namespace{ID: "new", Product: state.Functions})
	keys.spare = newSpareKey()
	keys.spare.once.Do(func() { keys.spare.made <- spare })
	old, err = keys.get("old")
	require.NoError(t, err)
	assert.NotEqual(t, spare.PublicPEM(), old.PublicPEM())
	current, err = keys.get("new")
	require.NoError(t, err)
	assert.Equal(t, spare.PublicPEM(), current.PublicPEM())
	assert.NotNil(t, <-keys.spare.made, "the next one")
}
