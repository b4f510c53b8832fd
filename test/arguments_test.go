//lint:file-ignore SA1019 containers v1beta1 is tested as long as there is such a package

package test

import (
	"context"
	"errors"
	"io"
	"iter"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/rumpl/gosc"
	containers "github.com/rumpl/gosc/containers/v1beta1"
	functions "github.com/rumpl/gosc/functions/v1beta1"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// servicesOf returns the services of a client by name.
func servicesOf(client any) map[string]reflect.Value {
	found := map[string]reflect.Value{}
	v := reflect.ValueOf(client).Elem()
	for i := range v.NumField() {
		if v.Type().Field(i).IsExported() {
			found[v.Type().String()+"."+v.Type().Field(i).Name] = v.Field(i)
		}
	}
	return found
}

// argumentsFor returns arguments for a method: ctx for the context and, for the rest,
// either zero values or ones that are complete.
func argumentsFor(method reflect.Type, ctx context.Context, complete bool) []reflect.Value {
	var args []reflect.Value
	n := method.NumIn()
	if method.IsVariadic() {
		n--
	}
	for i := range n {
		typ := method.In(i)
		arg := reflect.New(typ).Elem()
		switch {
		case typ == reflect.TypeFor[context.Context]():
			if ctx != nil {
				arg.Set(reflect.ValueOf(ctx))
			}
		case !complete:
		case typ == reflect.TypeFor[io.ReadSeeker]():
			arg.Set(reflect.ValueOf(strings.NewReader("zip")))
		default:
			setComplete(arg)
		}
		args = append(args, arg)
	}
	if method.IsVariadic() {
		args = append(args, reflect.Zero(method.In(n).Elem())) // a nil CallOption
	}
	return args
}

// setComplete sets the strings of an argument, not more than one member of a union.
func setComplete(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString("127.0.0.1:1")
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Field(i); f.CanSet() && f.Kind() == reflect.String {
				f.SetString("127.0.0.1:1")
			}
		}
	}
}

// errorOf calls a method and returns its error, which for an iterator is the first
// that comes.
func errorOf(method reflect.Value, args []reflect.Value) error {
	results := method.Call(args)
	last := results[len(results)-1]
	if last.Kind() == reflect.Func {
		var err error
		yield := reflect.MakeFunc(last.Type().In(0), func(got []reflect.Value) []reflect.Value {
			err, _ = got[1].Interface().(error)
			return []reflect.Value{reflect.ValueOf(err == nil)}
		})
		last.Call([]reflect.Value{yield})
		return err
	}
	if resp, ok := results[0].Interface().(*http.Response); ok && resp != nil && resp.Body != nil {
		resp.Body.Close()
	}
	err, _ := last.Interface().(error)
	return err
}

// TestNoArgumentPanics calls every method of every service with all that a program
// may pass by mistake: nothing, no context, a context that has ended. There is an
// error, and nothing is sent.
func TestNoArgumentPanics(t *testing.T) {
	var requests atomic.Int32
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		requests.Add(1)
		t.Error("was sent:", r.Method, r.URL)
	}))
	defer srv.Close()
	cfg := gosc.NewConfiguration()
	cfg.BasePath, cfg.APIKey, cfg.Retry = srv.URL, markedKey, gosc.RetryPolicy{MaxAttempts: 1}
	caller := gosc.NewCaller(cfg)
	defer caller.CloseIdleConnections()
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	late, cancelLate := context.WithDeadline(t.Context(), time.Unix(1, 0))
	defer cancelLate()
	methods := 0
	for _, client := range []any{gosc.NewAPIClientWithCaller(caller), functions.NewAPIClientWithCaller(caller), containers.NewAPIClientWithCaller(caller)} {
		for name, service := range servicesOf(client) {
			empty := reflect.New(service.Type().Elem())
			for i := range service.NumMethod() {
				methods++
				method, id := service.Method(i), name+"."+service.Type().Method(i).Name
				typ := method.Type()
				t.Run(id, func(t *testing.T) {
					var argument *gosc.ArgumentError
					err := errorOf(method, argumentsFor(typ, nil, true))
					require.ErrorAs(t, err, &argument, "a nil context")
					assert.NotEmpty(t, argument.Operation) // it names the context, or what a body lacks

					err = errorOf(empty.Method(i), argumentsFor(typ, t.Context(), true))
					require.ErrorAs(t, err, &argument, "a service that no client has made")
					assert.Equal(t, "client", argument.Argument)

					for want, ctx := range map[error]context.Context{context.Canceled: ended, context.DeadlineExceeded: late} {
						err = errorOf(method, argumentsFor(typ, ctx, true))
						if strings.HasSuffix(id, ".TailLogs") {
							assert.NoError(t, err, "the end of the context ends the loop")
							continue
						}
						if !errors.As(err, &argument) { // such as two scopes of a token
							require.ErrorIs(t, err, want)
						}
					}
					_ = errorOf(method, argumentsFor(typ, ended, false))
					_ = errorOf(empty.Method(i), argumentsFor(typ, nil, false))
				})
			}
		}
	}
	assert.Greater(t, methods, 150)
	assert.Zero(t, requests.Load())
}

// TestZeroValues calls what is not a method of a service on zero values and nil.
func TestZeroValues(t *testing.T) {
	var argument *gosc.ArgumentError
	for name, caller := range map[string]*gosc.Caller{"nil": nil, "zero": {}} {
		t.Run(name, func(t *testing.T) {
			caller.CloseIdleConnections()
			assert.Contains(t, caller.String(), "gosc.Caller")
			call := caller.NewCall("GetX", http.MethodGet, "/x/{region}/{zone}")
			call.Region("")
			call.Zone("")
			call.Require("project_id", call.OrProjectID(""))
			_, err := gosc.DoEmpty(t.Context(), call, nil)
			require.ErrorAs(t, err, &argument)
			assert.Equal(t, "GetX", argument.Operation)
			_, err = caller.Invoke(t.Context(), gosc.InvokeTarget{Helper: "InvokeX", Endpoint: "h"}, nil)
			require.ErrorAs(t, err, &argument)
			_, err = gosc.WaitForStatus(t.Context(), caller, "WaitForX", "x", nil, func(ctx context.Context) (gosc.Function, error) {
				return gosc.Function{}, errors.New("asked")
			}, func(*gosc.Function) gosc.ResourceStatus { return gosc.ResourceStatus{} })
			require.ErrorContains(t, err, "asked")
		})
	}
	_, _, err := gosc.Do[gosc.Function](t.Context(), nil, nil)
	require.ErrorAs(t, err, &argument)
	_, _, err = gosc.Do[gosc.Function](t.Context(), &gosc.Call{}, nil)
	require.ErrorAs(t, err, &argument)
	var noContext context.Context
	_, _, err = gosc.DoBytes(noContext, nil, []gosc.CallOption{nil})
	require.ErrorAs(t, err, &argument)
	call := gosc.NewCaller(nil).NewCall("PostX", http.MethodPost, "/x")
	call.JSON((*gosc.Function)(nil))
	_, err = gosc.DoEmpty(t.Context(), call, nil)
	require.ErrorContains(t, err, "body is nil")
	for _, list := range []func(string) iter.Seq2[int, error]{nil, func(string) iter.Seq2[int, error] { return nil }} {
		for _, err := range gosc.ListRegions([]string{"fr-par"}, list) {
			require.ErrorAs(t, err, &argument)
		}
	}
}
