package platform

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestParseSchedule(t *testing.T) {
	// A Friday.
	from := time.Date(2021, time.January, 1, 12, 30, 0, 0, time.UTC)
	for text, want := range map[string]string{
		"* * * * *":         "2021-01-01 12:31",
		"*/20 * * * *":      "2021-01-01 12:40",
		"0 13 * * *":        "2021-01-01 13:00",
		"5,35 9-17/4 * * *": "2021-01-01 13:05",
		"0 9 * feb-mar MON": "2021-02-01 09:00",
		"0 0 29 2 *":        "2024-02-29 00:00",
		"0 0 15 * 1":        "2021-01-04 00:00", // day of month or day of week
		"0 0 * * 0":         "2021-01-03 00:00",
		"@daily":            "2021-01-02 00:00",
		"@hourly":           "2021-01-01 13:00",
		"0   13\t*  *  *":   "2021-01-01 13:00",
	} {
		schedule, err := ParseSchedule(text)
		require.NoError(t, err, text)
		assert.Equal(t, want, schedule.Next(from).UTC().Format("2006-01-02 15:04"), text)
	}
	for _, text := range []string{
		"", "bad", "* * * *", "* * * * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * * 13 *", "* * * * 7", "*/0 * * * *",
		"5-1 * * * *", "-1 * * * *", "1.5 * * * *", "99999999999999999999 * * * *", "@never", "@every", "TZ=UTC * * * * *",
		"CRON_TZ=Europe/Paris 0 0 * * *", "TZ=", "TZ=UTC",
	} {
		_, err := ParseSchedule(text)
		assert.Error(t, err, text)
	}
}
