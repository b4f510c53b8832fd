package console

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc/emulator"
)

// create posts to the live API and returns the id of what it has made.
func create(t *testing.T, srv *emulator.Server, path, body string) string {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), "POST", srv.URL()+"/functions/v1beta1/regions/nl-ams"+path, strings.NewReader(body))
	require.NoError(t, err)
	r.Header.Set("X-Auth-Token", srv.SecretKey())
	response, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	defer response.Body.Close() // read to its end
	var made struct{ ID, Message string }
	require.NoError(t, json.NewDecoder(response.Body).Decode(&made))
	require.Equal(t, http.StatusOK, response.StatusCode, made.Message)
	return made.ID
}

func TestThePageShowsWhatTheLiveAPIHasAndFiresTriggers(t *testing.T) {
	srv := emulator.Start(t, func(o *emulator.Options) {
		o.Handlers = map[string]http.Handler{"hello": http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})}
	})
	ns := create(t, srv, "/namespaces", `{"name":"shop","project_id":"`+srv.OrganizationID()+`"}`)
	fn := create(t, srv, "/functions", `{"namespace_id":"`+ns+`","name":"hello","runtime":"node22",
		"secret_environment_variables":[{"key":"PASSWORD","value":"hunter2"}]}`)
	create(t, srv, "/functions/"+fn+"/deploy", `{}`)
	create(t, srv, "/triggers", `{"function_id":"`+fn+`","name":"orders","scw_sqs_config":{"queue":"incoming"}}`)

	b := open(t, srv.URL())
	b.shows("#status", "ready")
	b.shows("#facts", "v1beta1 in nl-ams")
	b.shows("#facts", srv.OrganizationID())
	b.shows("#facts", "PASSWORD")
	b.shows("#crons", "scw_sqs incoming")
	assert.NotContains(t, b.text("body"), "hunter2")
	b.click("#crons button")
	b.shows("#reply-status", "Delivered: status 200 after 1 attempt.")
	b.clean(srv.URL())
}
