package traffic

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// wireFault is a fault in JSON; durations are texts such as "3s".
type wireFault struct {
	Operation  string `json:"operation"`
	ID         string `json:"id,omitempty"`
	Status     int    `json:"status,omitempty"`
	Type       string `json:"type,omitempty"`
	Message    string `json:"message,omitempty"`
	RetryAfter string `json:"retry_after,omitempty"`
	Delay      string `json:"delay,omitempty"`
	Cut        bool   `json:"cut,omitempty"`
	Drop       bool   `json:"drop,omitempty"`
	Times      int    `json:"times,omitempty"`
}

func (f wireFault) fault() (Fault, error) {
	fault := Fault{Operation: f.Operation, ID: f.ID, Status: f.Status, Type: f.Type, Message: f.Message,
		Cut: f.Cut, Drop: f.Drop, Times: f.Times}
	for _, field := range []struct {
		text string
		into *time.Duration
	}{{f.RetryAfter, &fault.RetryAfter}, {f.Delay, &fault.Delay}} {
		if field.text == "" {
			continue
		}
		var err error
		if *field.into, err = time.ParseDuration(field.text); err != nil {
			return Fault{}, fmt.Errorf("%q is not a time such as 3s", field.text)
		}
	}
	return fault, nil
}

func wireOf(f Fault) wireFault {
	text := func(d time.Duration) string {
		if d == 0 {
			return ""
		}
		return d.String()
	}
	return wireFault{Operation: f.Operation, ID: f.ID, Status: f.Status, Type: f.Type, Message: f.Message,
		RetryAfter: text(f.RetryAfter), Delay: text(f.Delay), Cut: f.Cut, Drop: f.Drop, Times: f.Times}
}

// ServeFaults lists (GET), adds (POST) and removes (DELETE) faults on demand.
func (l *Layer) ServeFaults(w http.ResponseWriter, r *http.Request) {
	switch r.Method {
	case http.MethodPost:
		decoder := json.NewDecoder(http.MaxBytesReader(w, r.Body, 64<<10))
		decoder.DisallowUnknownFields()
		var wire wireFault
		err := decoder.Decode(&wire)
		if err == nil {
			var fault Fault
			if fault, err = wire.fault(); err == nil {
				_, err = l.Inject(fault)
			}
		}
		if err != nil {
			replyJSON(w, http.StatusBadRequest, map[string]string{"message": err.Error()})
			return
		}
	case http.MethodDelete:
		l.Heal()
	}
	list := []wireFault{}
	for _, fault := range l.Faults() {
		list = append(list, wireOf(fault))
	}
	replyJSON(w, http.StatusOK, map[string]any{"faults": list})
}

func replyJSON(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(value) // the client is gone if this fails
}

// ParseFault reads a fault as a command line gives it:
//
//	OPERATION=STATUS[,times=N][,type=T][,message=M][,retry-after=3s][,delay=1s][,id=ID][,cut][,drop]
//
// The status may be left out if one of the others makes a fault.
func ParseFault(text string) (Fault, error) {
	operation, rest, ok := strings.Cut(text, "=")
	if !ok {
		return Fault{}, fmt.Errorf("fault %q: it must be OPERATION=STATUS[,times=N][,type=T][,message=M][,retry-after=3s][,delay=1s][,id=ID][,cut][,drop]", text)
	}
	wire := wireFault{Operation: operation}
	for part := range strings.SplitSeq(rest, ",") {
		name, value, _ := strings.Cut(part, "=")
		var err error
		switch name {
		case "":
		case "times":
			wire.Times, err = strconv.Atoi(value)
		case "type":
			wire.Type = value
		case "message":
			wire.Message = value
		case "retry-after":
			wire.RetryAfter = value
		case "delay":
			wire.Delay = value
		case "id":
			wire.ID = value
		case "cut":
			wire.Cut = true
		case "drop":
			wire.Drop = true
		default:
			wire.Status, err = strconv.Atoi(name)
		}
		if err != nil {
			return Fault{}, fmt.Errorf("fault %q: %q is neither a status nor one of times=N, type=T, message=M, retry-after=3s, delay=1s, id=ID, cut and drop", text, part)
		}
	}
	fault, err := wire.fault()
	if err == nil {
		err = fault.validate()
	}
	if err != nil {
		return Fault{}, fmt.Errorf("fault %q: %w", text, err)
	}
	return fault, nil
}
