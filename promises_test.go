package gosc

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// README says how long a call takes by default, on a server that does not answer and
// on one that cannot be reached.
func TestHowLongACallTakesByDefault(t *testing.T) {
	for name, tc := range map[string]struct {
		attempt  time.Duration // that the transport takes until it fails; 0: until the attempt's limit
		attempts int
		least    time.Duration
		most     time.Duration
	}{
		"cannot be reached":   {10 * time.Second, 4, 40 * time.Second, 42 * time.Second},
		"answers no request":  {responseHeaderTimeout, 4, 2 * time.Minute, 122 * time.Second},
		"never ends a reply":  {0, 2, 2 * time.Minute, 121 * time.Second},
		"at the last moment":  {39500 * time.Millisecond, 4, 2 * time.Minute, 3 * time.Minute},
		"as late as possible": {119 * time.Second / 2, 3, 2 * time.Minute, 3 * time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				cfg := NewConfiguration()
				attempts := 0
				cfg.HTTPClient = &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
					attempts++
					limit := tc.attempt
					if limit == 0 {
						limit = time.Hour
					}
					select {
					case <-time.After(limit):
						return nil, errors.New("no answer")
					case <-r.Context().Done():
						return nil, context.Cause(r.Context())
					}
				})}
				begin := time.Now()
				_, _, err := getThing(t.Context(), NewCaller(cfg), "", "x")
				require.Error(t, err)
				assert.LessOrEqual(t, attempts, tc.attempts)
				assert.GreaterOrEqual(t, time.Since(begin), tc.least-time.Second)
				assert.LessOrEqual(t, time.Since(begin), tc.most)
			})
		})
	}
}
