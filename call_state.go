package gosc

import (
	"sync"
	"sync/atomic"

	"github.com/rumpl/gosc/internal/pathescape"
)

// callState holds everything a call needs until its reply is decoded, in one value
// that later calls reuse. It holds nothing that a user or a transport may still read
// afterwards: the attempt, the headers, the reply and the errors are allocated for
// each call.
type callState struct {
	// turn is incremented when the call is sent. A Call with another turn was sent
	// before, and can no longer access the state, which may belong to another call.
	turn atomic.Uint64

	arguments
	request request
	rooms   rooms
	model   any // a pointer to a zero model, see modelRoom
}

// modelRoom returns a zero T that only this call uses. A decoder is a function
// value, so what it fills is allocated: this way a later call for the same model
// has it already. The one who fills it copies it out and makes it zero again.
func modelRoom[T any](s *callState) *T {
	room, ok := s.model.(*T)
	if !ok {
		room = new(T)
		s.model = room
	}
	return room
}

// arguments are what the methods of a Call collect.
type arguments struct {
	path   []pathescape.Arg
	query  []byte
	header []headerField
	body   requestBody
	err    error // the first bad argument
}

// rooms are buffers of the size that most calls need, which saves allocations.
type rooms struct {
	path    [3]pathescape.Arg
	header  [3]headerField
	secrets [4]string
}

var callStates = sync.Pool{New: func() any { return new(callState) }}

// begin gives the Call a state without arguments.
func (c *Call) begin() {
	s := callStates.Get().(*callState)
	s.path, s.header = s.rooms.path[:0], s.rooms.header[:0]
	c.state, c.turn = s, s.turn.Load()
}

// release makes the state available to later calls. It is cleared first: it holds
// secrets, and pointers that would keep other values alive.
func (s *callState) release() {
	s.arguments = arguments{query: s.query[:0]}
	s.request = request{}
	s.rooms = rooms{}
	callStates.Put(s)
}

// open returns the state while arguments are collected, and nil once the call was
// sent.
func (c *Call) open() *callState {
	if c.state == nil || c.state.turn.Load() != c.turn {
		return nil
	}
	return c.state
}

// claim takes the state away from the Call, which is possible only once.
func (c *Call) claim() (*callState, error) {
	switch {
	case c.state == nil:
		return nil, &ArgumentError{Operation: c.op.ID, Argument: "call", Reason: "was not made by NewCall"}
	case !c.state.turn.CompareAndSwap(c.turn, c.turn+1):
		return nil, &ArgumentError{Operation: c.op.ID, Argument: "call", Reason: "was sent already: make a new one for each"}
	}
	return c.state, nil
}
