package jsoncodec

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestDuration(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"0s": 0, "300s": 5 * time.Minute, "1.5s": 1500 * time.Millisecond, "0.000000001s": 1, "-0.5s": -500 * time.Millisecond,
		"-300s": -5 * time.Minute, "3.000000001s": 3*time.Second + 1, "9223372036.854775807s": math.MaxInt64, "-9223372036.854775808s": math.MinInt64,
	} {
		got, err := ParseDuration(text)
		require.NoError(t, err, text)
		assert.Equal(t, want, got, text)
		assert.Equal(t, text, FormatDuration(want))
	}
	for text, want := range map[string]time.Duration{
		"10.000000000s": 10 * time.Second, "-0s": 0, "007s": 7 * time.Second, "1.50s": 1500 * time.Millisecond, "-0.0s": 0,
	} {
		got, err := ParseDuration(text)
		require.NoError(t, err, text)
		assert.Equal(t, want, got, text)
	}
}

func TestDurationRefuses(t *testing.T) {
	for _, text := range []string{
		"", "s", "5", "5m", "1h2s", "1.s", ".5s", "+1s", "--1s", "1e3s", " 1s", "1s ", "1,5s", "0.0000000001s", "1.-5s", "٣s",
		"9223372036.854775808s", "-9223372036.854775809s", "9223372037s", "99999999999999999999s", "315576000000s",
	} {
		_, err := ParseDuration(text)
		require.Error(t, err, text)
		if len(text) > 3 {
			assert.NotContains(t, err.Error(), text)
		}
	}
}

func FuzzDuration(f *testing.F) {
	f.Add("1.5s", int64(math.MinInt64))
	f.Fuzz(func(t *testing.T, text string, n int64) {
		if d, err := ParseDuration(text); err == nil {
			again, err := ParseDuration(FormatDuration(d))
			if err != nil || again != d || len(FormatDuration(d)) > len(text) {
				t.Fatalf("%q: %v, %v", text, again, err)
			}
		}
		if d, err := ParseDuration(FormatDuration(time.Duration(n))); err != nil || d != time.Duration(n) {
			t.Fatalf("%d: %v, %v", n, d, err)
		}
	})
}
