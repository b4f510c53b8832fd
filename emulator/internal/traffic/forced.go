package traffic

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"slices"
)

const statusLocked = "locked"

// Forced is a status that a resource shows whatever its real one is. Nothing
// changes behind it, except that a resource which is "locked" takes no changes
// (423).
type Forced struct {
	Status  string
	Message string // shown as error_message; empty leaves that as it is
}

// Force makes a resource of any API show a status, such as "error", "locked" or
// "pending"; an empty status lifts that.
func (l *Layer) Force(id string, forced Forced) error {
	if id == "" {
		return errors.New("force a status: the id of the resource is empty")
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if forced.Status == "" {
		delete(l.forced, id)
		return nil
	}
	l.forced[id] = forced
	return nil
}

// Forced returns the forced statuses, by id.
func (l *Layer) Forced() map[string]Forced {
	l.mu.Lock()
	defer l.mu.Unlock()
	return maps.Clone(l.forced)
}

func (l *Layer) anyForced() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.forced) > 0
}

func (l *Layer) forcedOf(id string) (Forced, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	forced, ok := l.forced[id]
	return forced, ok
}

// patch changes the status of resources in a JSON reply. All other bytes stay
// as they are.
func (l *Layer) patch(body []byte) []byte {
	scan := &scanner{body: body, decoder: json.NewDecoder(bytes.NewReader(body)), forced: l.forcedOf}
	if scan.value() != nil {
		return body // not JSON
	}
	slices.SortFunc(scan.edits, func(a, b edit) int { return b.begin - a.begin })
	for _, edit := range scan.edits { // from the end, so that offsets stay right
		body = slices.Concat(body[:edit.begin], edit.text, body[edit.end:])
	}
	return body
}

type edit struct {
	begin, end int
	text       []byte
}

// scanner finds the objects of a reply that are resources with a forced status.
type scanner struct {
	body    []byte
	decoder *json.Decoder
	forced  func(id string) (Forced, bool)
	edits   []edit
}

// value reads one JSON value.
func (s *scanner) value() error {
	token, err := s.decoder.Token()
	if err != nil {
		return err
	}
	switch token {
	case json.Delim('{'):
		return s.object()
	case json.Delim('['):
		for s.decoder.More() {
			if err := s.value(); err != nil {
				return err
			}
		}
		_, err = s.decoder.Token()
	}
	return err
}

func (s *scanner) object() error {
	var id string
	var status, message edit
	for s.decoder.More() {
		name, err := s.decoder.Token()
		if err != nil {
			return err
		}
		begin := s.valueBegin()
		if s.body[begin] != '"' { // no member that matters is anything but a string
			if err := s.value(); err != nil {
				return err
			}
			continue
		}
		text, err := s.decoder.Token()
		if err != nil {
			return err
		}
		place := edit{begin: begin, end: int(s.decoder.InputOffset())}
		switch name {
		case "id":
			id, _ = text.(string)
		case "status":
			status = place
		case "error_message":
			message = place
		}
	}
	if forced, ok := s.forced(id); ok && id != "" {
		s.replace(status, forced.Status)
		if forced.Message != "" {
			s.replace(message, forced.Message)
		}
	}
	_, err := s.decoder.Token()
	return err
}

// valueBegin is where the value after a name begins.
func (s *scanner) valueBegin() int {
	at := int(s.decoder.InputOffset())
	for at < len(s.body)-1 && bytes.IndexByte([]byte(": \t\r\n"), s.body[at]) >= 0 {
		at++
	}
	return at
}

func (s *scanner) replace(place edit, text string) {
	if place.end == 0 {
		return
	}
	place.text, _ = json.Marshal(text) // a string can always be encoded
	s.edits = append(s.edits, place)
}
