package gosc

import (
	"context"
	"encoding/json"
	"io"
	"iter"
	"net/http"

	"github.com/antihax/optional"
)

// This file is the contract between the runtime and generated code. Everything
// that a generated package calls, in this module's root or in a package made
// with "gen -package", is declared here and nowhere else. Users of the client
// need none of it.

// Operation names one operation of the API: its operation id, its HTTP method
// and its path template. All three are constants of the API description, so
// they are safe as labels of traces and metrics.
type Operation struct {
	ID           string // "GetFunction"
	Method       string // "GET"
	PathTemplate string // "/functions/v1alpha2/regions/{region}/functions/{function_id}"
}

// Caller sends the calls of generated services. All services of one client
// share one Caller, and clients of several generated packages may share it too:
// they then have one configuration, one set of credentials and one connection
// pool. It is safe for concurrent use.
type Caller struct {
	caller
}

// NewCaller makes a Caller. A nil configuration means NewConfiguration().
func NewCaller(cfg *Configuration) *Caller {
	if cfg == nil {
		cfg = NewConfiguration()
	}
	return &Caller{caller{cfg: cfg}}
}

// Config returns the configuration that the Caller works with. Change its
// fields before the first call, not while calls are under way.
func (c *Caller) Config() *Configuration { return c.cfg }

// ChangeBasePath makes all later calls go to another server. It may be called
// while calls are under way: those still end where they began.
func (c *Caller) ChangeBasePath(path string) { c.changeBasePath(path) }

// CloseIdleConnections closes the connections that no call uses at the moment.
func (c *Caller) CloseIdleConnections() { c.closeIdleConnections() }

// Call collects the arguments of one call. Its methods never fail: the first
// bad argument is kept, and Do returns it before anything is sent.
type Call struct {
	call
}

// NewCall begins a call of the operation with this id, method and path template.
func (c *Caller) NewCall(id, method, pathTemplate string) *Call {
	return &Call{call{caller: &c.caller, op: Operation{ID: id, Method: method, PathTemplate: pathTemplate}}}
}

// Region fills the path parameter {region}; empty means Configuration.Region.
func (c *Call) Region(region string) { c.setRegion(region) }

// Path fills a path parameter. An empty value is refused.
func (c *Call) Path(name, value string) { c.setPath(name, value) }

// Query adds a query parameter, also when the value is empty.
func (c *Call) Query(name, value string) { c.addQuery(name, value) }

// QueryEnum adds a query parameter unless it is empty, which means unset.
func (c *Call) QueryEnum(name, value string) { c.addQueryEnum(name, value) }

// QueryString adds a query parameter if it is set. Set and empty is sent.
func (c *Call) QueryString(name string, v optional.String) { c.addQueryString(name, v) }

// QueryBool adds a query parameter if it is set.
func (c *Call) QueryBool(name string, v optional.Bool) { c.addQueryBool(name, v) }

// QueryInt32 adds a query parameter if it is set.
func (c *Call) QueryInt32(name string, v optional.Int32) { c.addQueryInt32(name, v) }

// QueryInt64 adds a query parameter if it is set.
func (c *Call) QueryInt64(name string, v optional.Int64) { c.addQueryInt64(name, v) }

// QueryUint32 adds a query parameter if it is set.
func (c *Call) QueryUint32(name string, v optional.Uint32) { c.addQueryUint32(name, v) }

// QueryUint64 adds a query parameter if it is set.
func (c *Call) QueryUint64(name string, v optional.Uint64) { c.addQueryUint64(name, v) }

// QueryFloat32 adds a query parameter if it is set.
func (c *Call) QueryFloat32(name string, v optional.Float32) { c.addQueryFloat32(name, v) }

// QueryFloat64 adds a query parameter if it is set.
func (c *Call) QueryFloat64(name string, v optional.Float64) { c.addQueryFloat64(name, v) }

// QueryTime adds a query parameter, in RFC 3339, if it is set.
func (c *Call) QueryTime(name string, v optional.Time) { c.addQueryTime(name, v) }

// QueryList adds an array parameter if it has elements: once an element when
// explode is true, else once with the elements joined by commas.
func (c *Call) QueryList(name string, values []string, explode bool) {
	c.addQueryList(name, values, explode)
}

// Header sets a header of the request.
func (c *Call) Header(name, value string) { c.setHeader(name, value) }

// Require refuses an empty required argument of the body, by its name on the wire.
func (c *Call) Require(name, value string) { c.require(name, value != "") }

// RequireSet refuses a missing required argument that is not a string.
func (c *Call) RequireSet(name string, set bool) { c.require(name, set) }

// Arg is one member of a group of which at most one may be set.
type Arg struct {
	Name string // on the wire
	Set  bool
}

// AtMostOne refuses the call when more than one of the arguments is set.
// The group is the x-one-of of the API description.
func (c *Call) AtMostOne(group string, args ...Arg) { c.atMostOne(group, args) }

// JSON makes the model the body of the request.
func (c *Call) JSON(body json.Marshaler) { c.jsonBody(body) }

// JSONObject makes a free object the body of the request; nil is sent as {}.
func (c *Call) JSONObject(body map[string]any) { c.jsonObject(body) }

// Bytes makes r the body of the request. It is sent with its length and again
// on a retry if it is an io.Seeker, else in chunks and only once.
func (c *Call) Bytes(contentType string, r io.Reader) { c.rawBody(contentType, r) }

// JSONModel is what a generated model is to the runtime.
type JSONModel[T any] interface {
	*T
	json.Unmarshaler
}

// Do sends the call and decodes the reply into a T. On an error the T is zero.
func Do[T any, P JSONModel[T]](ctx context.Context, c *Call, opts []CallOption) (T, *http.Response, error) {
	var out T
	resp, err := c.do(ctx, opts, func(body []byte) error { return P(&out).UnmarshalJSON(body) })
	if err != nil {
		var zero T
		return zero, resp, err
	}
	return out, resp, nil
}

// DoFunc sends the call and hands the reply to decode, for replies that are not
// a model: bare arrays, scalars and free objects.
func DoFunc[T any](ctx context.Context, c *Call, opts []CallOption, decode func([]byte) (T, error)) (T, *http.Response, error) {
	var out T
	resp, err := c.do(ctx, opts, func(body []byte) (err error) { out, err = decode(body); return err })
	if err != nil {
		var zero T
		return zero, resp, err
	}
	return out, resp, nil
}

// DoEmpty sends a call whose reply has no content. What a server sends all the
// same is ignored.
func DoEmpty(ctx context.Context, c *Call, opts []CallOption) (*http.Response, error) {
	return c.do(ctx, opts, nil)
}

// DoBytes sends a call whose reply is not JSON and returns it as it came.
func DoBytes(ctx context.Context, c *Call, opts []CallOption) ([]byte, *http.Response, error) {
	var out []byte
	resp, err := c.doAny(ctx, opts, func(body []byte) error { out = append(out, body...); return nil })
	return out, resp, err
}

// Page is one page of a list reply.
type Page[T any] struct {
	Items      []T
	TotalCount uint64 // 0: the reply has none
}

// Pages walks over all pages of a list, lazily, from the page first on (0 means
// 1). It ends on the total count, on an empty page or on a page that came
// before, told by the key of its items; never on a short page alone. The first
// error is yielded once and ends it.
func Pages[T any](first uint64, key func(*T) string, fetch func(page uint64) (Page[T], error)) iter.Seq2[T, error] {
	return pages(first, key, fetch)
}

// Status is what a waiter sees of a resource.
type Status struct {
	Value   string // of the field "status"
	Message string // of the field "error_message", if the model has one
}

// Wait polls get until the status is no longer transient, see WaitOpts. The
// name is the waiter's own, the id the resource's; both are for errors.
func Wait[T any](ctx context.Context, name, id string, opts *WaitOpts, get func(context.Context) (T, error), status func(*T) Status) (T, error) {
	return wait(ctx, name, id, opts, get, status)
}

// WaitDeleted polls get until it answers ErrNotFound.
func WaitDeleted[T any](ctx context.Context, name, id string, opts *WaitOpts, get func(context.Context) (T, error), status func(*T) Status) error {
	return waitDeleted(ctx, name, id, opts, get, status)
}
