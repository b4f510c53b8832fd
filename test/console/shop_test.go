package console

import (
	"testing"
	"testing/fstest"

	"github.com/rumpl/gosc"
	"github.com/rumpl/gosc/emulator"
	"github.com/stretchr/testify/require"
)

const (
	helloJS = `exports.handle = async (event) => {
  const name = event.body || "world"
  console.log("greeting " + name)
  return {
    statusCode: 200,
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ message: "Hello, " + name + "!", lang: event.queryStringParameters.lang }),
  }
}`
	// countJS logs as many lines as the call's body says.
	countJS = `exports.handle = async (event) => {
  for (let i = 1; i <= Number(event.body); i++) console.log("line " + i)
}`
	reportPY = `def handle(event, context):
    print("report of", event["body"])
    return {"body": "done"}
`
	webJS = `require("http").createServer((request, response) => response.end("welcome")).listen(process.env.PORT, "127.0.0.1")`
)

// shop is an emulator with a namespace in it.
type shop struct {
	t         *testing.T
	srv       *emulator.Server
	client    *gosc.APIClient
	namespace string
}

func newEmulator(t *testing.T) *emulator.Server {
	t.Helper()
	return emulator.Start(t, func(o *emulator.Options) {
		o.Containers = map[string][]string{"storefront": {"node", "-e", webJS}}
	})
}

func newShop(t *testing.T, srv *emulator.Server) *shop {
	t.Helper()
	s := &shop{t: t, srv: srv, client: srv.Client()}
	s.addNamespace("shop")
	return s
}

func (s *shop) addNamespace(name string) {
	s.t.Helper()
	ns, _, err := s.client.NamespacesApi.CreateNamespace(s.t.Context(), "", gosc.CreateNamespaceRequest{
		Name: name, OrganizationID: s.srv.OrganizationID(),
	})
	require.NoError(s.t, err)
	s.namespace = ns.ID
}

// function deploys a function of one file and returns its id.
func (s *shop) function(request gosc.CreateFunctionRequest, file, code string) string {
	s.t.Helper()
	request.NamespaceID = s.namespace
	fn, _, err := s.client.FunctionsApi.CreateFunction(s.t.Context(), "", request)
	require.NoError(s.t, err)
	archive, err := gosc.ZipFS(fstest.MapFS{file: {Data: []byte(code)}})
	require.NoError(s.t, err)
	require.NoError(s.t, s.client.FunctionsApi.UploadFunctionCode(s.t.Context(), "", fn.ID, archive))
	_, err = s.client.FunctionsApi.DeployFunctionAndWait(s.t.Context(), "", fn.ID, nil)
	require.NoError(s.t, err)
	return fn.ID
}

// node deploys a public node function.
func (s *shop) node(name, code string) string {
	s.t.Helper()
	return s.function(gosc.CreateFunctionRequest{Name: name, Runtime: gosc.FunctionRuntimeNode10}, "handler.js", code)
}

func (s *shop) container(name string) string {
	s.t.Helper()
	container, _, err := s.client.ContainersApi.CreateContainer(s.t.Context(), "", gosc.CreateContainerRequest{
		NamespaceID: s.namespace, Name: name,
	})
	require.NoError(s.t, err)
	_, err = s.client.ContainersApi.DeployContainerAndWait(s.t.Context(), "", container.ID, nil)
	require.NoError(s.t, err)
	return container.ID
}

func (s *shop) cron(application, schedule string, args map[string]any) {
	s.t.Helper()
	_, _, err := s.client.CronsApi.CreateCron(s.t.Context(), "", gosc.CreateCronRequest{
		ApplicationID: application, Schedule: schedule, Args: args,
	})
	require.NoError(s.t, err)
}

func (s *shop) deleteFunction(id string) {
	s.t.Helper()
	_, _, err := s.client.FunctionsApi.DeleteFunction(s.t.Context(), "", id)
	require.NoError(s.t, err)
}
