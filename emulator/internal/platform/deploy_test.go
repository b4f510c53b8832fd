package platform

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/rumpl/gosc/emulator/internal/state"
	"github.com/rumpl/gosc/emulator/internal/wire"
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
	ns := &state.Namespace{Namespace: wire.Namespace{
		EnvironmentVariables: map[string]string{"A": "namespace", "B": "namespace"}, RegistryEndpoint: "rg/x",
	}}
	row := &state.Application{
		Kind: state.Container, Name: "web", Status: wire.StatusError, ErrorMessage: "before",
		EnvironmentVariables: map[string]string{"B": "own"}, Privacy: wire.PrivacyPrivate, Timeout: 5,
	}
	target(row, ns)
	assert.Equal(t, wire.StatusPending, row.Status)
	assert.Empty(t, row.ErrorMessage)
	assert.Equal(t, &state.Revision{
		Number: 1, Image: "rg/x/web:latest", Environment: map[string]string{"A": "namespace", "B": "own"},
		Privacy: wire.PrivacyPrivate, Timeout: 5,
	}, row.Target)

	before := row.Target
	row.EnvironmentVariables = map[string]string{"B": "changed"}
	target(row, ns)
	assert.EqualValues(t, 2, row.Target.Number)
	assert.Equal(t, "own", before.Environment["B"], "a deploy keeps the configuration with which it was asked for")
}

func TestDropUploads(t *testing.T) {
	row := &state.Application{
		Uploads: []string{"1", "2", "3", "4"}, Archive: &state.Archive{File: "4"},
		Target: &state.Revision{Archive: "3"}, Deployed: &state.Revision{Archive: "1"},
	}
	row.Status = wire.StatusPending
	assert.Empty(t, row.DropUploads(), "a deploy may still read its file")
	row.Status = wire.StatusReady
	assert.Equal(t, []string{"2"}, row.DropUploads())
	assert.Equal(t, []string{"1", "3", "4"}, row.Uploads)
}
