package apps

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"unicode/utf8"
)

// event is one HTTP request as handlers see it: the keys of an API gateway's
// proxy event, and under V1alpha2 "method" besides "httpMethod" because handlers
// use either.
type event struct {
	Resource              string              `json:"resource"`
	Path                  string              `json:"path"`
	HTTPMethod            string              `json:"httpMethod"`
	Method                string              `json:"method,omitempty"`
	Headers               map[string]string   `json:"headers"`
	MultiValueHeaders     map[string][]string `json:"multiValueHeaders"`
	QueryStringParameters map[string]string   `json:"queryStringParameters"`
	MultiValueQuery       map[string][]string `json:"multiValueQueryStringParameters"`
	PathParameters        map[string]string   `json:"pathParameters"`
	StageVariables        map[string]string   `json:"stageVariables"`
	RequestContext        requestContext      `json:"requestContext"`
	Body                  string              `json:"body"`
	IsBase64Encoded       bool                `json:"isBase64Encoded"`
}

type requestContext struct {
	AccountID    string         `json:"accountId"`
	ResourceID   string         `json:"resourceId"`
	Stage        string         `json:"stage"`
	RequestID    string         `json:"requestId"`
	ResourcePath string         `json:"resourcePath"`
	Authorizer   map[string]any `json:"authorizer"`
	HTTPMethod   string         `json:"httpMethod"`
	APIID        string         `json:"apiId"`
}

// callContext is the handler's second argument. The platform fills nothing in
// yet; the keys are there for code that reads them.
type callContext struct {
	FunctionName    string `json:"functionName"`
	FunctionVersion string `json:"functionVersion"`
	MemoryLimitInMB int    `json:"memoryLimitInMB"`
	RequestID       string `json:"requestId"`
}

// newEvent describes r, whose body was read before. Text goes in as it is,
// whatever it contains; bytes that are not text go in as base64.
func newEvent(r *http.Request, body []byte) event {
	e := event{
		Path:                  r.URL.Path,
		HTTPMethod:            r.Method,
		Method:                r.Method,
		Headers:               lastValues(r.Header),
		QueryStringParameters: lastValues(r.URL.Query()),
		StageVariables:        map[string]string{},
		RequestContext:        requestContext{HTTPMethod: r.Method},
	}
	if e.Path == "" {
		e.Path = "/"
	}
	if r.Host != "" {
		e.Headers["Host"] = r.Host
	}
	if utf8.Valid(body) {
		e.Body = string(body)
	} else {
		e.Body = base64.StdEncoding.EncodeToString(body)
		e.IsBase64Encoded = true
	}
	return e
}

func lastValues(all map[string][]string) map[string]string {
	last := make(map[string]string, len(all)+1)
	for name, values := range all {
		if len(values) > 0 {
			last[name] = values[len(values)-1]
		}
	}
	return last
}

// betaContext is the handler's second argument under V1beta1. The platform's
// runtimes say 128 whatever the function's memory is.
type betaContext struct {
	MemoryLimitInMb int    `json:"memoryLimitInMb"`
	FunctionName    string `json:"functionName"`
	FunctionVersion string `json:"functionVersion"`
}

const contextMemory = 128

// invocation is what a wrapper and the Go library are sent.
type invocation struct {
	Event   event `json:"event"`
	Context any   `json:"context"`
}

// newCall describes one call of the function.
func (v *revision) newCall(r *http.Request, body []byte) invocation {
	e := newEvent(r, body)
	if v.spec.Rules == V1alpha2 {
		return invocation{e, callContext{}}
	}
	e.Method = ""
	e.RequestContext.RequestID = r.Header.Get(headerRequestID)
	return invocation{e, betaContext{MemoryLimitInMb: contextMemory, FunctionName: v.app.opts.Name}}
}

// payload returns the JSON form of i.
func payload(i invocation) ([]byte, error) {
	var buf bytes.Buffer
	encoder := json.NewEncoder(&buf)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(i)
	return buf.Bytes(), err
}
