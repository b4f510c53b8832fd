package driver

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"reflect"
	"sync"

	"github.com/rumpl/gosc"
)

// Main reads cases from the standard input, a line each, makes the calls one after the
// other and writes the outcomes. Clients are the constructors of the generated packages.
func Main(clients map[string]func(*gosc.Configuration) any) {
	if err := run(clients, os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(clients map[string]func(*gosc.Configuration) any, in io.Reader, out io.Writer) error {
	s := &server{}
	srv := httptest.NewServer(s)
	defer srv.Close()
	made := map[string]reflect.Value{}
	for name, build := range clients {
		cfg := gosc.NewConfiguration()
		cfg.BasePath = srv.URL
		cfg.Retry = gosc.RetryPolicy{MaxAttempts: 1}
		made[name] = reflect.ValueOf(build(cfg))
	}
	decoder := json.NewDecoder(bufio.NewReader(in))
	w := bufio.NewWriter(out)
	encoder := json.NewEncoder(w)
	for {
		var c Case
		if err := decoder.Decode(&c); errors.Is(err, io.EOF) {
			return w.Flush()
		} else if err != nil {
			return err
		}
		client, ok := made[c.Client]
		if !ok {
			return fmt.Errorf("there is no client %q", c.Client)
		}
		if err := encoder.Encode(s.try(client, c)); err != nil {
			return err
		}
	}
}

// server answers as the case wants it, and keeps what it got.
type server struct {
	mu    sync.Mutex
	reply Reply
	sent  *Sent
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	s.mu.Lock()
	defer s.mu.Unlock()
	header := r.Header.Clone()
	s.sent = &Sent{Method: r.Method, URI: r.RequestURI, Header: header, Body: body}
	if s.reply.Media != "" {
		w.Header().Set("Content-Type", s.reply.Media)
	}
	w.WriteHeader(s.reply.Status)
	_, _ = w.Write(s.reply.Body)
}

func (s *server) try(client reflect.Value, c Case) (out Outcome) {
	defer func() {
		if p := recover(); p != nil {
			out = Outcome{ID: c.ID, Err: fmt.Sprintf("panic: %v", p)}
		}
	}()
	s.mu.Lock()
	s.reply, s.sent = c.Reply, nil
	s.mu.Unlock()
	out.ID = c.ID
	args, err := arguments(client, c, &out)
	if err != nil {
		out.Mapping = err.Error()
		return out
	}
	results := client.Elem().FieldByName(c.Service).MethodByName(c.Method).Call(args)
	s.mu.Lock()
	out.Sent = s.sent
	s.mu.Unlock()
	out.Refused = out.Sent == nil
	if err, _ := results[len(results)-1].Interface().(error); err != nil {
		out.Err = err.Error()
		var api gosc.GenericOpenAPIError
		if errors.As(err, &api) {
			out.Failed = api.Body()
		}
	}
	if resp, _ := results[len(results)-2].Interface().(*http.Response); resp != nil {
		out.Status = resp.StatusCode
	}
	if len(results) < 3 || out.Err != "" {
		return out
	}
	return result(results[0], out)
}

func result(v reflect.Value, out Outcome) Outcome {
	if _, ok := v.Interface().(json.Marshaler); !ok && v.Kind() == reflect.Struct && isUnion(v.Type()) {
		v = ofStatus(v)
	}
	if data, ok := v.Interface().([]byte); ok {
		out.Raw = data
	}
	var err error
	if out.Result, err = json.Marshal(v.Interface()); err != nil {
		out.Err = "encoding the result: " + err.Error()
		return out
	}
	if out.Fields, err = json.Marshal(plain(v)); err != nil {
		out.Err = "encoding the fields of the result: " + err.Error()
	}
	return out
}

// ofStatus returns the field that is set of a result that depends on the status.
func ofStatus(v reflect.Value) reflect.Value {
	for i := range v.NumField() {
		if field := v.Field(i); field.Kind() != reflect.Struct && !field.IsNil() {
			return field
		}
	}
	return reflect.ValueOf(json.RawMessage("null"))
}

var contextType = reflect.TypeFor[context.Context]()
