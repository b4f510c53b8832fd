package gosc

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"slices"
	"strings"

	"github.com/rumpl/gosc/internal/ctxerr"
	"github.com/rumpl/gosc/internal/pathescape"
)

// Operation names one operation of an API: its operation id, its HTTP method and
// its path template. All three are constants of the API description, so they are
// safe as labels of traces and metrics.
type Operation struct {
	ID           string // "GetFunction"
	Method       string // "GET"
	PathTemplate string // "/functions/v1alpha2/regions/{region}/functions/{function_id}"
}

// String returns the operation as errors and logs name it.
func (o Operation) String() string {
	if o.PathTemplate == "" {
		return o.ID
	}
	return o.ID + " (" + o.Method + " " + o.PathTemplate + ")"
}

type operationKey struct{}

// OperationFromContext returns the operation that a request belongs to. The
// context of every request that the client sends carries it, so that a
// RoundTripper can name spans and metrics without the ids in the URL. An upload
// to the storage and the call of a function carry theirs as well, with the
// method's name as ID and no path template.
func OperationFromContext(ctx context.Context) (Operation, bool) {
	op, ok := ctx.Value(operationKey{}).(Operation)
	return op, ok
}

// Call is a call of an operation whose arguments are being collected. The
// generated methods use it, and so can you, to call endpoints that no package
// knows: with the same credentials, retries, limits, logs and errors.
//
//	call := client.Caller().NewCall("GetThing", http.MethodGet, "/things/v1/regions/{region}/things/{thing_id}")
//	call.Region("fr-par")
//	call.Path("thing_id", id)
//	thing, resp, err := gosc.Do[Thing](ctx, call, opts)
//
// The methods of a Call never fail: the first bad argument is kept, and [Do],
// [DoEmpty] and [DoBytes] return it before anything is sent. A Call is used by one
// goroutine and sent once: afterwards its methods do nothing, and sending it again
// is an [ArgumentError].
type Call struct {
	caller *Caller
	op     Operation
	state  *callState
	turn   uint64 // of the state while it belongs to this Call
	null   bool   // the reply may be null
	// optional is set if the body of the reply may be empty, and empty tells statuses
	// whose body is none.
	optional bool
	empty    func(status int) bool

	// Which defaults of the Configuration were needed but are empty.
	noProjectID, noOrganizationID bool
}

// NewCall begins a call of the operation with this id, method and path template.
// The path begins with a slash and is appended to Configuration.BasePath. Errors,
// logs and [OperationFromContext] identify the call by the id.
func (c *Caller) NewCall(id, method, pathTemplate string) *Call {
	// Short enough to be inlined: then the Call is on the stack of a generated method.
	call := &Call{caller: c, op: Operation{id, method, pathTemplate}}
	call.begin()
	return call
}

func (c *Call) refuse(argument, reason string) {
	if s := c.open(); s != nil && s.err == nil {
		s.err = &ArgumentError{Operation: c.op.ID, Argument: argument, Reason: reason}
	}
}

// Path fills a path parameter. An empty value is refused.
func (c *Call) Path(name, value string) {
	if value == "" {
		c.refuse(name, "is empty")
	}
	c.addPath(name, value)
}

func (c *Call) addPath(name, value string) {
	if s := c.open(); s != nil {
		s.path = append(s.path, pathescape.Arg{Name: name, Value: value})
	}
}

// Region fills the path parameter {region}. Empty means [Configuration.Region].
func (c *Call) Region(region string) {
	c.configuredPath("region", c.OrRegion(region), "is empty, and so is Configuration.Region")
}

// Zone fills the path parameter {zone}. Empty means [Configuration.Zone].
func (c *Call) Zone(zone string) {
	c.configuredPath("zone", c.OrZone(zone), "is empty, and so is Configuration.Zone")
}

func (c *Call) configuredPath(name, value, reason string) {
	if value == "" {
		c.refuse(name, reason)
	}
	c.addPath(name, value)
}

// OrProjectID returns the argument, or [Configuration.ProjectID] if it is empty.
func (c *Call) OrProjectID(projectID string) string {
	projectID = cmp.Or(projectID, c.caller.config().ProjectID)
	c.noProjectID = projectID == ""
	return projectID
}

// OrOrganizationID returns the argument, or [Configuration.OrganizationID] if it is
// empty.
func (c *Call) OrOrganizationID(organizationID string) string {
	organizationID = cmp.Or(organizationID, c.caller.config().OrganizationID)
	c.noOrganizationID = organizationID == ""
	return organizationID
}

// OrRegion returns the argument, or [Configuration.Region] if it is empty.
func (c *Call) OrRegion(region string) string { return cmp.Or(region, c.caller.config().Region) }

// OrZone returns the argument, or [Configuration.Zone] if it is empty.
func (c *Call) OrZone(zone string) string { return cmp.Or(zone, c.caller.config().Zone) }

// Header sets a header of the request.
func (c *Call) Header(name, value string) {
	if s := c.open(); s != nil {
		s.setHeader(http.CanonicalHeaderKey(name), value)
	}
}

func (a *arguments) setHeader(name, value string) {
	if i := a.headerIndex(name); i >= 0 {
		a.header[i].value = value
		return
	}
	a.header = append(a.header, headerField{name, value})
}

// setDefaultHeader sets a header that is not set yet.
func (a *arguments) setDefaultHeader(name, value string) {
	if a.headerIndex(name) < 0 {
		a.setHeader(name, value)
	}
}

// headerIndex returns the index of a header, -1 if it is not set.
func (a *arguments) headerIndex(name string) int {
	return slices.IndexFunc(a.header, func(f headerField) bool { return f.name == name })
}

// Require refuses an empty required argument of the body, by its name on the wire.
func (c *Call) Require(name, value string) { c.RequireSet(name, value != "") }

// RequireSet refuses a missing required argument that is not a string.
func (c *Call) RequireSet(name string, set bool) {
	switch {
	case set:
	case c.noProjectID && strings.HasSuffix(name, "project_id"):
		c.refuse(name, "is empty, and so is Configuration.ProjectID")
	case c.noOrganizationID && strings.HasSuffix(name, "organization_id"):
		c.refuse(name, "is empty, and so is Configuration.OrganizationID")
	default:
		c.refuse(name, "is required")
	}
}

// GroupMember is one member of a group of which at most one may be set.
type GroupMember struct {
	Name string // on the wire
	Set  bool
}

// AtMostOne refuses the call when more than one of the members is set. The group
// is the x-one-of of the API description.
func (c *Call) AtMostOne(group string, members ...GroupMember) {
	first := ""
	for _, member := range members {
		switch {
		case !member.Set:
		case first == "":
			first = member.Name
		default:
			c.refuse(member.Name, fmt.Sprintf("excludes %s: set at most one of the group %q", first, group))
		}
	}
}

// JSON makes a model the body of the request.
func (c *Call) JSON(body json.Marshaler) {
	if v := reflect.ValueOf(body); !v.IsValid() || (v.Kind() == reflect.Pointer && v.IsNil()) {
		c.refuse("body", "is nil")
		return
	}
	data, err := body.MarshalJSON()
	c.jsonBody(data, err)
}

// JSONObject makes an object without a schema the body of the request. Nil is sent
// as {}.
func (c *Call) JSONObject(body map[string]any) {
	if body == nil {
		body = map[string]any{}
	}
	data, err := json.Marshal(body)
	c.jsonBody(data, err)
}

func (c *Call) jsonBody(data []byte, err error) {
	if err != nil {
		c.refuse("body", "cannot be encoded: "+err.Error())
		return
	}
	if s := c.open(); s != nil {
		s.setDefaultHeader("Content-Type", mediaTypeJSON)
		s.body = bytesBody(data)
	}
}

const mediaTypeJSON = "application/json"

// ContentType sets the media type of a JSON body if it is not application/json, such
// as application/merge-patch+json. Call it before the body is set.
func (c *Call) ContentType(mediaType string) { c.Header("Content-Type", mediaType) }

// Accept sets the media type that the reply must have, if it is not
// application/json.
func (c *Call) Accept(mediaType string) { c.Header("Accept", mediaType) }

// NullReply allows the reply to be null, which is decoded as the zero value.
// Without it, null is an [ErrMalformedResponse].
func (c *Call) NullReply() { c.null = true }

// Bytes makes r the body of the request. It is sent with its length and again
// on a retry if it is an io.Seeker, else in chunks and only once.
func (c *Call) Bytes(contentType string, r io.Reader) {
	c.Header("Content-Type", contentType)
	body, err := readerBody(r)
	if err != nil {
		c.refuse("body", "cannot be measured: "+err.Error())
	}
	if s := c.open(); s != nil {
		s.body = body
	}
}

// JSONModel is the constraint of [Do]: a pointer to T that implements
// json.Unmarshaler, as pointers to all generated models do.
type JSONModel[T any] interface {
	*T
	json.Unmarshaler
}

// Do sends the call and decodes the reply into a T. On an error the T is zero.
func Do[T any, P JSONModel[T]](ctx context.Context, c *Call, opts []CallOption) (T, *http.Response, error) {
	var out, zero T
	e := c.send(ctx, mediaTypeJSON, opts)
	if body := e.content(c); body != nil {
		e.unreadable(P(&out).UnmarshalJSON(body))
	}
	resp, err := e.finish()
	if err != nil {
		return zero, resp, err
	}
	return out, resp, nil
}

// DoEmpty sends a call whose reply has no content. If the server sends content, it
// is ignored.
func DoEmpty(ctx context.Context, c *Call, opts []CallOption) (*http.Response, error) {
	e := c.send(ctx, mediaTypeJSON, opts)
	return e.finish()
}

// DoBytes sends a call whose reply is not JSON and returns the body unchanged.
func DoBytes(ctx context.Context, c *Call, opts []CallOption) ([]byte, *http.Response, error) {
	e := c.send(ctx, "*/*", opts)
	var out []byte
	if e.err == nil {
		out = append(out, e.reply.body...)
	}
	resp, err := e.finish()
	return out, resp, err
}

// exchange is a call that has been sent and whose reply is not decoded yet.
type exchange struct {
	ctx   context.Context
	state *callState // nil if the call was sent before
	req   *request   // of state; nil if an argument was refused
	reply *reply     // nil if there is none
	err   error
}

// send builds the request and sends it through the chain. The reply must have the
// media type, unless the call sets another one.
func (c *Call) send(ctx context.Context, accept string, opts []CallOption) exchange {
	if c == nil {
		c = &Call{}
	}
	if ctx == nil {
		c.refuse("ctx", "is nil")
	}
	state, err := c.claim()
	if err != nil {
		options := newCallOptions(&Configuration{}, opts)
		options.fillAPIResponse(c.op, nil, nil, err)
		return exchange{err: err}
	}
	state.setDefaultHeader("Accept", accept)
	req := &state.request
	req.options.apply(c.caller.config(), opts)
	err = c.caller.check(c.op.ID)
	if err == nil {
		err = c.fill(req, state)
	}
	if err != nil {
		req.options.fillAPIResponse(c.op, nil, nil, err)
		return exchange{state: state, err: err}
	}
	c.caller.start()
	reply, err := c.caller.calls(ctx, req)
	return exchange{ctx, state, req, reply, err}
}

// content returns the JSON of a success. It is nil if there is nothing to decode.
func (e *exchange) content(c *Call) []byte {
	if !c.hasContent(e) {
		return nil
	}
	return e.json(c != nil && c.null)
}

// json returns the JSON of a success. It is nil if there is nothing to decode.
func (e *exchange) json(mayBeNull bool) []byte {
	if e.err != nil {
		return nil
	}
	body, err := e.reply.json(mayBeNull)
	e.unreadable(err)
	return body
}

// unreadable records that a 2xx reply could not be decoded, unless err is nil.
func (e *exchange) unreadable(err error) {
	if err != nil {
		e.err = e.reply.malformed(err)
		e.req.logUnusable(e.ctx, e.reply, e.err)
	}
}

// finish completes the error and returns the buffers to their pool.
func (e *exchange) finish() (*http.Response, error) {
	if e.state != nil {
		defer e.state.release()
	}
	if e.req == nil {
		return nil, e.err
	}
	if e.err != nil {
		e.err = e.req.finishError(e.reply, ctxerr.Explain(e.ctx, e.err))
	}
	e.req.options.fillAPIResponse(e.req.op, e.req.url, e.reply, e.err)
	resp := e.reply.response()
	e.reply.release()
	return resp, e.err
}
