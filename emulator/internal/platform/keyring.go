package platform

import (
	"sync"
	"sync/atomic"

	"github.com/rumpl/gosc/emulator/internal/state"
	"github.com/rumpl/gosc/emulator/internal/token"
)

// keyring makes the key pair of a namespace when it is first needed, since that
// costs some tens of milliseconds, or seconds for one of v1beta1.
type keyring struct {
	store *state.Store
	spare *spareKey // nil: none

	mu      sync.Mutex
	entries map[string]*keyEntry
}

type keyEntry struct {
	mu  sync.Mutex // held while the key is made
	key atomic.Pointer[token.Key]
}

func newKeyring(store *state.Store) *keyring {
	return &keyring{store: store, entries: map[string]*keyEntry{}}
}

// get returns the key pair of a namespace. It is stored before anybody sees it.
func (k *keyring) get(namespace string) (*token.Key, error) {
	entry := k.entry(namespace)
	entry.mu.Lock()
	defer entry.mu.Unlock()
	if key := entry.key.Load(); key != nil {
		return key, nil
	}
	key, err := k.loadOrMake(namespace)
	if err != nil {
		return nil, err
	}
	entry.key.Store(key)
	return key, nil
}

// ready returns the key pair of a namespace if it has been made, else nil.
func (k *keyring) ready(namespace string) *token.Key {
	entry := k.entry(namespace)
	if key := entry.key.Load(); key != nil {
		return key
	}
	stored := k.stored(namespace)
	if stored == nil {
		return nil
	}
	key, err := token.ParseKey(stored.DER)
	if err != nil {
		return nil // get reports it
	}
	entry.key.Store(key)
	return key
}

func (k *keyring) stored(namespace string) (stored *state.Key) {
	k.store.View(func(t *state.Tables) { stored, _ = t.Keys.Get(namespace) })
	return stored
}

func (k *keyring) entry(namespace string) *keyEntry {
	k.mu.Lock()
	defer k.mu.Unlock()
	entry := k.entries[namespace]
	if entry == nil {
		entry = &keyEntry{}
		k.entries[namespace] = entry
	}
	return entry
}

func (k *keyring) loadOrMake(namespace string) (*token.Key, error) {
	stored := k.stored(namespace)
	bits := token.Bits
	k.store.View(func(t *state.Tables) {
		if ns, ok := t.Namespaces.Get(namespace); ok && ns.Product != state.BothProducts {
			bits = token.V2Bits
		}
	})
	if stored != nil {
		return token.ParseKey(stored.DER)
	}
	key, err := k.make(bits)
	if err != nil {
		return nil, err
	}
	der, err := key.Marshal()
	if err != nil {
		return nil, err
	}
	return key, k.store.Update(func(t *state.Tables) error {
		if _, ok := t.Namespaces.Get(namespace); !ok {
			return &NotFoundError{ResourceNamespace, namespace}
		}
		t.Keys.Put(namespace, &state.Key{Seq: t.NextSeq(), DER: der})
		return nil
	})
}

func (k *keyring) make(bits int) (*token.Key, error) {
	if bits == token.V2Bits {
		if key := k.spare.take(); key != nil {
			return key, nil
		}
	}
	return token.NewKey(bits)
}

func (k *keyring) forget(namespace string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	delete(k.entries, namespace)
}
