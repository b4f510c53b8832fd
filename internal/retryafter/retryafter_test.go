package retryafter

import (
	"math"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestParse(t *testing.T) {
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	in := func(d time.Duration) string { return now.Add(d).Format(http.TimeFormat) }
	for _, tc := range []struct {
		name, value, date string
		want              time.Duration
		bad               bool
	}{
		{name: "absent", bad: true},
		{name: "seconds", value: "7", want: 7 * time.Second},
		{name: "zero", value: "0"},
		{name: "spaces", value: " 3 ", want: 3 * time.Second},
		{name: "a year", value: "31536000", want: 31536000 * time.Second},
		{name: "overflow", value: "99999999999999999999999", want: math.MaxInt64},
		{name: "large", value: "9223372037", want: math.MaxInt64},
		{name: "negative", value: "-1", bad: true},
		{name: "fraction", value: "1.5", bad: true},
		{name: "garbage", value: "soon", bad: true},
		{name: "date", value: in(time.Minute), want: time.Minute},
		{name: "past date", value: in(-time.Hour)},
		{name: "clock wrong by an hour", value: in(time.Hour + 5*time.Second), date: in(time.Hour), want: 5 * time.Second},
	} {
		t.Run(tc.name, func(t *testing.T) {
			header := http.Header{}
			header.Set("Retry-After", tc.value)
			header.Set("Date", tc.date)
			got, ok := Parse(header, now)
			assert.Equal(t, tc.want, got)
			assert.Equal(t, !tc.bad, ok)
		})
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"", "1", "-1", "99999999999999999999", "Fri, 02 Jan 2026 03:04:05 GMT"} {
		f.Add(seed, seed)
	}
	f.Fuzz(func(t *testing.T, value, date string) {
		header := http.Header{"Retry-After": {value}, "Date": {date}}
		if got, _ := Parse(header, time.Now()); got < 0 {
			t.Fatalf("negative wait %s", got)
		}
	})
}
