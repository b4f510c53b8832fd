package gosc

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// deployAPI answers a deploy with 200, or with 409 as often as busy says, and
// each Get with the next status.
func deployAPI(t *testing.T, kind string, busy int, statuses ...string) *APIClient {
	t.Helper()
	gets := 0
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		path := "/base/functions/v1alpha2/regions/fr-par/" + kind + "/id-1"
		if r.Method == "POST" {
			assert.Equal(t, path+"/deploy", r.URL.Path)
			var body map[string]any
			assert.NoError(t, json.NewDecoder(r.Body).Decode(&body))
			assert.Empty(t, body)
			if busy--; busy >= 0 {
				writeReply(w, 409, `{"type":"transient_state","message":"busy"}`)
				return
			}
			writeReply(w, 200, `{"id":"id-1","status":"pending"}`)
			return
		}
		assert.Equal(t, path, r.URL.Path)
		status := statuses[min(gets, len(statuses)-1)]
		gets++
		writeReply(w, 200, `{"id":"id-1","name":"hello","status":"`+status+`","error_message":"no handler\nin handler.js"}`)
	}))
	t.Cleanup(srv.Close)
	return testClient(t, srv.URL)
}

func TestDeployAndWait(t *testing.T) {
	quickly := &WaitOpts{Interval: time.Millisecond}
	t.Run("ready", func(t *testing.T) {
		// A status from before the deployment is not taken for its outcome.
		client := deployAPI(t, "functions", 0, "created", "pending", "ready")
		fn, err := client.FunctionsApi.DeployFunctionAndWait(t.Context(), "", "id-1", quickly)
		require.NoError(t, err)
		assert.Equal(t, FunctionStatusReady, fn.Status)
	})
	t.Run("an error from before", func(t *testing.T) {
		client := deployAPI(t, "functions", 0, "error", "pending", "ready")
		_, err := client.FunctionsApi.DeployFunctionAndWait(t.Context(), "", "id-1", quickly)
		require.NoError(t, err)
	})
	for _, status := range []string{"error", "locked", "frozen"} {
		t.Run(status, func(t *testing.T) {
			client := deployAPI(t, "containers", 0, "pending", status)
			container, err := client.ContainersApi.DeployContainerAndWait(t.Context(), "", "id-1", quickly)
			var failed *DeployError
			require.ErrorAs(t, err, &failed)
			assert.Equal(t, DeployError{ID: "id-1", Name: "hello", Status: status, ErrorMessage: "no handler\nin handler.js"}, *failed)
			assert.EqualError(t, err, `gosc: deployment of "hello" (id-1) ended in status "`+status+`": no handler in handler.js`)
			assert.EqualValues(t, status, container.Status, "the container comes back too")
			assert.Equal(t, status == "locked", isLocked(err))
		})
	}
	t.Run("busy at first", func(t *testing.T) {
		client := deployAPI(t, "functions", 1, "ready")
		_, err := client.FunctionsApi.DeployFunctionAndWait(t.Context(), "", "id-1", quickly)
		require.NoError(t, err)
	})
	t.Run("busy for too long", func(t *testing.T) {
		client := deployAPI(t, "functions", 1000, "ready")
		_, err := client.FunctionsApi.DeployFunctionAndWait(t.Context(), "", "id-1", &WaitOpts{Timeout: 10 * time.Millisecond})
		require.ErrorIs(t, err, ErrTransientState)
	})
	t.Run("context", func(t *testing.T) {
		client := deployAPI(t, "functions", 0, "pending")
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(20*time.Millisecond, cancel)
		_, err := client.FunctionsApi.DeployFunctionAndWait(ctx, "", "id-1", nil)
		require.ErrorIs(t, err, context.Canceled)
	})
	t.Run("empty id", func(t *testing.T) {
		_, err := deployAPI(t, "functions", 0, "ready").FunctionsApi.DeployFunctionAndWait(t.Context(), "", "", nil)
		require.EqualError(t, err, "gosc: DeployFunction: function_id is empty")
	})
}
