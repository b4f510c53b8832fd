package traffic

import (
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Fault is a fault on demand. It replaces the emulator's reply to a request or, if
// only Delay or Cut is set, modifies it.
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

const allOperations = "*"

// validate finds faults that would never happen.
func (f *Fault) validate() error {
	name := f.Operation
	if api, rest, ok := strings.Cut(name, "."); ok {
		name = rest
		if strings.Count(api, "/") != 1 {
			return fmt.Errorf("%q is not an operation: an API is written like functions/v1beta1", f.Operation)
		}
	}
	switch {
	case name != allOperations && !known(name):
		return fmt.Errorf("%q is not an operation; names are such as CreateFunction, functions/v1beta1.ListCrons, %s or *", f.Operation, UploadArchive)
	case f.Status != 0 && (f.Status < 200 || f.Status > 599):
		return fmt.Errorf("%d is not a status", f.Status)
	case f.Times < 0 || f.Delay < 0 || f.RetryAfter < 0:
		return fmt.Errorf("times, delay and Retry-After must not be negative")
	case f.Status == 0 && f.Delay == 0 && !f.Cut && !f.Drop:
		return fmt.Errorf("the fault for %s does nothing: set a status, a delay, cut or drop", f.Operation)
	case f.Type != "" && f.Status == 0:
		return fmt.Errorf("an error of type %q needs a status", f.Type)
	}
	return nil
}

func (f *Fault) hits(op Operation) bool {
	if f.ID != "" && f.ID != op.ID {
		return false
	}
	return slices.Contains([]string{allOperations, op.Name, op.API + "." + op.Name, op.API + "." + allOperations}, f.Operation)
}

type activeFault struct {
	Fault
	number int
	left   int
}

// Inject adds a fault. The returned function removes it.
func (l *Layer) Inject(fault Fault) (remove func(), err error) {
	if err := fault.validate(); err != nil {
		return nil, fmt.Errorf("fault: %w", err)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lastID++
	number := l.lastID
	l.faults = append(l.faults, &activeFault{Fault: fault, number: number, left: fault.Times})
	return func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.faults = slices.DeleteFunc(l.faults, func(f *activeFault) bool { return f.number == number })
	}, nil
}

// Faults lists the faults that may still occur, the oldest first.
func (l *Layer) Faults() []Fault {
	l.mu.Lock()
	defer l.mu.Unlock()
	list := []Fault{}
	for _, fault := range l.faults {
		left := fault.Fault
		left.Times = fault.left
		list = append(list, left)
	}
	return list
}

// Heal removes all faults and forced statuses.
func (l *Layer) Heal() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.faults = nil
	clear(l.forced)
}

// take returns the oldest fault that hits an operation, and counts it.
func (l *Layer) take(op Operation) *Fault {
	l.mu.Lock()
	defer l.mu.Unlock()
	for i, fault := range l.faults {
		if !fault.hits(op) {
			continue
		}
		if fault.Times > 0 {
			if fault.left--; fault.left == 0 {
				l.faults = slices.Delete(l.faults, i, i+1)
			}
		}
		return &fault.Fault
	}
	return nil
}

// standard are the errors of the API: type, message, and further members.
var standard = []struct {
	status        int
	kind, message string
	members       func(op Operation) map[string]any
}{
	{400, "invalid_arguments", "invalid argument(s)", func(Operation) map[string]any {
		return map[string]any{"details": []map[string]string{{"argument_name": "unknown", "help_message": "fault on demand", "reason": "constraint"}}}
	}},
	{401, "denied_authentication", "authentication is denied", func(Operation) map[string]any {
		return map[string]any{"method": "api_key", "reason": "not_found"}
	}},
	{403, "permissions_denied", "insufficient permissions", func(op Operation) map[string]any {
		return map[string]any{"details": []map[string]string{{"action": "write", "resource": resourceOf(op)}}}
	}},
	{403, "quotas_exceeded", "quota(s) exceeded for this resource", func(op Operation) map[string]any {
		return map[string]any{"details": []map[string]any{{"current": 20, "quota": 20, "resource": resourceOf(op)}}}
	}},
	{404, "not_found", "resource is not found", named},
	{409, "conflict", "conflict", nil},
	{409, "transient_state", "resource is in a transient state", func(op Operation) map[string]any {
		members := named(op)
		members["current_state"] = "pending"
		return members
	}},
	{410, "resource_expired", "resource is expired", func(op Operation) map[string]any {
		members := named(op)
		members["expired_since"] = "2020-06-20T15:40:52Z"
		return members
	}},
	{412, "precondition_failed", "precondition failed", func(Operation) map[string]any {
		return map[string]any{"help_message": "fault on demand", "precondition": "unknown_precondition"}
	}},
	{423, "locked", "resource is locked", named},
	{429, "too_many_requests", "too many requests", nil},
	{503, "out_of_stock", "resource is out of stock", func(op Operation) map[string]any {
		return map[string]any{"resource": resourceOf(op)}
	}},
}

func named(op Operation) map[string]any {
	return map[string]any{"resource": resourceOf(op), "resource_id": op.ID}
}

// resourceOf returns the resource of an operation: "function" for UpdateFunction.
func resourceOf(op Operation) string {
	for _, resource := range resources {
		if strings.Contains(op.Name, resource) {
			return strings.ToLower(resource)
		}
	}
	return "resource"
}

// write writes the fault as the reply.
func (f *Fault) write(w http.ResponseWriter, r *http.Request, op Operation) {
	if op.storage() {
		f.writeStorage(w, r)
		return
	}
	members := map[string]any{"message": http.StatusText(f.Status)}
	for _, known := range standard {
		// A status 503 without a type is a gateway's; nothing is out of stock.
		if f.Type == known.kind || (f.Type == "" && f.Status == known.status && known.status != http.StatusServiceUnavailable) {
			members = map[string]any{}
			if known.members != nil {
				members = known.members(op)
			}
			members["message"], members["type"] = known.message, known.kind
			break
		}
	}
	if f.Type != "" {
		members["type"] = f.Type
	}
	if f.Message != "" {
		members["message"] = f.Message
	}
	body, err := json.Marshal(members) // its keys are sorted, as the API's are
	if err != nil {
		body = []byte(`{}`)
	}
	f.setRetryAfter(w)
	w.Header().Set("X-Request-Id", newRequestID())
	w.Header().Set("Content-Type", "application/json")
	setLength(w, len(body))
	w.WriteHeader(f.Status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // the client is gone if this fails
	}
}

func (f *Fault) setRetryAfter(w http.ResponseWriter) {
	if f.RetryAfter > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(f.RetryAfter.Seconds()))))
	}
}

func setLength(w http.ResponseWriter, n int) { w.Header().Set("Content-Length", strconv.Itoa(n)) }
