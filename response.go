package gosc

import (
	"bytes"
	"net/http"
	"net/url"

	"github.com/rumpl/gosc/internal/redact"
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
