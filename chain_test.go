package gosc

import (
	"net/http"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// noise is what the compiler adds to the names of functions.
var noise = regexp.MustCompile(`\(\*|\)|\[\.\.\.\]|\.func\d+`)

// TestFramesOfACall keeps the list in the comment of apiChain true.
func TestFramesOfACall(t *testing.T) {
	var frames []string
	cfg := NewConfiguration()
	cfg.HTTPClient = &http.Client{Transport: roundTrip(func(*http.Request) (*http.Response, error) {
		pcs := make([]uintptr, 64)
		stack := runtime.CallersFrames(pcs[:runtime.Callers(0, pcs)])
		for frame, more := stack.Next(); more; frame, more = stack.Next() {
			frames = append(frames, frame.Function)
		}
		return canned(200, nil, `{"id":"x"}`), nil
	})}
	_, _, err := NewAPIClient(cfg).FunctionsApi.GetFunction(t.Context(), "", "x")
	require.NoError(t, err)
	var ours []string
	for _, frame := range frames {
		name, ok := strings.CutPrefix(frame, "github.com/rumpl/gosc.")
		if ok && !strings.HasPrefix(name, "TestFrames") && !strings.Contains(name, "roundTrip") {
			name = noise.ReplaceAllString(name, "")
			ours = append([]string{name}, ours...)
		}
	}
	assert.Equal(t, []string{
		"FunctionsApiService.GetFunction", "DoModel", "Call.send",
		"Caller.apiChain.limitOperation.limit", "Caller.apiChain.retry", "Caller.apiChain.waitForRateLimit",
		"Caller.apiChain.logAttempts", "Caller.apiChain.limitAttempt.limit", "Caller.apiChain.decodeErrors",
		"Caller.exchange",
	}, ours)
}
