package gosc

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptrace"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	"golang.org/x/oauth2"
)

// chaos is a RoundTripper that does whatever a bad network or a bad RoundTripper may
// do, at random: it fails before or after it has "connected", cuts replies anywhere,
// ends the caller's context at any point, panics, answers late, and goes on looking
// at the request after it has returned.
type chaos struct {
	mild bool           // no panics and no missing replies: http.Client leaves a goroutine behind after those
	late sync.WaitGroup // goroutines that outlive RoundTrip
}

var errChaos = errors.New("chaos")

func (c *chaos) RoundTrip(req *http.Request) (*http.Response, error) {
	cancel, _ := req.Context().Value(chaosCancel{}).(context.CancelFunc)
	id := req.URL.Path[strings.LastIndexByte(req.URL.Path, '/')+1:]
	if req.Body != nil {
		sent, _ := io.ReadAll(io.LimitReader(req.Body, rand.Int64N(40)))
		_ = sent
	}
	if trace := httptrace.ContextClientTrace(req.Context()); rand.N(2) == 0 {
		trace.GotConn(httptrace.GotConnInfo{})
		if rand.N(2) == 0 {
			trace.WroteHeaders()
		}
	}
	switch rand.N(14) {
	case 0:
		c.lookOn(req)
		return nil, errChaos
	case 1:
		c.lookOn(req)
		cancel()
		return nil, req.Context().Err()
	case 2, 3:
		if c.mild {
			return nil, errChaos
		}
		if rand.N(2) == 0 {
			return nil, nil
		}
		panic(errChaos)
	case 4:
		<-req.Context().Done()
		return nil, context.Cause(req.Context())
	}
	body := fmt.Sprintf(`{"id":%q,"status":%q}`, id, strings.Repeat(id, rand.N(50)))
	status := []int{200, 200, 200, 200, 200, 429, 503, 404, 500, 302}[rand.N(10)]
	if status != 200 {
		body = fmt.Sprintf(`{"type":"not_found","message":"m %s","resource":"thing","resource_id":%q}`, id, id)
	}
	resp := &http.Response{StatusCode: status, Header: http.Header{"Content-Type": {"application/json"}, "X-Request-Id": {id}}, Request: req, ContentLength: int64(len(body))}
	if rand.N(3) == 0 {
		resp.Header.Set("Retry-After", "0")
	}
	var r io.Reader = strings.NewReader(body)
	switch rand.N(8) {
	case 0:
		r = strings.NewReader(body[:rand.N(len(body))])
	case 1:
		r = io.MultiReader(strings.NewReader(body[:rand.N(len(body))]), iotest.ErrReader(errChaos))
	case 2:
		r = iotest.OneByteReader(r)
	case 3:
		r = io.MultiReader(strings.NewReader(body[:rand.N(len(body))]), readerFunc(c.panicInBody))
	case 4:
		r = io.MultiReader(strings.NewReader(body[:rand.N(len(body))]), readerFunc(func([]byte) (int, error) { cancel(); return 0, req.Context().Err() }))
	}
	resp.Body = io.NopCloser(r)
	return resp, nil
}

// lookOn reads the request after RoundTrip has returned an error, as net/http may.
func (c *chaos) lookOn(req *http.Request) {
	c.late.Go(func() {
		for range 20 {
			_ = req.URL.String() + req.Header.Get("Accept") + req.Host
			_, _ = OperationFromContext(req.Context())
			time.Sleep(rand.N(100 * time.Microsecond))
		}
		if req.Body != nil {
			req.Body.Close()
		}
	})
}

type chaosCancel struct{}

func (c *chaos) panicInBody([]byte) (int, error) {
	if c.mild {
		return 0, errChaos
	}
	panic(errChaos)
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

// outcome is what a call returned. It is checked at once and again later, when other
// calls have reused the pooled state of this one.
type outcome struct {
	id    string
	got   thing
	resp  *http.Response
	raw   APIResponse
	err   error
	text  string
	panic any
}

// check returns an error if the outcome belongs to another call.
func (o *outcome) check() error {
	switch {
	case o.panic != nil && !errors.Is(o.panic.(error), errChaos):
		return fmt.Errorf("%s: panic %v", o.id, o.panic)
	case o.panic != nil:
		return nil
	case o.err == nil && (o.got.ID != o.id || strings.ReplaceAll(o.got.Status, o.id, "") != ""):
		return fmt.Errorf("%s: got %+v", o.id, o.got)
	case o.resp != nil && o.resp.Header.Get("X-Request-Id") != o.id:
		return fmt.Errorf("%s: reply %v", o.id, o.resp.Header)
	case o.raw.RequestURL != "" && !strings.HasSuffix(o.raw.RequestURL, o.id):
		return fmt.Errorf("%s: raw reply of %s", o.id, o.raw.RequestURL)
	case len(o.raw.Payload) > 20 && o.err == nil && !bytes.Contains(o.raw.Payload, []byte(strconv.Quote(o.id))):
		return fmt.Errorf("%s: raw reply %s", o.id, o.raw.Payload)
	}
	if o.err == nil {
		return nil
	}
	if text := o.err.Error(); o.text != "" && text != o.text {
		return fmt.Errorf("%s: the error was %q and is %q", o.id, o.text, text)
	} else {
		o.text = text
	}
	if e, ok := errors.AsType[GenericOpenAPIError](o.err); ok {
		if e.Operation != "GetThing" && e.Operation != "CreateThing" || e.RequestID != o.id || (e.ResourceID != "" && e.ResourceID != o.id) {
			return fmt.Errorf("%s: error %#v", o.id, e)
		}
		if body := string(e.Body()); strings.Contains(body, "resource_id") && strings.HasSuffix(body, "}") && !strings.Contains(body, strconv.Quote(o.id)) {
			return fmt.Errorf("%s: body %s", o.id, body)
		}
	}
	return nil
}

func TestCallsThroughChaos(t *testing.T) {
	for name, timeout := range map[string]time.Duration{"transport": 0, "client": time.Minute} {
		t.Run(name, func(t *testing.T) {
			network := &chaos{mild: timeout > 0}
			caller := newTestCaller(t, "https://api.example")
			caller.Config().HTTPClient = &http.Client{Transport: network, Timeout: timeout}
			callInChaos(t, caller)
			network.late.Wait()
		})
	}
}

// The same over real connections, which the server cuts anywhere.
func TestCallsOverBadConnections(t *testing.T) {
	caller := serve(t, func(w http.ResponseWriter, r *http.Request) {
		id := r.URL.Path[strings.LastIndexByte(r.URL.Path, '/')+1:]
		if rand.N(3) == 0 {
			_, _ = io.Copy(io.Discard, r.Body)
		}
		body := fmt.Sprintf(`{"id":%q,"status":%q}`, id, strings.Repeat(id, rand.N(500)))
		w.Header().Set("X-Request-Id", id)
		if rand.N(2) == 0 {
			writeReply(w, 200, body)
			return
		}
		reply := fmt.Sprintf("HTTP/1.1 200 OK\r\nX-Request-Id: %s\r\nContent-Length: %d\r\n\r\n%s", id, len(body), body)
		conn, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			return
		}
		_, _ = io.WriteString(conn, reply[:rand.N(len(reply)+1)])
		if rand.N(2) == 0 {
			reset(conn)
		}
		conn.Close()
	})
	callInChaos(t, caller)
}

// callInChaos makes many calls at once and looks at what each returned, twice.
func callInChaos(t *testing.T, caller *Caller) {
	cfg := caller.Config()
	cfg.Retry = RetryPolicy{MaxAttempts: 3, MinBackoff: time.Microsecond, MaxBackoff: time.Millisecond}
	cfg.TokenSource = tokenFunc(func() (*oauth2.Token, error) {
		switch rand.N(20) {
		case 0:
			panic(errChaos)
		case 1:
			return nil, errChaos
		}
		return &oauth2.Token{AccessToken: marked}, nil
	})
	var group sync.WaitGroup
	for g := range 200 {
		group.Go(func() {
			var last outcome
			for i := range 10 {
				now := callThroughChaos(t.Context(), caller, fmt.Sprintf("thing-%d-%d", g, i))
				for _, o := range []*outcome{&now, &last} {
					if err := o.check(); err != nil {
						t.Error(err)
					}
				}
				last = now
			}
		})
	}
	group.Wait()
}

type tokenFunc func() (*oauth2.Token, error)

func (f tokenFunc) Token() (*oauth2.Token, error) { return f() }

func callThroughChaos(ctx context.Context, caller *Caller, id string) (out outcome) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	ctx = context.WithValue(ctx, chaosCancel{}, cancel)
	time.AfterFunc(rand.N(20*time.Millisecond), cancel)
	out.id = id
	defer func() { out.panic = recover() }()
	opts := []CallOption{WithAPIResponse(&out.raw)}
	if rand.N(2) == 0 {
		opts = append(opts, WithTimeout(rand.N(10*time.Millisecond)))
	}
	switch rand.N(3) {
	case 0:
		out.got, out.resp, out.err = getThing(ctx, caller, "", id, opts...)
	case 1:
		call := caller.NewCall("CreateThing", http.MethodPost, thingsPath+"/{id}")
		call.Region("")
		call.Path("id", id)
		call.JSON(thing{ID: id})
		out.got, out.resp, out.err = Do[thing](ctx, call, opts)
	default:
		call := caller.NewCall("CreateThing", http.MethodPut, thingsPath+"/{id}")
		call.Region("")
		call.Path("id", id)
		call.Bytes("text/plain", strings.NewReader(strings.Repeat(id, 20)))
		out.got, out.resp, out.err = Do[thing](ctx, call, opts)
	}
	return out
}
