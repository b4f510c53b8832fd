package state

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestDuration(t *testing.T) {
	for d, want := range map[time.Duration]string{
		300 * time.Second:       `300000`,
		0:                       `0`,
		10*time.Second + 5:      `"10.000000005s"`,
		1500 * time.Millisecond: `1500`,
	} {
		data, err := json.Marshal(Duration(d))
		require.NoError(t, err)
		assert.Equal(t, want, string(data))
		var back Duration
		require.NoError(t, json.Unmarshal(data, &back))
		assert.Equal(t, Duration(d), back)
	}
	for _, text := range []string{`true`, `"soon"`, `{}`} {
		var d Duration
		assert.Error(t, json.Unmarshal([]byte(text), &d), text)
	}
}

// TestRecordsOfTheFirstRelease reads what emulator 1.0.0 has written.
func TestRecordsOfTheFirstRelease(t *testing.T) {
	var app Application
	require.NoError(t, json.Unmarshal([]byte(`{"seq":3,"kind":"function","id":"a","name":"hello","namespace_id":"n",
		"status":"ready","error_message":"","description":null,"environment_variables":{"A":"1"},"privacy":"private",
		"min_scale":1,"max_scale":20,"memory_limit":128,"timeout":300000,"runtime":"node10","handler":"handler.handle",
		"registry_image":"","endpoint":"http://127.0.0.1:4000","archive":{"file":"f.zip","size":3,"etag":"e"},"uploads":["f.zip"],
		"target":{"number":2,"archive":"f.zip","image":"","handler":"h","environment":{},"privacy":"public","min_scale":0,
		"max_scale":20,"memory_limit":128,"timeout":5000},"deployed":null}`), &app))
	assert.Equal(t, V1Alpha2, app.API)
	assert.Equal(t, map[string]string{"A": "1"}, app.EnvironmentVariables)
	assert.Equal(t, Duration(5*time.Minute), app.Timeout)
	assert.Equal(t, Duration(5*time.Second), app.Target.Timeout)
	assert.EqualValues(t, 20, app.MaxScale)

	var ns Namespace
	require.NoError(t, json.Unmarshal([]byte(`{"seq":1,"id":"n","name":"shop","environment_variables":{"B":"2"},"organization_id":"o",
		"status":"ready","registry_namespace_id":"r","error_message":"","registry_endpoint":"rg.fr-par.scw.cloud/x",
		"description":"d","region":"fr-par"}`), &ns))
	assert.Equal(t, BothProducts, ns.Product)
	assert.Equal(t, "o", ns.Project())
	assert.Equal(t, map[string]string{"B": "2"}, ns.EnvironmentVariables)
	assert.Equal(t, "d", *ns.Description)

	var cron Cron
	require.NoError(t, json.Unmarshal([]byte(`{"seq":2,"id":"c","application_id":"a","schedule":"* * * * *","args":{"x":1},"status":"ready"}`), &cron))
	assert.Equal(t, "a", cron.Application())
	assert.Equal(t, "ready", cron.Status)
}
