package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/antihax/optional"

	"github.com/rumpl/gosc"
)

// Scenarios are the calls that are measured.
var Scenarios = []string{"GetFunction", "ListFunctions", "CreateFunction", "ListLogs"}

// Client makes the calls of a client of the API, by scenario.
type Client struct {
	Name string
	New  func(base string, client *http.Client) map[string]func(context.Context) error
}

// Clients are the clients that are compared; the first one is the floor.
var Clients = []Client{{"floor", newFloor}, {"transport", newTransport}, {"gosc", newGosc}}

// Twins of the models without their methods, so that encoding/json works on them
// by reflection.
type (
	functionTwin  gosc.Function
	requestTwin   gosc.CreateFunctionRequest
	logTwin       gosc.Log
	functionsTwin struct {
		Functions  []functionTwin `json:"functions"`
		TotalCount uint32         `json:"total_count"`
	}
	logsTwin struct {
		Logs       []logTwin `json:"logs"`
		TotalCount uint32    `json:"total_count"`
	}
)

const (
	functionsPath = "/functions/v1alpha2/regions/" + region + "/functions"
	logsPath      = "/functions/v1alpha2/regions/" + region + "/logs"
)

// newFloor is the minimum that a program without a client library would write: no
// retries, no limits, and no errors with the server's message.
func newFloor(base string, client *http.Client) map[string]func(context.Context) error {
	return byHand(base, client, func(r io.Reader, v any) error {
		data, err := io.ReadAll(r)
		if err != nil {
			return err
		}
		return json.Unmarshal(data, v)
	})
}

// newTransport does the same without decoding anything.
func newTransport(base string, client *http.Client) map[string]func(context.Context) error {
	return byHand(base, client, func(r io.Reader, _ any) error {
		_, err := io.Copy(io.Discard, r)
		return err
	})
}

func byHand(base string, client *http.Client, read func(io.Reader, any) error) map[string]func(context.Context) error {
	do := func(ctx context.Context, method, target string, body, v any) error {
		var reader io.Reader
		if body != nil {
			data, err := json.Marshal(body)
			if err != nil {
				return err
			}
			reader = bytes.NewReader(data)
		}
		req, err := http.NewRequestWithContext(ctx, method, base+target, reader)
		if err != nil {
			return err
		}
		req.Header.Set("X-Auth-Token", secretKey)
		req.Header.Set("Accept", "application/json")
		if body != nil {
			req.Header.Set("Content-Type", "application/json")
		}
		resp, err := client.Do(req)
		if err != nil {
			return err
		}
		defer resp.Body.Close()
		if resp.StatusCode/100 != 2 {
			return fmt.Errorf("status %s", resp.Status)
		}
		return read(resp.Body, v)
	}
	return map[string]func(context.Context) error{
		"GetFunction": func(ctx context.Context) error {
			var out functionTwin
			return do(ctx, http.MethodGet, functionsPath+"/"+functionID, nil, &out)
		},
		"ListFunctions": func(ctx context.Context) error {
			var out functionsTwin
			return do(ctx, http.MethodGet, functionsPath+"?page=1&page_size=100", nil, &out)
		},
		"CreateFunction": func(ctx context.Context) error {
			var out functionTwin
			return do(ctx, http.MethodPost, functionsPath, requestTwin(request), &out)
		},
		"ListLogs": func(ctx context.Context) error {
			var out logsTwin
			return do(ctx, http.MethodGet, logsPath+"?application_id="+functionID+"&page=1&page_size=100", nil, &out)
		},
	}
}

// newClient returns the client with everything switched on.
func newClient(base string, client *http.Client) *gosc.APIClient {
	cfg := gosc.NewConfiguration()
	cfg.BasePath = base
	cfg.HTTPClient = client
	cfg.APIKey = secretKey
	return gosc.NewAPIClient(cfg)
}

func newGosc(base string, client *http.Client) map[string]func(context.Context) error {
	c := newClient(base, client)
	list := &gosc.ListFunctionsOpts{Page: optional.NewUint32(1), PageSize: optional.NewUint32(100)}
	lines := &gosc.ListLogsOpts{ApplicationID: optional.NewString(functionID), Page: optional.NewUint32(1), PageSize: optional.NewUint32(100)}
	return map[string]func(context.Context) error{
		"GetFunction": func(ctx context.Context) error {
			_, _, err := c.FunctionsApi.GetFunction(ctx, region, functionID)
			return err
		},
		"ListFunctions": func(ctx context.Context) error {
			_, _, err := c.FunctionsApi.ListFunctions(ctx, region, list)
			return err
		},
		"CreateFunction": func(ctx context.Context) error {
			_, _, err := c.FunctionsApi.CreateFunction(ctx, region, request)
			return err
		},
		"ListLogs": func(ctx context.Context) error { _, _, err := c.LogsApi.ListLogs(ctx, region, lines); return err },
	}
}

// HTTPClient returns a client for loopback.
func HTTPClient() *http.Client {
	return &http.Client{Timeout: time.Minute, Transport: &http.Transport{MaxIdleConnsPerHost: 64, DisableCompression: true}}
}
