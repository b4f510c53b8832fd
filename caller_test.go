package gosc

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestANilConfigurationMeansTheDefaults(t *testing.T) {
	assert.Equal(t, defaultBasePath, NewCaller(nil).Config().BasePath)
	assert.Equal(t, defaultBasePath, NewAPIClient(nil).GetConfig().BasePath)
	client := NewAPIClientWithCaller(nil)
	assert.Same(t, client.caller, client.Caller())
	assert.Equal(t, defaultRegion, client.GetConfig().Region)
	assert.Equal(t, defaultUserAgent(), NewCaller(&Configuration{}).userAgent())
}

func TestAConfigurationWithoutAnHTTPClientGetsOne(t *testing.T) {
	srv := serve(t, func(w http.ResponseWriter, r *http.Request) { writeReply(w, 200, `{"id":"x"}`) })
	caller := NewCaller(&Configuration{BasePath: srv.Config().BasePath, Region: "fr-par"})
	defer caller.CloseIdleConnections()
	got, _, err := getThing(t.Context(), caller, "", "x")
	require.NoError(t, err)
	assert.Equal(t, "x", got.ID)
}
