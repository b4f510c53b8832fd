package test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/antihax/optional"
	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
	"github.com/rumpl/gosc"
	"github.com/rumpl/gosc/emulator"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// contract is a transport that checks every request and reply of the API against
// api/openapi.yaml, so that client, emulator and description cannot drift apart.
// It is stricter than the client: a field that the description lacks is an error.
type contract struct {
	t      testing.TB
	router routers.Router
	next   http.RoundTripper

	mu   sync.Mutex
	seen map[string]bool // operation ids that were answered with 200
}

func newContract(t testing.TB) *contract {
	t.Helper()
	doc, err := openapi3.NewLoader().LoadFromFile("../api/openapi.yaml")
	require.NoError(t, err)
	require.NoError(t, doc.Validate(t.Context()))
	doc.Servers = nil
	for _, schema := range doc.Components.Schemas {
		if len(schema.Value.Properties) > 0 && schema.Value.AdditionalProperties.Schema == nil {
			schema.Value.AdditionalProperties = openapi3.AdditionalProperties{Has: new(false)}
		}
	}
	router, err := gorillamux.NewRouter(doc)
	require.NoError(t, err)
	return &contract{t: t, router: router, next: http.DefaultTransport.(*http.Transport).Clone(), seen: map[string]bool{}}
}

func (c *contract) RoundTrip(req *http.Request) (*http.Response, error) {
	if !strings.HasPrefix(req.URL.Path, "/functions/") {
		return c.next.RoundTrip(req) // the storage or a function
	}
	route, params, err := c.router.FindRoute(req)
	if !assert.NoError(c.t, err, "%s %s", req.Method, req.URL.Path) {
		return nil, err
	}
	id := route.Operation.OperationID
	input := &openapi3filter.RequestValidationInput{
		Request: req, Route: route, PathParams: params,
		Options: &openapi3filter.Options{AuthenticationFunc: openapi3filter.NoopAuthenticationFunc, IncludeResponseStatus: true},
	}
	assert.NoError(c.t, openapi3filter.ValidateRequest(req.Context(), input), "request of %s", id)
	op, _ := gosc.OperationFromContext(req.Context())
	assert.Equal(c.t, id, op.ID)

	resp, err := c.next.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(resp.Body)
	resp.Body.Close()
	if err != nil {
		return nil, err
	}
	resp.Body = io.NopCloser(bytes.NewReader(body))
	assert.NoError(c.t, openapi3filter.ValidateResponse(req.Context(), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: input, Status: resp.StatusCode, Header: resp.Header,
		Body: io.NopCloser(bytes.NewReader(body)), Options: input.Options,
	}), "reply of %s: %s", id, body)
	if resp.StatusCode == 200 {
		c.mu.Lock()
		c.seen[id] = true
		c.mu.Unlock()
	}
	return resp, nil
}

// contractClient is a client on a fresh emulator behind the contract.
func contractClient(t *testing.T) (*gosc.APIClient, *contract) {
	t.Helper()
	srv := emulator.Start(t)
	check := newContract(t)
	cfg := srv.Configuration()
	cfg.HTTPClient = &http.Client{Transport: check}
	t.Cleanup(check.next.(*http.Transport).CloseIdleConnections)
	return gosc.NewAPIClient(cfg), check
}

var soon = &gosc.WaitOpts{Interval: 5 * time.Millisecond, MaxInterval: 50 * time.Millisecond, Timeout: time.Minute}

// TestEveryOperationKeepsTheContract walks through the life of everything.
func TestEveryOperationKeepsTheContract(t *testing.T) {
	client, check := contractClient(t)
	ctx := t.Context()

	ns, _, err := client.NamespacesApi.CreateNamespace(ctx, "", gosc.CreateNamespaceRequest{
		Name: "shop", OrganizationID: organization, EnvironmentVariables: map[string]string{"STAGE": "dev"},
	})
	require.NoError(t, err)
	_, err = client.NamespacesApi.WaitForNamespace(ctx, "", ns.ID, soon)
	require.NoError(t, err)
	ns, _, err = client.NamespacesApi.UpdateNamespace(ctx, "", ns.ID, gosc.UpdateNamespaceRequest{Description: new("web shop")})
	require.NoError(t, err)
	assert.Equal(t, "web shop", *ns.Description)
	for got, err := range client.NamespacesApi.ListNamespacesAll(ctx, "", nil) {
		require.NoError(t, err)
		assert.Equal(t, ns.ID, got.ID)
	}

	fn := deployFunction(ctx, t, client, ns.ID)
	exerciseCrons(ctx, t, client, fn.ID)
	exerciseContainer(ctx, t, client, ns.ID)

	_, _, err = client.DefaultApi.IssueJWT(ctx, "", &gosc.IssueJWTOpts{
		FunctionID: optional.NewString(fn.ID), ExpirationDate: optional.NewTime(time.Now().Add(time.Hour)),
	})
	require.NoError(t, err)
	_, _, err = client.LogsApi.ListLogs(ctx, "", &gosc.ListLogsOpts{ApplicationID: optional.NewString(fn.ID)})
	require.NoError(t, err)
	_, _, err = client.FunctionsApi.DeleteFunction(ctx, "", fn.ID)
	require.NoError(t, err)
	require.NoError(t, client.FunctionsApi.WaitForFunctionDeleted(ctx, "", fn.ID, soon))
	_, _, err = client.NamespacesApi.DeleteNamespace(ctx, "", ns.ID)
	require.NoError(t, err)
	require.NoError(t, client.NamespacesApi.WaitForNamespaceDeleted(ctx, "", ns.ID, soon))

	for name := range wireCalls {
		assert.True(t, check.seen[name], "%s was not exercised", name)
	}
}

func deployFunction(ctx context.Context, t *testing.T, client *gosc.APIClient, namespaceID string) gosc.Function {
	t.Helper()
	runtimes, _, err := client.FunctionsApi.ListFunctionRuntimes(ctx, "")
	require.NoError(t, err)
	require.Contains(t, runtimes.Runtimes, gosc.FunctionRuntimeNode10)
	fn, _, err := client.FunctionsApi.CreateFunction(ctx, "", gosc.CreateFunctionRequest{
		NamespaceID: namespaceID, Name: "hello", Runtime: gosc.FunctionRuntimeNode10, Handler: new("handler.hello"),
	})
	require.NoError(t, err)
	archive, err := gosc.ZipFS(fstest.MapFS{"handler.js": {Data: []byte(`exports.hello = () => "hi from " + process.env.STAGE`)}})
	require.NoError(t, err)
	require.NoError(t, client.FunctionsApi.UploadFunctionCode(ctx, "", fn.ID, archive))
	fn, err = client.FunctionsApi.DeployFunctionAndWait(ctx, "", fn.ID, soon)
	require.NoError(t, err)
	resp, err := client.FunctionsApi.InvokeFunction(ctx, fn, nil)
	require.NoError(t, err)
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	assert.Equal(t, "hi from dev", string(text))

	fn, _, err = client.FunctionsApi.UpdateFunction(ctx, "", fn.ID, gosc.UpdateFunctionRequest{Redeploy: new(false), MemoryLimit: new(uint32(256))})
	require.NoError(t, err)
	assert.Equal(t, uint32(140), fn.CPULimit)
	where, _, err := client.DefaultApi.GetFunctionDownloadURL(ctx, "", fn.ID)
	require.NoError(t, err)
	download, err := http.Get(where.URL)
	require.NoError(t, err)
	defer download.Body.Close()
	assert.Equal(t, 200, download.StatusCode)
	http.DefaultClient.CloseIdleConnections()
	for got, err := range client.FunctionsApi.ListFunctionsAll(ctx, "", &gosc.ListFunctionsOpts{NamespaceID: optional.NewString(namespaceID)}) {
		require.NoError(t, err)
		assert.Equal(t, fn.ID, got.ID)
	}
	return fn
}

func exerciseCrons(ctx context.Context, t *testing.T, client *gosc.APIClient, applicationID string) {
	t.Helper()
	args := map[string]any{"key": "value", "n": 1.5, "deep": map[string]any{"list": []any{nil, true, "x"}}}
	cron, _, err := client.CronsApi.CreateCron(ctx, "", gosc.CreateCronRequest{ApplicationID: applicationID, Schedule: "0 13 * * *", Args: args})
	require.NoError(t, err)
	cron, err = client.CronsApi.WaitForCron(ctx, "", cron.ID, soon)
	require.NoError(t, err)
	assert.Equal(t, args, cron.Args)
	cron, _, err = client.CronsApi.UpdateCron(ctx, "", cron.ID, gosc.UpdateCronRequest{Schedule: new("*/5 * * * *")})
	require.NoError(t, err)
	assert.Equal(t, "*/5 * * * *", cron.Schedule)
	for got, err := range client.CronsApi.ListCronsAll(ctx, "", &gosc.ListCronsOpts{ApplicationID: optional.NewString(applicationID)}) {
		require.NoError(t, err)
		assert.Equal(t, cron.ID, got.ID)
	}
	_, _, err = client.CronsApi.DeleteCron(ctx, "", cron.ID)
	require.NoError(t, err)
	require.NoError(t, client.CronsApi.WaitForCronDeleted(ctx, "", cron.ID, soon))
}

func exerciseContainer(ctx context.Context, t *testing.T, client *gosc.APIClient, namespaceID string) {
	t.Helper()
	ct, _, err := client.ContainersApi.CreateContainer(ctx, "", gosc.CreateContainerRequest{NamespaceID: namespaceID, Name: "web"})
	require.NoError(t, err)
	assert.True(t, strings.HasSuffix(ct.RegistryImage, "/web:latest"), ct.RegistryImage)
	_, err = client.ContainersApi.DeployContainerAndWait(ctx, "", ct.ID, soon)
	var failed *gosc.DeployError
	require.ErrorAs(t, err, &failed, "there is no image to pull")
	assert.Contains(t, failed.ErrorMessage, ct.RegistryImage)
	_, _, err = client.ContainersApi.UpdateContainer(ctx, "", ct.ID, gosc.UpdateContainerRequest{Redeploy: new(false), MaxScale: new(uint32(2))})
	require.NoError(t, err)
	for got, err := range client.ContainersApi.ListContainersAll(ctx, "", nil) {
		require.NoError(t, err)
		assert.Equal(t, uint32(2), got.MaxScale)
	}
	_, _, err = client.ContainersApi.DeleteContainer(ctx, "", ct.ID)
	require.NoError(t, err)
	require.NoError(t, client.ContainersApi.WaitForContainerDeleted(ctx, "", ct.ID, soon))
}

// TestErrorsKeepTheContract provokes the errors that the description promises.
func TestErrorsKeepTheContract(t *testing.T) {
	client, _ := contractClient(t)
	ctx := t.Context()
	_, _, err := client.FunctionsApi.GetFunction(ctx, "", functionID)
	require.ErrorIs(t, err, gosc.ErrNotFound)
	ns, _, err := client.NamespacesApi.CreateNamespace(ctx, "", gosc.CreateNamespaceRequest{Name: "shop", OrganizationID: organization})
	require.NoError(t, err)
	_, _, err = client.NamespacesApi.CreateNamespace(ctx, "", gosc.CreateNamespaceRequest{Name: "shop", OrganizationID: organization})
	require.ErrorIs(t, err, gosc.ErrConflict)
	_, _, err = client.CronsApi.CreateCron(ctx, "", gosc.CreateCronRequest{ApplicationID: functionID, Schedule: "nonsense"})
	require.Error(t, err)
	var e gosc.GenericOpenAPIError
	_, _, err = client.FunctionsApi.CreateFunction(ctx, "", gosc.CreateFunctionRequest{
		NamespaceID: ns.ID, Name: "x", Runtime: gosc.FunctionRuntimeNode10, MemoryLimit: new(uint32(100)),
	})
	require.ErrorIs(t, err, gosc.ErrInvalidArguments)
	require.ErrorAs(t, err, &e)
	require.NotEmpty(t, e.Details)
	assert.Equal(t, "memory_limit", e.Details[0].ArgumentName)
	ctx = context.WithValue(ctx, gosc.ContextAPIKey, gosc.APIKey{Key: "not a key"})
	_, _, err = client.NamespacesApi.GetNamespace(ctx, "", ns.ID)
	require.ErrorIs(t, err, gosc.ErrDeniedAuthentication)
}
