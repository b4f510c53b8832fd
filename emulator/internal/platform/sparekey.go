package platform

import (
	"sync"

	"github.com/rumpl/gosc/emulator/internal/token"
)

// spareKey is a key pair of v1beta1 that is made ahead, because making one takes
// seconds. Its goroutine cannot be stopped, so that it may outlive the platform
// for that long. A nil spareKey has none and makes none.
type spareKey struct {
	once sync.Once
	made chan *token.Key
}

func newSpareKey() *spareKey { return &spareKey{made: make(chan *token.Key, 1)} }

// begin makes the first key, unless that has begun.
func (s *spareKey) begin() {
	if s != nil {
		s.once.Do(s.prepare)
	}
}

func (s *spareKey) prepare() {
	go func() {
		key, err := token.NewKey(token.V2Bits)
		if err != nil {
			key = nil // the taker makes one, and hears about it
		}
		s.made <- key
	}()
}

// take returns the spare key, waits for it if it is being made, and begins the next
// one.
func (s *spareKey) take() *token.Key {
	if s == nil {
		return nil
	}
	s.begin()
	key := <-s.made
	s.prepare()
	return key
}
