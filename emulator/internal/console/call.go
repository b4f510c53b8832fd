package console

import (
	"context"
	"encoding/hex"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

const (
	userAgent = "functions-emulator-console"
	tokenLife = 10 * time.Minute

	maxRequest  = 8 << 20 // bytes of what the page sends
	maxReply    = 1 << 20 // bytes of a reply's body that are shown
	maxHexBytes = 4 << 10 // likewise, of a body that is not text
	callGrace   = time.Minute
)

// What RFC 9110 lets a header be named, and what it keeps out of values.
var (
	headerName    = regexp.MustCompile("^[!#$%&'*+.^_`|~0-9A-Za-z-]+$")
	headerControl = regexp.MustCompile(`[\x00-\x08\x0a-\x1f\x7f]`)
)

var methods = []string{"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"}

// callRequest is a filled-in form.
type callRequest struct {
	Application string      `json:"application"` // id
	Method      string      `json:"method"`
	Path        string      `json:"path"` // may have a query
	Headers     [][2]string `json:"headers"`
	Body        string      `json:"body"`
	Token       bool        `json:"token"` // bring a token for a private application
}

// callReply is what came back.
type callReply struct {
	Status    string      `json:"status"` // "200 OK"
	Code      int         `json:"code"`
	Headers   [][2]string `json:"headers"`
	Body      string      `json:"body"`   // a hex dump if Binary
	Binary    bool        `json:"binary"` // the body is not text
	Size      int         `json:"size"`   // bytes of the body that were read
	Truncated bool        `json:"truncated"`
	Duration  float64     `json:"duration"` // ms, until the end of the body
}

// newCaller makes a client for one request a connection, so that nothing is
// left when it is answered.
func newCaller() *http.Client {
	return &http.Client{
		Transport:     &http.Transport{DisableKeepAlives: true, DisableCompression: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// serveCall calls an application for the page. The page names it by its id, so
// that no other address can be called through the console.
func (c *Console) serveCall(w http.ResponseWriter, r *http.Request) {
	call, ok := read[callRequest](w, r)
	if !ok {
		return
	}
	app := c.find(call.Application)
	if app == nil {
		writeError(w, http.StatusNotFound, "the function or container does not exist any more")
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), time.Duration(app.Timeout)*time.Millisecond+callGrace)
	defer cancel()
	request, err := call.request(ctx, app.Endpoint)
	if err != nil {
		writeError(w, http.StatusBadRequest, err.Error())
		return
	}
	if call.Token {
		header, value, err := c.platform.Credential(app.ID, tokenLife)
		if err != nil {
			c.fail(w, err)
			return
		}
		request.Header[header] = []string{value}
	}
	reply, err := c.call(request)
	if err != nil {
		writeError(w, http.StatusBadGateway, "no reply: "+err.Error())
		return
	}
	writeJSON(w, http.StatusOK, reply)
}

func (c *Console) find(id string) *applicationView {
	for _, app := range applicationsOf(c.platform.Overview()) {
		if app.ID == id {
			return &app.applicationView
		}
	}
	return nil
}

// request makes the request that the form describes.
func (call callRequest) request(ctx context.Context, endpoint string) (*http.Request, error) {
	if !slices.Contains(methods, call.Method) {
		return nil, fmt.Errorf("method %q is not one of %s", call.Method, strings.Join(methods, ", "))
	}
	// The slash ends the endpoint's host, whatever the path is.
	target, err := url.Parse(endpoint + "/" + strings.TrimPrefix(call.Path, "/"))
	if err != nil {
		return nil, fmt.Errorf("path %q is not well escaped", call.Path)
	}
	request, err := http.NewRequestWithContext(ctx, call.Method, target.String(), strings.NewReader(call.Body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("User-Agent", userAgent)
	for _, header := range call.Headers {
		name, value := header[0], header[1]
		if !headerName.MatchString(name) {
			return nil, fmt.Errorf("%q is not a valid header name", name)
		}
		if headerControl.MatchString(value) {
			return nil, fmt.Errorf("the value of header %q has control characters", name)
		}
		switch http.CanonicalHeaderKey(name) {
		case "Host":
			request.Host = value
		case "User-Agent":
			request.Header.Set(name, value)
		default:
			request.Header.Add(name, value)
		}
	}
	return request, nil
}

func (c *Console) call(request *http.Request) (callReply, error) {
	begin := time.Now()
	response, err := c.caller.Do(request)
	if err != nil {
		return callReply{}, err
	}
	defer response.Body.Close() //nolint:errcheck // nothing is written
	body, err := io.ReadAll(io.LimitReader(response.Body, maxReply+1))
	if err != nil {
		return callReply{}, fmt.Errorf("the reply's body ended early: %w", err)
	}
	reply := callReply{
		Status: response.Status, Code: response.StatusCode, Headers: sortedHeaders(response.Header),
		Size: min(len(body), maxReply), Truncated: len(body) > maxReply,
		Duration: float64(time.Since(begin).Microseconds()) / 1000,
	}
	reply.Body, reply.Binary = readable(body[:reply.Size], reply.Truncated)
	return reply, nil
}

// readable is a body as text, or as the beginning of a hex dump.
func readable(body []byte, truncated bool) (text string, binary bool) {
	whole := body
	for truncated && !utf8.Valid(whole) && len(whole) > max(0, len(body)-utf8.UTFMax) {
		whole = whole[:len(whole)-1] // the last character may be cut in two
	}
	if utf8.Valid(whole) {
		return string(whole), false
	}
	return hex.Dump(body[:min(len(body), maxHexBytes)]), true
}

func sortedHeaders(header http.Header) [][2]string {
	pairs := [][2]string{}
	for _, name := range slices.Sorted(maps.Keys(header)) {
		for _, value := range header[name] {
			pairs = append(pairs, [2]string{name, value})
		}
	}
	return pairs
}
