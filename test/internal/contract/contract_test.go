package contract

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// recorder keeps failures, instead of failing.
type recorder struct {
	testing.TB
	mu       sync.Mutex
	failures []string
}

func (r *recorder) Errorf(format string, args ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.failures = append(r.failures, fmt.Sprintf(format, args...))
}

func (r *recorder) take() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	failures := r.failures
	r.failures = nil
	return failures
}

const (
	cronID  = "5b3d6f10-9c1e-4a57-8d2b-1f0e2d3c4b5a"
	crons   = "/functions/v1beta1/regions/fr-par/crons"
	cron    = crons + "/" + cronID
	goodOne = `{"id":"` + cronID + `","function_id":"` + cronID + `","schedule":"1 * * * *","args":{"n":1},"status":"ready","name":"weekly"}`
)

// TestTheContractCanFail breaks requests and replies, each in one way.
func TestTheContractCanFail(t *testing.T) {
	status, reply := http.StatusOK, ""
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, reply)
	}))
	defer server.Close()
	seen := &recorder{TB: t}
	proxy := New(seen, "../../..", server.URL)

	create := `{"function_id":"` + cronID + `","schedule":"1 * * * *","args":{}}`
	for _, test := range []struct {
		name, method, path, body string
		status                   int
		reply                    string
		want                     string // part of the failure; empty: there is none
	}{
		{"read", "GET", cron, "", 200, goodOne, ""},
		{"create", "POST", crons, create, 200, goodOne, ""},
		{"null is absent", "POST", crons, strings.Replace(create, "}}", `},"name":null}`, 1), 200, goodOne, ""},
		{"error", "GET", cron, "", 404, `{"message":"Cron was not found"}`, ""},
		{"refused request", "POST", crons, `{"schedule":5}`, 400, `{"message":"no"}`, ""},
		{"undescribed route", "GET", "/functions/v1beta1/regions/fr-par/issue-jwt", "", 404, "nonsense", ""},
		{"other API", "GET", "/functions/v1alpha2/regions/fr-par/crons", "", 200, "nonsense", ""},

		{"member that is not described", "GET", cron, "", 200, strings.Replace(goodOne, `"name"`, `"title"`, 1), "reply of functions.GetCron"},
		{"member of another type", "GET", cron, "", 200, strings.Replace(goodOne, `"weekly"`, `7`, 1), "reply of functions.GetCron"},
		{"null in place of a text", "GET", cron, "", 200, strings.Replace(goodOne, `"1 * * * *"`, `null`, 1), "reply of functions.GetCron"},
		{"cut reply", "GET", cron, "", 200, goodOne[:40], "reply of functions.GetCron"},
		{"status that no operation has", "GET", cron, "", 201, goodOne, "reply of functions.GetCron"},
		{"request that is accepted", "POST", crons, strings.Replace(create, `"1 * * * *"`, `5`, 1), 200, goodOne, "request of functions.CreateCron"},
		{"member of a request", "POST", crons, strings.Replace(create, `"schedule"`, `"plan"`, 1), 200, goodOne, "request of functions.CreateCron"},
		{"route", "GET", "/functions/v1beta1/regions/fr-par/clones", "", 200, goodOne, "/clones"},
	} {
		status, reply = test.status, test.reply
		req, err := http.NewRequestWithContext(t.Context(), test.method, proxy.URL+test.path, strings.NewReader(test.body))
		require.NoError(t, err)
		if test.body != "" {
			req.Header.Set("Content-Type", "application/json")
		}
		resp, err := http.DefaultClient.Do(req)
		require.NoError(t, err)
		body, err := io.ReadAll(resp.Body)
		require.NoError(t, err)
		require.NoError(t, resp.Body.Close())
		assert.Equal(t, test.reply, string(body), "%s: the proxy passes on what it gets", test.name)

		failures := strings.Join(seen.take(), "\n")
		if test.want == "" {
			assert.Empty(t, failures, test.name)
		} else {
			assert.Contains(t, failures, test.want, test.name)
		}
	}
	missing := proxy.Missing()
	assert.Len(t, missing, proxy.Operations()-2)
	assert.NotContains(t, missing, "functions.GetCron")
	assert.Contains(t, missing, "functions.DeleteCron")
}
