package state

import (
	"encoding/json"
	"fmt"
	"time"
)

// Duration is a time span that is stored as a whole number of milliseconds, as
// the first state files have it, or, if it is not a whole number, as text.
type Duration time.Duration

// MarshalJSON implements json.Marshaler.
func (d Duration) MarshalJSON() ([]byte, error) {
	span := time.Duration(d)
	if span%time.Millisecond == 0 {
		return json.Marshal(span.Milliseconds())
	}
	return json.Marshal(span.String())
}

// UnmarshalJSON implements json.Unmarshaler.
func (d *Duration) UnmarshalJSON(data []byte) error {
	var milliseconds int64
	if err := json.Unmarshal(data, &milliseconds); err == nil {
		*d = Duration(time.Duration(milliseconds) * time.Millisecond)
		return nil
	}
	var text string
	if err := json.Unmarshal(data, &text); err != nil {
		return fmt.Errorf("a duration is neither a number of milliseconds nor text: %s", data)
	}
	span, err := time.ParseDuration(text)
	*d = Duration(span)
	return err
}
