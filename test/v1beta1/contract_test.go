package v1beta1

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// contract checks requests and replies against the description of one product. It is
// stricter than a client: a member that the description lacks is an error.
type contract struct {
	t      *testing.T
	prefix string // of the product's paths
	router routers.Router
}

func newContract(t *testing.T, product string) *contract {
	t.Helper()
	doc := loadDescription(t, product)
	doc.Servers = nil
	for _, schema := range doc.Components.Schemas {
		if len(schema.Value.Properties) > 0 && schema.Value.AdditionalProperties.Schema == nil {
			schema.Value.AdditionalProperties = openapi3.AdditionalProperties{Has: new(false)}
		}
	}
	router, err := gorillamux.NewRouter(doc)
	require.NoError(t, err)
	return &contract{t: t, prefix: "/" + product + "/v1beta1/", router: router}
}

// check checks the exchange of a reply whose request had this body.
func (c *contract) check(resp *http.Response, requestBody []byte) error {
	if !strings.HasPrefix(resp.Request.URL.Path, c.prefix) {
		return nil
	}
	req := resp.Request.Clone(context.Background())
	req.Body = io.NopCloser(bytes.NewReader(requestBody))
	route, params, err := c.router.FindRoute(req)
	if !assert.NoError(c.t, err, "%s %s", req.Method, req.URL.Path) {
		return nil
	}
	input := &openapi3filter.RequestValidationInput{
		Request: req, PathParams: params, Route: route,
		Options: &openapi3filter.Options{AuthenticationFunc: openapi3filter.NoopAuthenticationFunc, IncludeResponseStatus: true},
	}
	assert.NoError(c.t, openapi3filter.ValidateRequest(req.Context(), input), "request of %s", route.Operation.OperationID)
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	resp.Body = io.NopCloser(bytes.NewReader(body))
	reply := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: input, Status: resp.StatusCode, Header: resp.Header, Options: input.Options,
	}
	reply.SetBodyBytes(body)
	assert.NoError(c.t, openapi3filter.ValidateResponse(req.Context(), reply), "reply of %s: %s", route.Operation.OperationID, body)
	return nil
}
