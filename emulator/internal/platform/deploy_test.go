package platform

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/rumpl/gosc/emulator/internal/state"
)

// TestBegin: whatever the order in which two deploys get here, the newer one wins.
func TestBegin(t *testing.T) {
	r := &run{}
	first, cancelFirst := r.begin(t.Context(), 1)
	defer cancelFirst()
	assert.NoError(t, first.Err())
	third, cancelThird := r.begin(t.Context(), 3)
	defer cancelThird()
	assert.Error(t, first.Err(), "overtaken")
	second, cancelSecond := r.begin(t.Context(), 2)
	defer cancelSecond()
	assert.Error(t, second.Err(), "came too late")
	assert.NoError(t, third.Err())
}

func TestTarget(t *testing.T) {
	ns := &state.Namespace{RegistryEndpoint: "rg/x", NamespaceSettings: state.NamespaceSettings{
		EnvironmentVariables: map[string]string{"A": "namespace", "B": "namespace", "S": "namespace"},
		Secrets:              []state.Secret{{Key: "S", Value: "secret of the namespace"}},
	}}
	app := Application{&state.Application{
		Kind: state.Container, Name: "web", Status: state.StatusError, ErrorMessage: "before",
		Settings: state.Settings{
			EnvironmentVariables: map[string]string{"B": "own"}, Privacy: state.PrivacyPrivate, Timeout: 5,
		},
	}, ns}
	now := time.Unix(1, 0)
	app.target(now)
	assert.Equal(t, state.StatusPending, app.Status)
	assert.Equal(t, now, app.UpdatedAt)
	assert.Empty(t, app.ErrorMessage)
	assert.Equal(t, &state.Revision{
		Number: 1, Image: "rg/x/web:latest", Privacy: state.PrivacyPrivate, Timeout: 5,
		Environment: map[string]string{"A": "namespace", "B": "own", "S": "secret of the namespace"},
	}, app.Target)

	before := app.Target
	app.EnvironmentVariables = map[string]string{"B": "changed"}
	app.target(now)
	assert.EqualValues(t, 2, app.Target.Number)
	assert.Equal(t, "own", before.Environment["B"], "a deploy keeps the configuration with which it was asked for")
}

func TestDropUploads(t *testing.T) {
	row := &state.Application{
		Uploads: []string{"1", "2", "3", "4"}, Archive: &state.Archive{File: "4"},
		Target: &state.Revision{Archive: "3"}, Deployed: &state.Revision{Archive: "1"},
	}
	row.Status = state.StatusPending
	assert.Empty(t, row.DropUploads(), "a deploy may still read its file")
	row.Status = state.StatusReady
	assert.Equal(t, []string{"2"}, row.DropUploads())
	assert.Equal(t, []string{"1", "3", "4"}, row.Uploads)
}
