// Tracing names the client's OpenTelemetry spans after operations. otelhttp alone
// would name them "HTTP GET" or after a URL full of ids; the operation's id and path
// template are constants, so spans and metrics can be grouped by them.
package main

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"os"

	"github.com/rumpl/gosc"
	"github.com/rumpl/gosc/emulator"
	"go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/stdout/stdouttrace"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
)

// operationAttributes adds the path template to the span of a request.
type operationAttributes struct{ next http.RoundTripper }

func (t operationAttributes) RoundTrip(r *http.Request) (*http.Response, error) {
	if op, ok := gosc.OperationFromContext(r.Context()); ok {
		trace.SpanFromContext(r.Context()).SetAttributes(attribute.String("url.template", op.PathTemplate))
	}
	return t.next.RoundTrip(r)
}

// traced returns a transport whose spans are named after the operation.
func traced(next http.RoundTripper, provider trace.TracerProvider) http.RoundTripper {
	return otelhttp.NewTransport(operationAttributes{next},
		otelhttp.WithTracerProvider(provider),
		otelhttp.WithSpanNameFormatter(func(_ string, r *http.Request) string {
			if op, ok := gosc.OperationFromContext(r.Context()); ok {
				return op.ID
			}
			return r.Method
		}))
}

func main() {
	if err := run(context.Background()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context) error {
	exporter, err := stdouttrace.New(stdouttrace.WithWriter(os.Stdout), stdouttrace.WithPrettyPrint())
	if err != nil {
		return err
	}
	provider := sdktrace.NewTracerProvider(sdktrace.WithSyncer(exporter))
	defer func() { _ = provider.Shutdown(ctx) }()

	srv, err := emulator.New(emulator.Options{})
	if err != nil {
		return err
	}
	defer srv.Close()

	cfg := gosc.NewConfiguration()
	cfg.BasePath = srv.URL()
	cfg.APIKey = "11111111-1111-4111-8111-111111111111"
	cfg.HTTPClient.Transport = traced(cfg.HTTPClient.Transport, provider)
	client := gosc.NewAPIClient(cfg)

	namespaces, _, err := client.NamespacesApi.ListNamespaces(ctx, "", nil)
	if err != nil {
		return err
	}
	fmt.Println("namespaces:", namespaces.TotalCount)
	return nil
}
