package v1beta1

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc/emulator"
)

// apiLog is a proxy before an emulator that keeps what the client asks of the API.
// Uploads and calls of functions go to addresses that the API hands out, past it.
type apiLog struct {
	url string

	mu       sync.Mutex
	requests []string
	tokens   map[string]bool // values of X-Auth-Token
}

func newAPILog(t *testing.T, product string) *apiLog {
	t.Helper()
	srv := emulator.Start(t, func(o *emulator.Options) {
		o.Delays = emulator.AllDelays(5 * time.Millisecond)
		o.Handlers = map[string]http.Handler{"oven": http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, "bread")
		})}
	})
	target, err := url.Parse(srv.URL())
	require.NoError(t, err)
	log := &apiLog{tokens: map[string]bool{}}
	contract := newContract(t, product)
	proxy := &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(target) },
		ModifyResponse: func(resp *http.Response) error {
			return contract.check(resp, resp.Request.Context().Value(bodyKey{}).([]byte))
		},
	}
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(body))
		log.add(strings.TrimSpace(r.Method+" "+r.RequestURI+" "+string(body)), r.Header.Get("X-Auth-Token"))
		proxy.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), bodyKey{}, body)))
	}))
	t.Cleanup(front.Close)
	log.url = front.URL
	return log
}

type bodyKey struct{}

func (l *apiLog) add(request, token string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.requests = append(l.requests, request)
	l.tokens[token] = true
}

// The differences between the requests of the two clients, each with its reason.
// The test fails if one of them no longer occurs, so that the list stays true.
const (
	asksForMetadata   = "the SDK asks for /metadata, to compute resource names of its own"
	sendsDefaultOrder = "the SDK sends order_by=created_at_asc, which is the default"
	sendsEmptyFilters = "the SDK sends filters that are not set"
	sendsNull         = "the SDK sends null for what is not set"
	sendsUnknownEnums = "the SDK sends unknown_… for enums that are not set"
	sendsNanoseconds  = "the SDK sends durations with nine digits of a second"
)

// TestSameRequestsAsTheOfficialSDK runs one scenario of each product with both
// clients, each against an emulator of its own: they ask for the same, but for the
// list above.
func TestSameRequestsAsTheOfficialSDK(t *testing.T) {
	inBoth := []string{sendsDefaultOrder, sendsEmptyFilters, sendsNull, sendsUnknownEnums, sendsNanoseconds}
	for _, test := range []struct {
		product     string
		sdk, gosc   func(t *testing.T, url string)
		differences []string
	}{
		{"functions", runFunctionsWithSDK, runFunctionsWithGosc, append(inBoth, asksForMetadata)},
		{"containers", runContainersWithSDK, runContainersWithGosc, inBoth},
	} {
		t.Run(test.product, func(t *testing.T) {
			official, ours := newAPILog(t, test.product), newAPILog(t, test.product)
			test.sdk(t, official.url)
			test.gosc(t, ours.url)
			assert.Equal(t, map[string]bool{scenarioKey: true}, ours.tokens)
			assert.Equal(t, official.tokens, ours.tokens)

			met := map[string]int{}
			theirs := normalize(t, official.requests, met)
			none := map[string]int{}
			got := normalize(t, ours.requests, none)
			assert.Empty(t, none, "gosc has none of the differences")
			assert.Equal(t, strings.Join(theirs, "\n"), strings.Join(got, "\n"))
			assert.ElementsMatch(t, test.differences, slices.Collect(maps.Keys(met)))
			t.Logf("%d requests of the SDK, %d of gosc; differences: %v", len(official.requests), len(ours.requests), met)
		})
	}
}

// normalize takes the differences away, gives ids names in the order of their
// first appearance, and makes one poll of many.
func normalize(t *testing.T, requests []string, met map[string]int) []string {
	t.Helper()
	names := map[string]string{projectID: "PROJECT"}
	var out []string
	for _, request := range apply(t, requests, met) {
		request = uuid.ReplaceAllStringFunc(request, func(id string) string {
			if names[id] == "" {
				names[id] = fmt.Sprintf("ID%d", len(names))
			}
			return names[id]
		})
		if len(out) > 0 && out[len(out)-1] == request && strings.HasPrefix(request, "GET ") {
			continue
		}
		out = append(out, request)
	}
	return out
}

var (
	uuid        = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)
	nanoseconds = regexp.MustCompile(`^([0-9]+)\.000000000s$`)
)

// apply takes the differences away, and counts them.
func apply(t *testing.T, requests []string, met map[string]int) []string {
	t.Helper()
	var out []string
	for _, request := range requests {
		method, rest, _ := strings.Cut(request, " ")
		uri, body, _ := strings.Cut(rest, " ")
		if uri == "/metadata" {
			met[asksForMetadata]++
			continue
		}
		path, query, _ := strings.Cut(uri, "?")
		values, err := url.ParseQuery(query)
		require.NoError(t, err)
		if values.Get("order_by") == "created_at_asc" {
			met[sendsDefaultOrder]++
			values.Del("order_by")
		}
		for name := range values {
			if values.Get(name) == "" {
				met[sendsEmptyFilters]++
				values.Del(name)
			}
		}
		line := method + " " + path
		if len(values) > 0 {
			line += "?" + values.Encode()
		}
		if body != "" {
			line += " " + applyToBody(t, body, met)
		}
		out = append(out, line)
	}
	return out
}

func applyToBody(t *testing.T, body string, met map[string]int) string {
	t.Helper()
	var object map[string]any
	require.NoError(t, json.Unmarshal([]byte(body), &object), body)
	applyToObject(object, met)
	sorted, err := json.Marshal(object)
	require.NoError(t, err)
	return string(sorted)
}

func applyToObject(object map[string]any, met map[string]int) {
	for name, value := range object {
		if inner, ok := value.(map[string]any); ok {
			applyToObject(inner, met)
			continue
		}
		text, _ := value.(string)
		switch digits := nanoseconds.FindStringSubmatch(text); {
		case value == nil:
			met[sendsNull]++
			delete(object, name)
		case strings.HasPrefix(text, "unknown_"):
			met[sendsUnknownEnums]++
			delete(object, name)
		case digits != nil:
			met[sendsNanoseconds]++
			object[name] = digits[1] + "s"
		}
	}
}
