package emulator

import (
	"fmt"

	"github.com/rumpl/gosc/emulator/internal/traffic"
)

// Fault is something that goes wrong on demand, in any version of the API.
type Fault = traffic.Fault

// Request is a request that the emulator has answered. Secret keys and tokens
// are not in it.
type Request = traffic.Request

// ParseFault reads a fault in the form of the option -fail, such as
// "CreateFunction=503,times=2,retry-after=3s".
func ParseFault(text string) (Fault, error) { return traffic.ParseFault(text) }

// Fail makes the next calls of an operation fail with a status and the API's
// usual error for it; times 0 means all calls until Heal. The operation is called
// as the clients' method ("CreateFunction"), and is meant in all versions of the
// API; "functions/v1beta1.CreateFunction" is the one of one version, "*" is all
// operations. The error reports an operation that does not exist.
func (s *Server) Fail(operation string, status, times int) error {
	_, err := s.Inject(Fault{Operation: operation, Status: status, Times: times})
	return err
}

// Inject makes a fault happen from now on; see Fault for what is possible. The
// returned function removes it.
func (s *Server) Inject(fault Fault) (remove func(), err error) {
	remove, err = s.traffic.Inject(fault)
	if err != nil {
		return nil, fmt.Errorf("emulator: %w", err)
	}
	return remove, nil
}

// ForceStatus makes a resource show a status, such as "error", "locked" or
// "pending", and a message with it, until it is called with an empty status, or
// until Heal. A resource that is "locked" takes no changes (423). Behind the
// replies nothing changes.
func (s *Server) ForceStatus(id, status, message string) error {
	if err := s.traffic.Force(id, traffic.Forced{Status: status, Message: message}); err != nil {
		return fmt.Errorf("emulator: %w", err)
	}
	return nil
}

// Heal removes all faults and forced statuses.
func (s *Server) Heal() { s.traffic.Heal() }

// Requests returns the newest requests to the APIs, 1,000 at most, the oldest
// first, for assertions on what a client has sent.
func (s *Server) Requests() []Request { return s.traffic.Requests() }
