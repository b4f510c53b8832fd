package v1beta1

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/rumpl/gosc/emulator/internal/state"
)

func TestSeconds(t *testing.T) {
	for text, want := range map[string]string{
		"300s": "300s", "10.000000000s": "10s", "10.000000005s": "10.000000005s", "0.5s": "0.5s", "1.50s": "1.5s",
		"0s": "0s", "007s": "7s", "999999999s": "999999999s",
	} {
		d, ok := parseSeconds(text)
		assert.True(t, ok, text)
		assert.Equal(t, want, seconds(d), text)
	}
	for _, text := range []string{"", "s", "10", "-1s", "1.s", ".5s", "1.0000000001s", "1m", "1h", " 1s", "1s ", "1e3s", "99999999999999999999s"} {
		_, ok := parseSeconds(text)
		assert.False(t, ok, text)
	}
}

func FuzzParseSeconds(f *testing.F) {
	for _, seed := range []string{"300s", "10.000000005s", "0.1s", "x", "1.s"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, ok := parseSeconds(text)
		if !ok {
			return
		}
		again, ok := parseSeconds(seconds(d))
		if !ok || again != d {
			t.Errorf("%q is %v, and its text %q is %v", text, time.Duration(d), seconds(d), time.Duration(again))
		}
	})
}

func TestStamps(t *testing.T) {
	at := time.Date(2026, 7, 3, 15, 3, 38, 501_243_774, time.FixedZone("", 2*60*60))
	tests := []struct {
		stamps           stamps
		created, updated string
	}{
		{stamps{echo: read}, "2026-07-03T13:03:38.501244Z", "2026-07-03T13:03:38.501244Z"},
		{stamps{echo: updated}, "2026-07-03T13:03:38.501244Z", "2026-07-03T13:03:38.501243774Z"},
		{stamps{echo: created}, "2026-07-03T13:03:38.501243774Z", "2026-07-03T13:03:38.501243774Z"},
		{stamps{echo: created, containers: true}, "2026-07-03T13:03:38.501244Z", "2026-07-03T13:03:38.501244Z"},
	}
	for _, test := range tests {
		assert.Equal(t, test.created, *test.stamps.created(at))
		assert.Equal(t, test.updated, *test.stamps.updated(at))
		assert.Equal(t, "2026-07-03T13:03:38.501244Z", *test.stamps.stored(at))
		assert.Nil(t, test.stamps.created(time.Time{}))
	}
	for nanos, want := range map[int]string{0: "00Z", 120_000_000: "00.120Z", 120_300_000: "00.120300Z", 999_999_999: "01Z"} {
		assert.Equal(t, "2026-01-01T00:00:"+want, *stamps{}.stored(time.Date(2026, 1, 1, 0, 0, 0, nanos, time.UTC)))
	}
}

func TestRuntimesHaveSamplesAndMessages(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range runtimes {
		assert.False(t, seen[r.Name], r.Name)
		seen[r.Name] = true
		assert.NotEmpty(t, r.CodeSample, r.Name)
		assert.Equal(t, r.Status == available, r.StatusMessage == "", r.Name)
	}
	assert.Nil(t, findRuntime("cobol"))
	assert.Equal(t, "Handle", findRuntime("go118").DefaultHandler)
	assert.Equal(t, ".", findRuntime("golang").DefaultHandler)
	assert.Equal(t, "3.14", findRuntime("python314").Version)
}

func TestMemoryBringsCPU(t *testing.T) {
	for memory, cpu := range map[uint32]uint32{128: 70, 256: 140, 1024: 560, 1500: 750, 12228: 6000} {
		assert.Equal(t, cpu, cpuFor(memory))
		assert.True(t, fits(cpuFor(memory), memory), memory)
	}
	assert.True(t, fits(1000, 2048))
	assert.False(t, fits(2000, 1024))
	assert.False(t, fits(140, 2048))
}

func TestDefaultsAreValid(t *testing.T) {
	for _, kind := range []string{state.Function, state.Container} {
		s := defaults(kind)
		assert.Equal(t, "300s", seconds(s.Timeout))
		assert.EqualValues(t, 5, s.MaxScale)
	}
}
