package jsoncodec

import (
	"errors"
	"math"
	"strconv"
	"strings"
	"time"
)

var errDuration = errors.New(`is not a duration in seconds such as "1.5s"`)

// ParseDuration parses a duration in the JSON format of protobuf: seconds with up to
// nine digits after the point, and an s ("300s", "-1.5s", "10.000000000s"). A
// duration that a time.Duration cannot hold, 292 years and more, is an error. The
// error does not quote the text.
func ParseDuration(text string) (time.Duration, error) {
	number, ok := strings.CutSuffix(text, "s")
	if !ok {
		return 0, errDuration
	}
	number, negative := strings.CutPrefix(number, "-")
	whole, fraction, pointed := strings.Cut(number, ".")
	if !digits(whole) || pointed && (!digits(fraction) || len(fraction) > 9) {
		return 0, errDuration
	}
	seconds, err := strconv.ParseUint(whole, 10, 64)
	if err != nil || seconds > math.MaxInt64/uint64(time.Second) {
		return 0, errDuration
	}
	nanos, _ := strconv.ParseUint((fraction + "000000000")[:9], 10, 64)
	total := seconds*uint64(time.Second) + nanos
	if negative {
		if total > -math.MinInt64 {
			return 0, errDuration
		}
		return time.Duration(-total), nil
	}
	if total > math.MaxInt64 {
		return 0, errDuration
	}
	return time.Duration(total), nil
}

func digits(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool { return r < '0' || r > '9' })
}

// FormatDuration formats a duration as [ParseDuration] parses it, exactly and in the
// shortest form: "300s", "1.5s", "0s".
func FormatDuration(v time.Duration) string { return string(appendDuration(nil, v)) }

func appendDuration(b []byte, v time.Duration) []byte {
	total := uint64(v)
	if v < 0 {
		b = append(b, '-')
		total = -total
	}
	b = strconv.AppendUint(b, total/uint64(time.Second), 10)
	if nanos := total % uint64(time.Second); nanos > 0 {
		b = append(b, '.')
		start := len(b)
		b = strconv.AppendUint(b, uint64(time.Second)+nanos, 10) // nine digits after a 1
		b = append(b[:start], b[start+1:]...)
		for b[len(b)-1] == '0' {
			b = b[:len(b)-1]
		}
	}
	return append(b, 's')
}
