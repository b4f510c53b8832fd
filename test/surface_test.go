// Package test holds the tests that look at the module from outside: its fixed
// surface, the bytes of every operation, and the emulator beside the description.
package test

import (
	"bytes"
	"context"
	"io"
	"io/fs"
	"iter"
	"log/slog"
	"net/http"
	"testing"
	"time"

	"github.com/antihax/optional"
	"github.com/rumpl/gosc"
	"github.com/rumpl/gosc/emulator"
	"golang.org/x/oauth2"
)

// The surface that users compile against. It is checked by the compiler: whatever
// is missing, misnamed or of another type does not build.
type (
	ctx  = context.Context
	resp = *http.Response
	opt  = gosc.CallOption
	wait = *gosc.WaitOpts
)

var client *gosc.APIClient

func services() (*gosc.ContainersApiService, *gosc.CronsApiService, *gosc.DefaultApiService, *gosc.FunctionsApiService, *gosc.LogsApiService, *gosc.NamespacesApiService) {
	return client.ContainersApi, client.CronsApi, client.DefaultApi, client.FunctionsApi, client.LogsApi, client.NamespacesApi
}

func operations() {
	containers, crons, def, functions, logs, namespaces := services()

	var _ func(ctx, string, gosc.CreateContainerRequest, ...opt) (gosc.Container, resp, error) = containers.CreateContainer
	var _ func(ctx, string, string, ...opt) (gosc.Container, resp, error) = containers.DeleteContainer
	var _ func(ctx, string, string, ...opt) (gosc.Container, resp, error) = containers.GetContainer
	var _ func(ctx, string, *gosc.ListContainersOpts, ...opt) (gosc.ListContainersResponse, resp, error) = containers.ListContainers
	var _ func(ctx, string, string, gosc.UpdateContainerRequest, ...opt) (gosc.Container, resp, error) = containers.UpdateContainer
	var _ func(ctx, string, *gosc.ListContainersOpts, ...opt) iter.Seq2[gosc.Container, error] = containers.ListContainersAll
	var _ func(ctx, string, string, wait) (gosc.Container, error) = containers.WaitForContainer
	var _ func(ctx, string, string, wait) error = containers.WaitForContainerDeleted
	var _ func(ctx, string, string, wait, ...opt) (gosc.Container, error) = containers.DeployContainerAndWait

	var _ func(ctx, string, gosc.CreateCronRequest, ...opt) (gosc.Cron, resp, error) = crons.CreateCron
	var _ func(ctx, string, string, ...opt) (gosc.Cron, resp, error) = crons.DeleteCron
	var _ func(ctx, string, string, ...opt) (gosc.Cron, resp, error) = crons.GetCron
	var _ func(ctx, string, *gosc.ListCronsOpts, ...opt) (gosc.ListCronsResponse, resp, error) = crons.ListCrons
	var _ func(ctx, string, string, gosc.UpdateCronRequest, ...opt) (gosc.Cron, resp, error) = crons.UpdateCron
	var _ func(ctx, string, *gosc.ListCronsOpts, ...opt) iter.Seq2[gosc.Cron, error] = crons.ListCronsAll
	var _ func(ctx, string, string, wait) (gosc.Cron, error) = crons.WaitForCron
	var _ func(ctx, string, string, wait) error = crons.WaitForCronDeleted

	var _ func(ctx, string, string, map[string]any, ...opt) (gosc.Container, resp, error) = def.DeployContainer
	var _ func(ctx, string, string, map[string]any, ...opt) (gosc.Function, resp, error) = def.DeployFunction
	var _ func(ctx, string, string, ...opt) (gosc.DownloadURL, resp, error) = def.GetFunctionDownloadURL
	var _ func(ctx, string, string, *gosc.GetFunctionUploadURLOpts, ...opt) (gosc.UploadURL, resp, error) = def.GetFunctionUploadURL
	var _ func(ctx, string, *gosc.IssueJWTOpts, ...opt) (gosc.Token, resp, error) = def.IssueJWT

	var _ func(ctx, string, gosc.CreateFunctionRequest, ...opt) (gosc.Function, resp, error) = functions.CreateFunction
	var _ func(ctx, string, string, ...opt) (gosc.Function, resp, error) = functions.DeleteFunction
	var _ func(ctx, string, string, ...opt) (gosc.Function, resp, error) = functions.GetFunction
	var _ func(ctx, string, ...opt) (gosc.ListFunctionRuntimesResponse, resp, error) = functions.ListFunctionRuntimes
	var _ func(ctx, string, *gosc.ListFunctionsOpts, ...opt) (gosc.ListFunctionsResponse, resp, error) = functions.ListFunctions
	var _ func(ctx, string, string, gosc.UpdateFunctionRequest, ...opt) (gosc.Function, resp, error) = functions.UpdateFunction
	var _ func(ctx, string, *gosc.ListFunctionsOpts, ...opt) iter.Seq2[gosc.Function, error] = functions.ListFunctionsAll
	var _ func(ctx, string, string, wait) (gosc.Function, error) = functions.WaitForFunction
	var _ func(ctx, string, string, wait) error = functions.WaitForFunctionDeleted
	var _ func(ctx, string, string, io.ReadSeeker, ...opt) error = functions.UploadFunctionCode
	var _ func(ctx, string, string, wait, ...opt) (gosc.Function, error) = functions.DeployFunctionAndWait
	var _ func(ctx, gosc.Function, *gosc.InvokeOpts) (resp, error) = functions.InvokeFunction

	var _ func(ctx, string, *gosc.ListLogsOpts, ...opt) (gosc.ListLogsResponse, resp, error) = logs.ListLogs
	var _ func(ctx, string, *gosc.ListLogsOpts, ...opt) iter.Seq2[gosc.Log, error] = logs.ListLogsAll
	var _ func(ctx, string, string, *gosc.TailOpts, ...opt) iter.Seq2[gosc.Log, error] = logs.TailLogs

	var _ func(ctx, string, gosc.CreateNamespaceRequest, ...opt) (gosc.Namespace, resp, error) = namespaces.CreateNamespace
	var _ func(ctx, string, string, ...opt) (gosc.Namespace, resp, error) = namespaces.DeleteNamespace
	var _ func(ctx, string, string, ...opt) (gosc.Namespace, resp, error) = namespaces.GetNamespace
	var _ func(ctx, string, *gosc.ListNamespacesOpts, ...opt) (gosc.ListNamespacesResponse, resp, error) = namespaces.ListNamespaces
	var _ func(ctx, string, string, gosc.UpdateNamespaceRequest, ...opt) (gosc.Namespace, resp, error) = namespaces.UpdateNamespace
	var _ func(ctx, string, *gosc.ListNamespacesOpts, ...opt) iter.Seq2[gosc.Namespace, error] = namespaces.ListNamespacesAll
	var _ func(ctx, string, string, wait) (gosc.Namespace, error) = namespaces.WaitForNamespace
	var _ func(ctx, string, string, wait) error = namespaces.WaitForNamespaceDeleted

	var _ func(fs.FS) (*bytes.Reader, error) = gosc.ZipFS
}

// Conversions between a model and its fields written out fail to build when a
// field is missing, extra, or of another type. Tags do not count.
type (
	env = map[string]string
	str = *string
	num = *uint32

	namespace struct {
		ID, Name                                            string
		EnvironmentVariables                                env
		OrganizationID                                      string
		Status                                              gosc.NamespaceStatus
		RegistryNamespaceID, ErrorMessage, RegistryEndpoint string
		Description                                         str
		Region                                              string
	}
	function struct {
		ID, Name, NamespaceID string
		Status                gosc.FunctionStatus
		EnvironmentVariables  env
		MinScale, MaxScale    uint32
		Runtime               gosc.FunctionRuntime
		MemoryLimit, CPULimit uint32
		Endpoint              string
		Timeout               uint32
		Handler, ErrorMessage string
		Privacy               gosc.FunctionPrivacy
		Description           str
		Region                string
	}
	container struct {
		ID, Name, NamespaceID string
		Status                gosc.ContainerStatus
		EnvironmentVariables  env
		MinScale, MaxScale    uint32
		MemoryLimit, CPULimit uint32
		Endpoint              string
		Timeout               uint32
		ErrorMessage          string
		Privacy               gosc.ContainerPrivacy
		Description           str
		RegistryImage         string
		Region                string
	}
	cron struct {
		ID, ApplicationID, Schedule string
		Args                        map[string]any
		Status                      gosc.CronStatus
	}
)

func models() {
	f := gosc.Function{}
	_ = function{f.ID, f.Name, f.NamespaceID, f.Status, f.EnvironmentVariables, f.MinScale, f.MaxScale, f.Runtime, f.MemoryLimit, f.CPULimit,
		f.Endpoint, f.Timeout, f.Handler, f.ErrorMessage, f.Privacy, f.Description, f.Region}
	c := gosc.Container{}
	_ = container{c.ID, c.Name, c.NamespaceID, c.Status, c.EnvironmentVariables, c.MinScale, c.MaxScale, c.MemoryLimit, c.CPULimit,
		c.Endpoint, c.Timeout, c.ErrorMessage, c.Privacy, c.Description, c.RegistryImage, c.Region}
	n := gosc.Namespace{}
	_ = namespace{n.ID, n.Name, n.EnvironmentVariables, n.OrganizationID, n.Status, n.RegistryNamespaceID, n.ErrorMessage, n.RegistryEndpoint,
		n.Description, n.Region}
	k := gosc.Cron{}
	_ = cron{k.ID, k.ApplicationID, k.Schedule, k.Args, k.Status}
	_ = gosc.Log{Message: "", Timestamp: time.Time{}, ID: ""}
	_ = gosc.Token{Token: "", PublicKey: ""}
	_ = gosc.UploadURL{URL: "", Headers: map[string][]string{}}
	_ = gosc.DownloadURL{URL: "", Headers: map[string][]string{}}
	_ = gosc.ListNamespacesResponse{Namespaces: []gosc.Namespace{}, TotalCount: uint32(0)}
	_ = gosc.ListFunctionsResponse{Functions: []gosc.Function{}, TotalCount: uint32(0)}
	_ = gosc.ListContainersResponse{Containers: []gosc.Container{}, TotalCount: uint32(0)}
	_ = gosc.ListCronsResponse{Crons: []gosc.Cron{}, TotalCount: uint32(0)}
	_ = gosc.ListLogsResponse{Logs: []gosc.Log{}, TotalCount: uint32(0)}
	_ = gosc.ListFunctionRuntimesResponse{Runtimes: []gosc.FunctionRuntime{}}
	_ = gosc.CreateNamespaceRequest{Name: "", EnvironmentVariables: env{}, OrganizationID: "", Description: str(nil)}
	_ = gosc.UpdateNamespaceRequest{EnvironmentVariables: env{}, Description: str(nil)}
	_ = gosc.CreateFunctionRequest{NamespaceID: "", Name: "", EnvironmentVariables: env{}, MinScale: num(nil), MaxScale: num(nil),
		Runtime: gosc.FunctionRuntimeNode10, MemoryLimit: num(nil), Timeout: num(nil), Handler: str(nil), Privacy: gosc.FunctionPrivacyPrivate, Description: str(nil)}
	_ = gosc.UpdateFunctionRequest{EnvironmentVariables: env{}, MinScale: num(nil), MaxScale: num(nil), MemoryLimit: num(nil), Timeout: num(nil),
		Redeploy: (*bool)(nil), Handler: str(nil), Privacy: gosc.FunctionPrivacyPrivate, Description: str(nil)}
	_ = gosc.CreateContainerRequest{NamespaceID: "", Name: "", EnvironmentVariables: env{}, MinScale: num(nil), MaxScale: num(nil),
		MemoryLimit: num(nil), Timeout: num(nil), Privacy: gosc.ContainerPrivacyPrivate, Description: str(nil), RegistryImage: str(nil)}
	_ = gosc.UpdateContainerRequest{EnvironmentVariables: env{}, MinScale: num(nil), MaxScale: num(nil), MemoryLimit: num(nil), Timeout: num(nil),
		Redeploy: (*bool)(nil), Privacy: gosc.ContainerPrivacyPrivate, Description: str(nil), RegistryImage: str(nil)}
	_ = gosc.CreateCronRequest{ApplicationID: "", Schedule: "", Args: map[string]any{}}
	_ = gosc.UpdateCronRequest{ApplicationID: str(nil), Schedule: str(nil), Args: map[string]any{}}

	_ = gosc.ListNamespacesOpts{Page: optional.Uint32{}, PageSize: optional.Uint32{}, OrderBy: gosc.ListNamespacesRequestOrderByNameAsc, Name: optional.String{}, OrganizationID: optional.String{}}
	_ = gosc.ListFunctionsOpts{Page: optional.Uint32{}, PageSize: optional.Uint32{}, OrderBy: gosc.ListFunctionsRequestOrderByNameDesc, NamespaceID: optional.String{}, Name: optional.String{}, OrganizationID: optional.String{}}
	_ = gosc.ListContainersOpts{Page: optional.Uint32{}, PageSize: optional.Uint32{}, OrderBy: gosc.ListContainersRequestOrderByCreatedAtAsc, NamespaceID: optional.String{}, Name: optional.String{}, OrganizationID: optional.String{}}
	_ = gosc.ListCronsOpts{Page: optional.Uint32{}, PageSize: optional.Uint32{}, OrderBy: gosc.ListCronsRequestOrderByCreatedAtDesc, ApplicationID: optional.String{}}
	_ = gosc.ListLogsOpts{ApplicationID: optional.String{}, Page: optional.Uint32{}, PageSize: optional.Uint32{}, OrderBy: gosc.ListLogsRequestOrderByTimestampAsc}
	_ = gosc.GetFunctionUploadURLOpts{ContentLength: optional.Uint64{}}
	_ = gosc.IssueJWTOpts{FunctionID: optional.String{}, ContainerID: optional.String{}, NamespaceID: optional.String{}, ExpirationDate: optional.Time{}}
}

func enums() []interface{ Known() bool } {
	return []interface{ Known() bool }{
		gosc.NamespaceStatusReady, gosc.NamespaceStatusDeleting, gosc.NamespaceStatusError, gosc.NamespaceStatusLocked, gosc.NamespaceStatusCreating, gosc.NamespaceStatusPending,
		gosc.FunctionStatusReady, gosc.FunctionStatusDeleting, gosc.FunctionStatusError, gosc.FunctionStatusLocked, gosc.FunctionStatusCreating, gosc.FunctionStatusPending, gosc.FunctionStatusCreated,
		gosc.ContainerStatusReady, gosc.ContainerStatusDeleting, gosc.ContainerStatusError, gosc.ContainerStatusLocked, gosc.ContainerStatusCreating, gosc.ContainerStatusPending, gosc.ContainerStatusCreated,
		gosc.CronStatusReady, gosc.CronStatusDeleting, gosc.CronStatusError, gosc.CronStatusLocked, gosc.CronStatusCreating, gosc.CronStatusPending,
		gosc.FunctionRuntimeGolang, gosc.FunctionRuntimePython, gosc.FunctionRuntimePython3, gosc.FunctionRuntimeNode8, gosc.FunctionRuntimeNode10,
		gosc.FunctionPrivacyUnknown, gosc.FunctionPrivacyPublic, gosc.FunctionPrivacyPrivate,
		gosc.ContainerPrivacyUnknown, gosc.ContainerPrivacyPublic, gosc.ContainerPrivacyPrivate,
		gosc.ListNamespacesRequestOrderByCreatedAtAsc, gosc.ListNamespacesRequestOrderByCreatedAtDesc, gosc.ListNamespacesRequestOrderByNameAsc, gosc.ListNamespacesRequestOrderByNameDesc,
		gosc.ListFunctionsRequestOrderByCreatedAtAsc, gosc.ListContainersRequestOrderByNameDesc,
		gosc.ListCronsRequestOrderByCreatedAtAsc, gosc.ListLogsRequestOrderByTimestampDesc,
	}
}

func TestEnumsKnowTheirValues(t *testing.T) {
	for _, value := range enums() {
		if !value.Known() {
			t.Errorf("%v is not known", value)
		}
	}
	if gosc.FunctionStatus("brand_new").Known() {
		t.Error("an unknown value is known")
	}
}

func runtimeNames(tb testing.TB, err error) {
	cfg := gosc.NewConfiguration()
	_ = gosc.Configuration{BasePath: "", Host: "", Scheme: "", UserAgent: "", DefaultHeader: map[string]string{}, Debug: false,
		Servers: []gosc.ServerConfiguration{}, HTTPClient: &http.Client{}, Region: "", APIKey: "", TokenSource: oauth2.TokenSource(nil),
		Retry: gosc.RetryPolicy{}, MaxResponseBytes: int64(0), Logger: (*slog.Logger)(nil)}
	cfg.AddDefaultHeader("", "")
	var _ func(int, map[string]string) (string, error) = cfg.ServerUrl
	c := gosc.NewAPIClient(cfg)
	var _ *gosc.Configuration = c.GetConfig()
	c.ChangeBasePath("")
	_ = []any{gosc.ContextAPIKey, gosc.ContextOAuth2, gosc.ContextBasicAuth, gosc.ContextAccessToken,
		gosc.APIKey{Key: "", Prefix: ""}, gosc.BasicAuth{UserName: "", Password: ""}}
	_ = []error{gosc.ErrNotFound, gosc.ErrInvalidArguments, gosc.ErrDeniedAuthentication, gosc.ErrPermissionsDenied, gosc.ErrQuotasExceeded,
		gosc.ErrTransientState, gosc.ErrLocked, gosc.ErrPreconditionFailed, gosc.ErrResourceExpired, gosc.ErrOutOfStock, gosc.ErrConflict, gosc.ErrRateLimited}
	var e gosc.GenericOpenAPIError
	var _ error = e
	var _ []byte = e.Body()
	var _ any = e.Model()
	var _ int = e.StatusCode
	var _ time.Duration = e.RetryAfter
	_ = []string{e.Type, e.Message, e.Resource, e.ResourceID, e.RequestID, e.Operation}
	_ = e.Details
	_ = gosc.APIResponse{Response: nil, Message: "", Operation: "", RequestURL: "", Method: "", Payload: []byte{}}
	var _ *gosc.APIResponse = gosc.NewAPIResponse(&http.Response{})
	var _ *gosc.APIResponse = gosc.NewAPIResponseWithError("")
	var _ opt = gosc.WithAPIResponse(&gosc.APIResponse{})
	var _ opt = gosc.WithUploadProgress(func(sent, total int64) {})
	_ = gosc.RetryPolicy{MaxAttempts: int(0), MinBackoff: time.Duration(0), MaxBackoff: time.Duration(0), MaxElapsed: time.Duration(0)}
	_ = gosc.WaitOpts{Interval: time.Duration(0), MaxInterval: time.Duration(0), Timeout: time.Duration(0), OnPoll: func(string) {}}
	_ = gosc.TailOpts{Interval: time.Duration(0), MaxInterval: time.Duration(0), Since: time.Time{}}
	_ = gosc.InvokeOpts{Token: "", Method: "", Path: "", Header: http.Header{}, Body: io.Reader(nil)}
	_ = gosc.DeployError{ID: "", Name: "", Status: "", ErrorMessage: ""}

	var _ func(emulator.Options) (*emulator.Server, error) = emulator.New
	var _ func(testing.TB, ...func(*emulator.Options)) *emulator.Server = emulator.Start
	srv := emulator.Start(tb)
	var _ string = srv.URL()
	srv.Close()
}

func TestSurface(t *testing.T) {
	// The functions above are only compiled. Naming them keeps linters from reporting
	// them as unused.
	_, _, _, _ = operations, models, aliases, runtimeNames
}
