package v1alpha2

import (
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc/emulator/internal/front"
	"github.com/rumpl/gosc/emulator/internal/platform"
)

func parse(t *testing.T, text string) *front.Query {
	t.Helper()
	values, err := url.ParseQuery(text)
	require.NoError(t, err)
	return &front.Query{Values: values}
}

// rejected is what an error says about the only argument that it names.
func rejected(t *testing.T, q *front.Query) (argument, reason string) {
	t.Helper()
	err := q.Err()
	if err == nil {
		return "", ""
	}
	arguments := err.(*front.InvalidError).Arguments
	require.Len(t, arguments, 1)
	return arguments[0].Argument, arguments[0].Reason
}

func TestScope(t *testing.T) {
	tests := []struct{ query, name, id, reason string }{
		{"function_id=f", "function_id", "f", ""},
		{"container_id=c&function_id=&namespace_id=", "container_id", "c", ""},
		{"namespace_id=n", "namespace_id", "n", ""},
		{"", "", "", platform.ReasonRequired},
		{"function_id=", "", "", platform.ReasonRequired},
		{"function_id=f&namespace_id=n", "namespace_id", "n", platform.ReasonConstraint},
	}
	for _, tt := range tests {
		q := parse(t, tt.query)
		name, id := scopeOf(q)
		assert.Equal(t, tt.name, name, tt.query)
		assert.Equal(t, tt.id, id, tt.query)
		argument, reason := rejected(t, q)
		assert.Equal(t, tt.reason, reason, tt.query)
		assert.Equal(t, tt.reason != "", argument == "scope", tt.query)
	}
}

func TestTime(t *testing.T) {
	noon := time.Date(2021, 3, 18, 12, 0, 0, 0, time.UTC)
	for text, want := range map[string]time.Time{
		"":                            {},
		"2021-03-18T12:00:00Z":        noon,
		"2021-03-18T12:00:00.000Z":    noon,
		"2021-03-18T14:00:00%2B02:00": noon,
		"2021-03-18T14:00:00+02:00":   noon, // arrives as a space
		"2021-03-18T12%3A00%3A00Z":    noon,
	} {
		q := parse(t, "expiration_date="+text)
		assert.True(t, want.Equal(timeOf(q, "expiration_date")), text)
		require.NoError(t, q.Err(), text)
	}
	for _, text := range []string{"tomorrow", "2021-03-18", "1616068800", "2021-03-18T12:00:00"} {
		q := parse(t, "expiration_date="+text)
		timeOf(q, "expiration_date")
		argument, reason := rejected(t, q)
		assert.Equal(t, "expiration_date", argument, text)
		assert.Equal(t, platform.ReasonFormat, reason, text)
	}
}
