package v1beta1

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/rumpl/gosc/emulator/internal/state"
)

// echo says how much of a reply is new. What has been stored comes back rounded
// to microseconds; a reply to a change has its new times to the nanosecond.
type echo int

const (
	read echo = iota
	updated
	created
)

// stamps renders times for one reply.
type stamps struct {
	echo       echo
	containers bool // since their back end was replaced: microseconds everywhere
}

func (s stamps) created(t time.Time) *string { return s.text(t, s.echo == created) }
func (s stamps) updated(t time.Time) *string { return s.text(t, s.echo != read) }
func (s stamps) stored(t time.Time) *string  { return s.text(t, false) }

// text is a time in RFC 3339 with 0, 3, 6 or 9 digits of a fraction, as protobuf
// writes it; nil if there is none.
func (s stamps) text(t time.Time, fresh bool) *string {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	if !fresh || s.containers {
		t = t.Round(time.Microsecond)
	}
	layout := "2006-01-02T15:04:05.000000000Z"
	switch nanos := t.Nanosecond(); {
	case nanos == 0:
		layout = "2006-01-02T15:04:05Z"
	case nanos%int(time.Millisecond) == 0:
		layout = "2006-01-02T15:04:05.000Z"
	case nanos%int(time.Microsecond) == 0:
		layout = "2006-01-02T15:04:05.000000Z"
	}
	return new(t.Format(layout))
}

// seconds is a duration on the wire, in its shortest form: "300s", "1.5s".
func seconds(d state.Duration) string {
	whole, fraction := time.Duration(d)/time.Second, time.Duration(d)%time.Second
	if fraction == 0 {
		return strconv.FormatInt(int64(whole), 10) + "s"
	}
	return strings.TrimRight(fmt.Sprintf("%d.%09d", whole, fraction), "0") + "s"
}

var durationText = regexp.MustCompile(`^[0-9]{1,9}(\.[0-9]{1,9})?s$`)

// parseSeconds reads a duration on the wire.
func parseSeconds(text string) (state.Duration, bool) {
	if !durationText.MatchString(text) {
		return 0, false
	}
	d, err := time.ParseDuration(text)
	return state.Duration(d), err == nil
}

// textOrNull is nil for the empty text.
func textOrNull(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

func or[T comparable](value, fallback T) T {
	var zero T
	if value == zero {
		return fallback
	}
	return value
}

func textOf(pointer *string) string {
	if pointer == nil {
		return ""
	}
	return *pointer
}

func listOf[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
