// Package contract checks requests and replies against the descriptions of v1beta1.
package contract

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Proxy is a proxy between clients and an emulator. Every exchange of v1beta1 must
// match the descriptions; a member of a reply that the description lacks is an error,
// too.
type Proxy struct {
	// URL is where clients reach the emulator.
	URL string
	// OnRequest, if set, is called with every request of the API and its body.
	OnRequest func(r *http.Request, body string)

	t       testing.TB
	routers map[string]routers.Router // by product
	all     []string

	mu        sync.Mutex
	seen      map[string]int // operations with their number of replies that are 200
	exchanges int
}

// undescribed are routes that clients use and that are in no description.
var undescribed = regexp.MustCompile(`^GET /(functions|containers)/v1beta1/regions/[a-z-]+/` +
	`(namespaces/[^/]+/(functions|containers)|issue-jwt|(functions|containers)/[^/]+/logs)$`)

// New starts a proxy in front of an emulator. Root is the path of the repository.
func New(t testing.TB, root, emulatorURL string) *Proxy {
	t.Helper()
	p := &Proxy{t: t, routers: map[string]routers.Router{}, seen: map[string]int{}}
	for _, product := range []string{"functions", "containers"} {
		p.load(product, filepath.Join(root, "api", product+".v1beta1.yaml"))
	}
	target, err := url.Parse(emulatorURL)
	require.NoError(t, err)
	transport := http.DefaultTransport.(*http.Transport).Clone()
	proxy := &httputil.ReverseProxy{
		Transport: transport,
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(target)
			if host := r.In.Host; !strings.HasPrefix(host, "127.0.0.1") {
				r.Out.Host = host // a call of a function
			}
		},
	}
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { p.serve(w, r, proxy) }))
	t.Cleanup(func() {
		front.Close()
		transport.CloseIdleConnections()
	})
	p.URL = front.URL
	return p
}

func (p *Proxy) load(product, file string) {
	p.t.Helper()
	doc, err := openapi3.NewLoader().LoadFromFile(file)
	require.NoError(p.t, err)
	require.NoError(p.t, doc.Validate(p.t.Context()))
	doc.Servers = nil
	for _, schema := range doc.Components.Schemas {
		if len(schema.Value.Properties) > 0 && schema.Value.AdditionalProperties.Schema == nil {
			schema.Value.AdditionalProperties = openapi3.AdditionalProperties{Has: new(false)}
		}
	}
	for _, item := range doc.Paths.Map() {
		for _, operation := range item.Operations() {
			p.all = append(p.all, product+"."+operation.OperationID)
		}
	}
	p.routers[product], err = gorillamux.NewRouter(doc)
	require.NoError(p.t, err)
}

func (p *Proxy) serve(w http.ResponseWriter, r *http.Request, next http.Handler) {
	product, _, isAPI := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/v1beta1/regions/")
	if p.routers[product] == nil || !isAPI || !strings.HasPrefix(r.Host, "127.0.0.1") {
		next.ServeHTTP(w, r)
		return
	}
	body, err := io.ReadAll(r.Body)
	assert.NoError(p.t, err)
	r.Body = io.NopCloser(bytes.NewReader(body))
	if p.OnRequest != nil {
		p.OnRequest(r, string(body))
	}
	if undescribed.MatchString(r.Method + " " + r.URL.Path) {
		next.ServeHTTP(w, r)
		return
	}
	check := r.Clone(r.Context())
	recorder := httptest.NewRecorder()
	next.ServeHTTP(recorder, r)
	p.check(product, check, body, recorder)
	for name, values := range recorder.Header() {
		w.Header()[name] = values
	}
	w.WriteHeader(recorder.Code)
	_, _ = w.Write(recorder.Body.Bytes())
}

// check compares one exchange with the description.
func (p *Proxy) check(product string, r *http.Request, body []byte, reply *httptest.ResponseRecorder) {
	p.mu.Lock()
	p.exchanges++
	p.mu.Unlock()
	route, params, err := p.routers[product].FindRoute(r)
	if !assert.NoError(p.t, err, "%s %s", r.Method, r.URL.Path) {
		return
	}
	name := product + "." + route.Operation.OperationID
	setBody(r, body)
	input := &openapi3filter.RequestValidationInput{
		Request: r, Route: route, PathParams: params, QueryParams: withoutEmpty(r.URL.Query()),
		Options: &openapi3filter.Options{AuthenticationFunc: openapi3filter.NoopAuthenticationFunc, IncludeResponseStatus: true},
	}
	requestError := openapi3filter.ValidateRequest(r.Context(), input)
	if reply.Code == http.StatusOK {
		assert.NoError(p.t, requestError, "request of %s: %s %s", name, r.URL, body)
		p.mu.Lock()
		p.seen[name]++
		p.mu.Unlock()
	}
	assert.NoError(p.t, openapi3filter.ValidateResponse(r.Context(), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: input, Status: reply.Code, Header: reply.Header(),
		Body: io.NopCloser(bytes.NewReader(reply.Body.Bytes())), Options: input.Options,
	}), "reply of %s: %d %s", name, reply.Code, reply.Body)
}

// setBody removes from the body what the API ignores: null, except as the value of a
// secret, and domain_name, which the Serverless plugin still sends. A secret without
// a value counts as one with null, as the JavaScript SDK writes it.
func setBody(r *http.Request, body []byte) {
	var object map[string]json.RawMessage
	if json.Unmarshal(body, &object) == nil {
		for name, value := range object {
			if string(value) == "null" || name == "domain_name" {
				delete(object, name)
			}
		}
		var secrets []map[string]json.RawMessage
		if json.Unmarshal(object["secret_environment_variables"], &secrets) == nil {
			for _, secret := range secrets {
				if secret["value"] == nil {
					secret["value"] = json.RawMessage("null")
				}
			}
			object["secret_environment_variables"], _ = json.Marshal(secrets)
		}
		body, _ = json.Marshal(object)
	}
	r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
}

// withoutEmpty removes the filters without a value, which some clients send.
func withoutEmpty(query url.Values) url.Values {
	for name, values := range query {
		if len(values) == 1 && values[0] == "" {
			delete(query, name)
		}
	}
	return query
}

// Exchanges returns the number of requests that were checked.
func (p *Proxy) Exchanges() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.exchanges
}

// Missing returns the operations of both products without a reply with 200, each as
// "functions.CreateCron".
func (p *Proxy) Missing() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	var missing []string
	for _, name := range p.all {
		if p.seen[name] == 0 {
			missing = append(missing, name)
		}
	}
	return missing
}

// Operations returns the number of operations in both descriptions.
func (p *Proxy) Operations() int { return len(p.all) }
