package platform

import (
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"slices"

	"golang.org/x/crypto/argon2"

	"github.com/rumpl/gosc/emulator/internal/state"
)

// Parameters of argon2id with which the live API hashes secrets. Clients compare
// a hash with the value that they have, so it must be a real one.
const (
	argonTime    = 1
	argonMemory  = 64 << 10 // KiB
	argonThreads = 2
	argonSalt    = 16 // bytes
	argonKey     = 32 // bytes
)

// hashSlots bounds the memory that hashing takes: 64 MiB each.
var hashSlots = make(chan struct{}, 2)

// NewSecret hashes a value with a new salt. That takes some tens of milliseconds.
func NewSecret(key, value string) state.Secret {
	hashSlots <- struct{}{}
	defer func() { <-hashSlots }()
	salt := make([]byte, argonSalt)
	_, _ = rand.Read(salt) // never fails
	hash := argon2.IDKey([]byte(value), salt, argonTime, argonMemory, argonThreads, argonKey)
	encode := base64.RawStdEncoding.EncodeToString
	return state.Secret{Key: key, Value: value, Hash: fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s",
		argon2.Version, argonMemory, argonTime, argonThreads, encode(salt), encode(hash))}
}

// SecretChange sets or removes one secret.
type SecretChange struct {
	Key string
	Set *state.Secret // nil: remove it
}

// MergeSecrets applies changes to secrets: keys that are not named stay, new ones
// are appended. It returns a new list.
func MergeSecrets(secrets []state.Secret, changes []SecretChange) []state.Secret {
	merged := slices.Clone(secrets)
	for _, change := range changes {
		at := slices.IndexFunc(merged, func(s state.Secret) bool { return s.Key == change.Key })
		switch {
		case change.Set == nil && at >= 0:
			merged = slices.Delete(merged, at, at+1)
		case change.Set == nil:
		case at >= 0:
			merged[at] = *change.Set
		default:
			merged = append(merged, *change.Set)
		}
	}
	return merged
}
