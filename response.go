package gosc

import (
	"bytes"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"

	"github.com/rumpl/gosc/internal/redact"
	"github.com/rumpl/gosc/jsoncodec"
)

// APIResponse is a raw reply; see WithAPIResponse.
type APIResponse struct {
	*http.Response        // nil if the server did not answer; the body is in Payload
	Message        string // what went wrong, empty if nothing did
	Operation      string // the operation id
	RequestURL     string // without credentials
	Method         string
	Payload        []byte // the body, decompressed
}

// String is the reply without headers and body, which may hold secrets.
func (r APIResponse) String() string {
	status := "no reply"
	if r.Response != nil {
		status = r.Status
	}
	return fmt.Sprintf("gosc.APIResponse{%s: %s %s: %s, %d bytes}", r.Operation, r.Method, r.RequestURL, status, len(r.Payload))
}

// Format formats as String does, for every verb of fmt.
func (r APIResponse) Format(f fmt.State, verb rune) { jsoncodec.FormatPrintable(f, verb, r.String()) }

// LogValue returns the same as String, for slog.
func (r APIResponse) LogValue() slog.Value { return slog.StringValue(r.String()) }

// NewAPIResponse wraps a reply.
func NewAPIResponse(r *http.Response) *APIResponse { return &APIResponse{Response: r} }

// NewAPIResponseWithError returns an APIResponse without a reply, with the reason as Message.
func NewAPIResponseWithError(message string) *APIResponse { return &APIResponse{Message: message} }

func (o *callOptions) fillAPIResponse(op Operation, target *url.URL, r *reply, err error) {
	if o.apiResponse == nil {
		return
	}
	*o.apiResponse = APIResponse{
		Response:  r.response(),
		Operation: op.ID,
		Method:    op.Method,
	}
	if target != nil {
		o.apiResponse.RequestURL = redact.URL(target)
	}
	if err != nil {
		o.apiResponse.Message = err.Error()
	}
	if r != nil {
		o.apiResponse.Payload = bytes.Clone(r.body)
	}
}
