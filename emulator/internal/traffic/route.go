package traffic

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
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

// wireForced is a forced status in JSON.
type wireForced struct {
	ID      string `json:"id"`
	Status  string `json:"status"`
	Message string `json:"message,omitempty"`
}

// ServeFaults lists (GET), adds (POST) and removes (DELETE) faults on demand and
// forced statuses.
func (l *Layer) ServeFaults(w http.ResponseWriter, r *http.Request) {
	switch r.Method {
	case http.MethodPost:
		if err := l.add(http.MaxBytesReader(w, r.Body, 64<<10)); err != nil {
			replyJSON(w, http.StatusBadRequest, map[string]string{"message": err.Error()})
			return
		}
	case http.MethodDelete:
		l.Heal()
	}
	faults, forced := []wireFault{}, []wireForced{}
	for _, fault := range l.Faults() {
		faults = append(faults, wireOf(fault))
	}
	for id, status := range l.Forced() {
		forced = append(forced, wireForced{id, status.Status, status.Message})
	}
	slices.SortFunc(forced, func(a, b wireForced) int { return strings.Compare(a.ID, b.ID) })
	replyJSON(w, http.StatusOK, map[string]any{"faults": faults, "forced": forced})
}

// add reads a fault, or, if it has the member force, a status to force.
func (l *Layer) add(body io.Reader) error {
	decoder := json.NewDecoder(body)
	decoder.DisallowUnknownFields()
	var wire struct {
		wireFault
		Force *string `json:"force"`
	}
	if err := decoder.Decode(&wire); err != nil {
		return err
	}
	if wire.Force != nil {
		forced := wire.wireFault
		forced.ID, forced.Message = "", ""
		if forced != (wireFault{}) {
			return errors.New("a status is forced with force, id and message only")
		}
		return l.Force(wire.ID, Forced{Status: *wire.Force, Message: wire.Message})
	}
	fault, err := wire.fault()
	if err == nil {
		_, err = l.Inject(fault)
	}
	return err
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
