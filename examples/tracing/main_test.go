package main

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/rumpl/gosc"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/otel/attribute"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
)

type canned struct{}

func (canned) RoundTrip(*http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: 200, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(`{"id":"42"}`))}, nil
}

func TestSpansAreNamedAfterTheOperation(t *testing.T) {
	spans := tracetest.NewSpanRecorder()
	cfg := gosc.NewConfiguration()
	cfg.HTTPClient = &http.Client{Transport: traced(canned{}, sdktrace.NewTracerProvider(sdktrace.WithSpanProcessor(spans)))}
	_, _, err := gosc.NewAPIClient(cfg).FunctionsApi.GetFunction(t.Context(), "", "42")
	require.NoError(t, err)
	require.Len(t, spans.Ended(), 1)
	span := spans.Ended()[0]
	assert.Equal(t, "GetFunction", span.Name())
	assert.Contains(t, span.Attributes(), attribute.String("url.template", "/functions/v1alpha2/regions/{region}/functions/{function_id}"))
}
