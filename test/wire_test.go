package test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/antihax/optional"
	"github.com/rumpl/gosc"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	namespaceID  = "6f1e3c1a-52c4-4a0e-9d0b-0c6f5b0f7a11"
	functionID   = "2c1d7a40-8f5b-4f6e-b9a3-51d0c2a9e7f4"
	containerID  = "9b7f0c52-1d3e-4c8a-8a6f-7e2b4d5c6a10"
	cronID       = "d4e8a1b6-3c2f-4e5d-9a7b-0f1e2d3c4b5a"
	organization = "11111111-2222-4333-8444-555555555555"
	secretKey    = "22222222-2222-4222-8222-222222222222"
)

// exchange is one operation on the wire, as testdata/wire.txt has it.
type exchange struct{ method, uri, body, reply string }

func readExchanges(t *testing.T) map[string]exchange {
	t.Helper()
	text, err := os.ReadFile("testdata/wire.txt")
	require.NoError(t, err)
	exchanges := map[string]exchange{}
	for _, part := range strings.Split("\n"+string(text), "\n# ")[1:] {
		lines := strings.Split(strings.TrimSpace(part), "\n")
		var e exchange
		e.method, e.uri, _ = strings.Cut(lines[1], " ")
		for _, line := range lines[2:] {
			if body, ok := strings.CutPrefix(line, "> "); ok {
				e.body = body
			}
			if reply, ok := strings.CutPrefix(line, "< "); ok {
				e.reply = reply
			}
		}
		exchanges[lines[0]] = e
	}
	return exchanges
}

// model is what every operation returns.
type model interface{ MarshalJSON() ([]byte, error) }

func call[T model](got T, resp *http.Response, err error) (model, *http.Response, error) {
	return got, resp, err
}

// wireCalls makes every call of testdata/wire.txt.
var wireCalls = map[string]func(ctx context.Context, c *gosc.APIClient) (model, *http.Response, error){
	"ListNamespaces": func(ctx context.Context, c *gosc.APIClient) (model, *http.Response, error) {
		return call(c.NamespacesApi.ListNamespaces(ctx, "fr-par", &gosc.ListNamespacesOpts{
			Page: optional.NewUint32(1), PageSize: optional.NewUint32(20),
			OrderBy: gosc.ListNamespacesRequestOrderByCreatedAtAsc, Name: optional.NewString("shop"),
		}))
	},
	"CreateNamespace": func(ctx context.Context, c *gosc.APIClient) (model, *http.Response, error) {
		return call(c.NamespacesApi.CreateNamespace(ctx, "fr-par", gosc.CreateNamespaceRequest{
			Name: "shop", OrganizationID: organization, EnvironmentVariables: map[string]string{"STAGE": "dev"},
		}))
	},
	"GetNamespace": func(ctx context.Context, c *gosc.APIClient) (model, *http.Response, error) {
		return call(c.NamespacesApi.GetNamespace(ctx, "fr-par", namespaceID))
	},
	"UpdateNamespace": func(ctx context.Context, c *gosc.APIClient) (model, *http.Response, error) {
		return call(c.NamespacesApi.UpdateNamespace(ctx, "fr-par", namespaceID, gosc.UpdateNamespaceRequest{
			EnvironmentVariables: map[string]string{"STAGE": "prod"}, Description: new("web shop"),
		}))
	},
	"DeleteNamespace": func(ctx context.Context, c *gosc.APIClient) (model, *http.Response, error) {
		return call(c.NamespacesApi.DeleteNamespace(ctx, "fr-par", namespaceID))
	},
	"ListFunctions": func(ctx context.Context, c *gosc.APIClient) (model, *http.Response, error) {
		return call(c.FunctionsApi.ListFunctions(ctx, "fr-par", &gosc.ListFunctionsOpts{
			OrderBy: gosc.ListFunctionsRequestOrderByNameAsc, NamespaceID: optional.NewString(namespaceID),
		}))
	},
	"CreateFunction": func(ctx context.Context, c *gosc.APIClient) (model, *http.Response, error) {
		return call(c.FunctionsApi.CreateFunction(ctx, "fr-par", gosc.CreateFunctionRequest{
			NamespaceID: namespaceID, Name: "hello", EnvironmentVariables: map[string]string{"LEVEL": "debug"},
			MinScale: new(uint32(0)), MaxScale: new(uint32(20)), Runtime: gosc.FunctionRuntimeNode10, MemoryLimit: new(uint32(128)),
			Timeout: new(uint32(20000)), Handler: new("handler.myHandler"), Privacy: gosc.FunctionPrivacyPrivate,
		}))
	},
	"GetFunction": func(ctx context.Context, c *gosc.APIClient) (model, *http.Response, error) {
		return call(c.FunctionsApi.GetFunction(ctx, "fr-par", functionID))
	},
	"UpdateFunction": func(ctx context.Context, c *gosc.APIClient) (model, *http.Response, error) {
		return call(c.FunctionsApi.UpdateFunction(ctx, "fr-par", functionID, gosc.UpdateFunctionRequest{
			Redeploy: new(false), MemoryLimit: new(uint32(256)), EnvironmentVariables: map[string]string{"LEVEL": "info"},
		}))
	},
	"DeleteFunction": func(ctx context.Context, c *gosc.APIClient) (model, *http.Response, error) {
		return call(c.FunctionsApi.DeleteFunction(ctx, "fr-par", functionID))
	},
	"DeployFunction": func(ctx context.Context, c *gosc.APIClient) (model, *http.Response, error) {
		return call(c.DefaultApi.DeployFunction(ctx, "fr-par", functionID, nil))
	},
	"GetFunctionUploadURL": func(ctx context.Context, c *gosc.APIClient) (model, *http.Response, error) {
		return call(c.DefaultApi.GetFunctionUploadURL(ctx, "fr-par", functionID, &gosc.GetFunctionUploadURLOpts{ContentLength: optional.NewUint64(675)}))
	},
	"GetFunctionDownloadURL": func(ctx context.Context, c *gosc.APIClient) (model, *http.Response, error) {
		return call(c.DefaultApi.GetFunctionDownloadURL(ctx, "fr-par", functionID))
	},
	"ListFunctionRuntimes": func(ctx context.Context, c *gosc.APIClient) (model, *http.Response, error) {
		return call(c.FunctionsApi.ListFunctionRuntimes(ctx, "fr-par"))
	},
	"ListContainers": func(ctx context.Context, c *gosc.APIClient) (model, *http.Response, error) {
		return call(c.ContainersApi.ListContainers(ctx, "fr-par", &gosc.ListContainersOpts{NamespaceID: optional.NewString(namespaceID)}))
	},
	"CreateContainer": func(ctx context.Context, c *gosc.APIClient) (model, *http.Response, error) {
		return call(c.ContainersApi.CreateContainer(ctx, "fr-par", gosc.CreateContainerRequest{
			NamespaceID: namespaceID, Name: "web", MemoryLimit: new(uint32(128)), MinScale: new(uint32(0)), MaxScale: new(uint32(20)),
		}))
	},
	"GetContainer": func(ctx context.Context, c *gosc.APIClient) (model, *http.Response, error) {
		return call(c.ContainersApi.GetContainer(ctx, "fr-par", containerID))
	},
	"UpdateContainer": func(ctx context.Context, c *gosc.APIClient) (model, *http.Response, error) {
		return call(c.ContainersApi.UpdateContainer(ctx, "fr-par", containerID, gosc.UpdateContainerRequest{Redeploy: new(true), MaxScale: new(uint32(2))}))
	},
	"DeleteContainer": func(ctx context.Context, c *gosc.APIClient) (model, *http.Response, error) {
		return call(c.ContainersApi.DeleteContainer(ctx, "fr-par", containerID))
	},
	"DeployContainer": func(ctx context.Context, c *gosc.APIClient) (model, *http.Response, error) {
		return call(c.DefaultApi.DeployContainer(ctx, "fr-par", containerID, map[string]any{}))
	},
	"ListCrons": func(ctx context.Context, c *gosc.APIClient) (model, *http.Response, error) {
		return call(c.CronsApi.ListCrons(ctx, "fr-par", &gosc.ListCronsOpts{ApplicationID: optional.NewString(functionID)}))
	},
	"CreateCron": func(ctx context.Context, c *gosc.APIClient) (model, *http.Response, error) {
		return call(c.CronsApi.CreateCron(ctx, "fr-par", gosc.CreateCronRequest{
			ApplicationID: functionID, Schedule: "0 13 * * *", Args: map[string]any{"key": "value", "n": 1},
		}))
	},
	"GetCron": func(ctx context.Context, c *gosc.APIClient) (model, *http.Response, error) {
		return call(c.CronsApi.GetCron(ctx, "fr-par", cronID))
	},
	"UpdateCron": func(ctx context.Context, c *gosc.APIClient) (model, *http.Response, error) {
		return call(c.CronsApi.UpdateCron(ctx, "fr-par", cronID, gosc.UpdateCronRequest{Schedule: new("*/5 * * * *")}))
	},
	"DeleteCron": func(ctx context.Context, c *gosc.APIClient) (model, *http.Response, error) {
		return call(c.CronsApi.DeleteCron(ctx, "fr-par", cronID))
	},
	"ListLogs": func(ctx context.Context, c *gosc.APIClient) (model, *http.Response, error) {
		return call(c.LogsApi.ListLogs(ctx, "fr-par", &gosc.ListLogsOpts{
			ApplicationID: optional.NewString(functionID), OrderBy: gosc.ListLogsRequestOrderByTimestampDesc,
		}))
	},
	"IssueJWT": func(ctx context.Context, c *gosc.APIClient) (model, *http.Response, error) {
		return call(c.DefaultApi.IssueJWT(ctx, "fr-par", &gosc.IssueJWTOpts{
			FunctionID: optional.NewString(functionID), ExpirationDate: optional.NewTime(time.Date(2021, 1, 2, 0, 0, 0, 0, time.UTC)),
		}))
	},
}

func newClient(t testing.TB, handler http.HandlerFunc) *gosc.APIClient {
	t.Helper()
	srv := httptest.NewServer(handler)
	t.Cleanup(srv.Close)
	cfg := gosc.NewConfiguration()
	cfg.BasePath = srv.URL
	cfg.APIKey = secretKey
	t.Cleanup(cfg.HTTPClient.CloseIdleConnections)
	return gosc.NewAPIClient(cfg)
}

// TestEveryOperationByteByByte compares what goes out with testdata/wire.txt and
// reads the reply that is there. Encoding what was read gives the same bytes
// again, so that nothing of it was lost.
func TestEveryOperationByteByByte(t *testing.T) {
	exchanges := readExchanges(t)
	require.Len(t, exchanges, 27)
	require.Len(t, wireCalls, 27)
	for name, want := range exchanges {
		t.Run(name, func(t *testing.T) {
			client := newClient(t, func(w http.ResponseWriter, r *http.Request) {
				body, err := io.ReadAll(r.Body)
				assert.NoError(t, err)
				assert.Equal(t, want.method+" "+want.uri, r.Method+" "+r.RequestURI)
				assert.Equal(t, want.body, string(body))
				assert.Equal(t, secretKey, r.Header.Get("X-Auth-Token"))
				assert.Equal(t, "application/json", r.Header.Get("Accept"))
				assert.Equal(t, want.body != "", r.Header.Get("Content-Type") == "application/json")
				w.Header().Set("Content-Type", "application/json")
				_, _ = io.WriteString(w, want.reply)
			})
			got, resp, err := wireCalls[name](t.Context(), client)
			require.NoError(t, err)
			assert.Equal(t, 200, resp.StatusCode)
			encoded, err := got.MarshalJSON()
			require.NoError(t, err)
			assert.Equal(t, strings.ReplaceAll(want.reply, `\u0026`, "&"), string(encoded))
			viaJSON, err := json.Marshal(got)
			require.NoError(t, err)
			assert.JSONEq(t, string(encoded), string(viaJSON))
		})
	}
}

// TestEveryOperationOnBadReplies runs the same probes over all operations.
func TestEveryOperationOnBadReplies(t *testing.T) {
	for name, call := range wireCalls {
		for body, status := range map[string]int{"": 200, "null": 200, "{": 200, "<html>": 200, `[]`: 200, `{"a":1} x`: 200, "gone": 404, `{"type":"locked","message":"m"}`: 423} {
			t.Run(name+"/"+body, func(t *testing.T) {
				client := newClient(t, func(w http.ResponseWriter, r *http.Request) {
					w.WriteHeader(status)
					_, _ = io.WriteString(w, body)
				})
				_, resp, err := call(t.Context(), client)
				var e gosc.GenericOpenAPIError
				require.ErrorAs(t, err, &e)
				assert.Equal(t, status, e.StatusCode)
				assert.Equal(t, status, resp.StatusCode)
				assert.Equal(t, name, e.Operation)
				assert.NotContains(t, err.Error(), secretKey)
			})
		}
	}
}

// TestNewThingsInRepliesBreakNothing adds a field, an enum value and nulls.
func TestNewThingsInRepliesBreakNothing(t *testing.T) {
	client := newClient(t, func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, `{"id":"x","new":{"deep":[1,{"a":null}]},"status":"brand_new","runtime":"node99","privacy":null,`+
			`"environment_variables":null,"description":null,"error_message":null,"timeout":null,"name":null}`)
	})
	fn, _, err := client.FunctionsApi.GetFunction(t.Context(), "", "x")
	require.NoError(t, err)
	assert.Equal(t, gosc.Function{ID: "x", Status: "brand_new", Runtime: "node99"}, fn)
	assert.False(t, fn.Status.Known())
}

func TestNumbersThatDoNotFitAreErrors(t *testing.T) {
	for _, number := range []string{"4294967296", "-1", "1.5", "1e99", `"7"`, "true"} {
		client := newClient(t, func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, `{"timeout":`+number+`}`) })
		fn, _, err := client.FunctionsApi.GetFunction(t.Context(), "", "x")
		require.ErrorIs(t, err, gosc.ErrMalformedResponse, number)
		assert.ErrorContains(t, err, "timeout", "the field is named")
		assert.Zero(t, fn)
	}
}

func TestRequiredFieldsAreRefusedBeforeSending(t *testing.T) {
	client := newClient(t, func(http.ResponseWriter, *http.Request) { t.Error("something was sent") })
	fn := gosc.CreateFunctionRequest{NamespaceID: "n", Name: "x"}
	ct := gosc.CreateContainerRequest{NamespaceID: "n", Name: "x"}
	for want, call := range map[string]func(context.Context) error{
		"CreateNamespace: name": func(ctx context.Context) error {
			_, _, err := client.NamespacesApi.CreateNamespace(ctx, "", gosc.CreateNamespaceRequest{OrganizationID: "o"})
			return err
		},
		"CreateNamespace: organization_id": func(ctx context.Context) error {
			_, _, err := client.NamespacesApi.CreateNamespace(ctx, "", gosc.CreateNamespaceRequest{Name: "x"})
			return err
		},
		"CreateFunction: name": func(ctx context.Context) error {
			b := fn
			b.Name = ""
			_, _, err := client.FunctionsApi.CreateFunction(ctx, "", b)
			return err
		},
		"CreateFunction: namespace_id": func(ctx context.Context) error {
			b := fn
			b.NamespaceID = ""
			_, _, err := client.FunctionsApi.CreateFunction(ctx, "", b)
			return err
		},
		"CreateContainer: name": func(ctx context.Context) error {
			b := ct
			b.Name = ""
			_, _, err := client.ContainersApi.CreateContainer(ctx, "", b)
			return err
		},
		"CreateContainer: namespace_id": func(ctx context.Context) error {
			b := ct
			b.NamespaceID = ""
			_, _, err := client.ContainersApi.CreateContainer(ctx, "", b)
			return err
		},
		"CreateCron: application_id": func(ctx context.Context) error {
			_, _, err := client.CronsApi.CreateCron(ctx, "", gosc.CreateCronRequest{Schedule: "* * * * *"})
			return err
		},
		"CreateCron: schedule": func(ctx context.Context) error {
			_, _, err := client.CronsApi.CreateCron(ctx, "", gosc.CreateCronRequest{ApplicationID: "a"})
			return err
		},
		"GetFunction: function_id": func(ctx context.Context) error { _, _, err := client.FunctionsApi.GetFunction(ctx, "", ""); return err },
		"DeleteNamespace: namespace_id": func(ctx context.Context) error {
			_, _, err := client.NamespacesApi.DeleteNamespace(ctx, "", "")
			return err
		},
		"UpdateCron: cron_id": func(ctx context.Context) error {
			_, _, err := client.CronsApi.UpdateCron(ctx, "", "", gosc.UpdateCronRequest{})
			return err
		},
		"IssueJWT: container_id": func(ctx context.Context) error {
			_, _, err := client.DefaultApi.IssueJWT(ctx, "", &gosc.IssueJWTOpts{FunctionID: optional.NewString("f"), ContainerID: optional.NewString("c")})
			return err
		},
	} {
		err := call(t.Context())
		require.ErrorIs(t, err, gosc.ErrInvalidArguments, want)
		assert.ErrorContains(t, err, "gosc: "+want+" ")
	}
}

// TestZeroAndUnsetDiffer compares the bytes of what is set, set to zero, and unset.
func TestZeroAndUnsetDiffer(t *testing.T) {
	for want, body := range map[string]gosc.UpdateFunctionRequest{
		`{}`: {},
		`{"environment_variables":{},"min_scale":0,"redeploy":false,"description":""}`: {
			EnvironmentVariables: map[string]string{}, MinScale: new(uint32(0)), Redeploy: new(false), Description: new(""),
		},
		`{"environment_variables":{"A":"1","B":"2","C":"<&>"},"privacy":"future"}`: {
			EnvironmentVariables: map[string]string{"C": "<&>", "B": "2", "A": "1"}, Privacy: "future",
		},
	} {
		got, err := body.MarshalJSON()
		require.NoError(t, err)
		assert.Equal(t, want, string(got))
		viaJSON, err := json.Marshal(body)
		require.NoError(t, err)
		assert.JSONEq(t, want, string(viaJSON))
	}
}
