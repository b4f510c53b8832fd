package gosc

import (
	"sync"
	"sync/atomic"

	"github.com/rumpl/gosc/internal/pathescape"
)

// callState is all that a call needs until its reply is decoded, in one piece that
// is used again by later calls. Nothing that a user or a transport may still look
// at afterwards is in it: those get the attempt, the headers, the reply and the
// errors, which are made for each call.
type callState struct {
	// turn goes up when the call is sent. A Call whose turn is another one was sent
	// before, and does not reach the state any more, whoever has it now.
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

// rooms are for what most calls have, so that it needs no allocation of its own.
type rooms struct {
	path    [3]pathescape.Arg
	header  [3]headerField
	secrets [4]string
}

var callStates = sync.Pool{New: func() any { return new(callState) }}

// begin gets the Call a state without arguments.
func (c *Call) begin() {
	s := callStates.Get().(*callState)
	s.path, s.header = s.rooms.path[:0], s.rooms.header[:0]
	c.state, c.turn = s, s.turn.Load()
}

// release gives the state to a later call. What was in it is forgotten: there are
// secrets in it, and it would keep other things alive.
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

// claim takes the state away from the Call, which can be done once.
func (c *Call) claim() (*callState, error) {
	switch {
	case c.state == nil:
		return nil, &ArgumentError{Operation: c.op.ID, Argument: "call", Reason: "was not made by NewCall"}
	case !c.state.turn.CompareAndSwap(c.turn, c.turn+1):
		return nil, &ArgumentError{Operation: c.op.ID, Argument: "call", Reason: "was sent already: make a new one for each"}
	}
	return c.state, nil
}
