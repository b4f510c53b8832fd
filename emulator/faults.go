package emulator

import (
	"fmt"
	"net/http"
	"time"

	"github.com/rumpl/gosc/emulator/internal/traffic"
)

// Fault is a fault on demand, in any version of the API. It replaces the emulator's
// reply to a request or, if only Delay or Cut is set, modifies it.
type Fault struct {
	// Operation is the name of an operation in any API ("CreateFunction"), or in
	// one of them ("functions/v1beta1.CreateFunction"); "*" means all. The PUT and
	// GET of a signed URL are "UploadArchive" and "DownloadArchive".
	Operation string
	// ID limits the fault to requests whose path names this resource; empty
	// means all.
	ID string
	// Status of the reply, such as 503; nothing else happens then. 0 means that
	// the request is carried out.
	Status int
	// Type of the error in the reply, such as "quotas_exceeded" or
	// "out_of_stock"; empty means the usual one of the status. The reply to a signed
	// URL has it as its code, such as "SlowDown".
	Type string
	// Message of the error; empty means the usual one of the type.
	Message string
	// RetryAfter is sent as a header, in whole seconds rounded up; 0 means none.
	RetryAfter time.Duration
	// Delay passes before everything else.
	Delay time.Duration
	// Cut carries the request out and ends the reply in the middle of its body.
	Cut bool
	// Drop closes the connection without a reply; the request is not carried out.
	Drop bool
	// Times is how many requests it happens to; 0 means all, until it is removed.
	Times int
}

// Request is a request that the emulator has answered. Secret keys and tokens
// are not in it.
type Request struct {
	Time      time.Time
	Duration  time.Duration
	API       string // such as "functions/v1beta1"
	Operation string // such as "CreateFunction"; empty for a route of no API
	Method    string
	Path      string
	Query     string // without signatures
	Region    string
	ID        string // of the resource, from the path or from the reply
	Header    http.Header
	Body      []byte // the first 32 KiB of what the emulator has read
	Status    int    // 0: the connection was closed without a reply
	RequestID string
	Fault     bool // the reply was a fault on demand
}

// ParseFault reads a fault in the form of the option -fail, such as
// "CreateFunction=503,times=2,retry-after=3s".
func ParseFault(text string) (Fault, error) {
	fault, err := traffic.ParseFault(text)
	return Fault(fault), err
}

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
	remove, err = s.traffic.Inject(traffic.Fault(fault))
	if err != nil {
		return nil, fmt.Errorf("emulator: %w", err)
	}
	return remove, nil
}

// ForceStatus makes a resource show a status, such as "error", "locked" or
// "pending", and a message with it, until it is called with an empty status, or
// until Heal. A resource that is "locked" takes no changes (423). Behind the
// replies nothing changes. An id that no resource has is not an error.
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
func (s *Server) Requests() []Request {
	seen := s.traffic.Requests()
	list := make([]Request, len(seen))
	for i, request := range seen {
		list[i] = Request(request)
	}
	return list
}
