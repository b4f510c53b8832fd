package v1alpha2

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc/emulator/internal/front"
	"github.com/rumpl/gosc/emulator/internal/state"
)

func TestKnownRuntime(t *testing.T) {
	for name, want := range map[string]bool{
		"golang": true, "python": true, "python3": true, "node8": true, "node10": true, "node14": true, "node20": true,
		"": false, "node": false, "node7": false, "node08x": false, "Node10": false, "node1000": false, "python2": false, "cobol": false,
	} {
		assert.Equal(t, want, knownRuntime(name), name)
	}
}

func deployedFunction() *state.Settings {
	s := defaults()
	s.Runtime, s.Handler = "node10", "old.handle"
	s.EnvironmentVariables = map[string]string{"OLD": "1"}
	s.Privacy, s.Timeout, s.MinScale = state.PrivacyPrivate, 7, 2
	return &s
}

func TestReadSettingsLeavesWhatIsNotNamed(t *testing.T) {
	for _, body := range []string{
		``, `{}`, `{"unknown":1,"name":"x","runtime":"golang","namespace_id":"x"}`,
		`{"environment_variables":null,"min_scale":null,"max_scale":null,"memory_limit":null,"timeout":null,
			"handler":null,"privacy":null,"description":null}`,
		`{"privacy":"unknown"}`,
	} {
		row := deployedFunction()
		parsed := front.ParseBody([]byte(body))
		readSettings(state.Function, row, parsed)
		require.NoError(t, parsed.Err(), body)
		assert.Equal(t, deployedFunction(), row, body)
	}
}

func TestReadSettings(t *testing.T) {
	row := deployedFunction()
	body := front.ParseBody([]byte(`{"environment_variables":{},"min_scale":0,"max_scale":1,"memory_limit":1024,"timeout":0,
		"handler":"","privacy":"public","description":""}`))
	readSettings(state.Function, row, body)
	require.NoError(t, body.Err())
	want := deployedFunction()
	want.EnvironmentVariables = map[string]string{}
	want.MinScale, want.MaxScale, want.MemoryLimit, want.Timeout = 0, 1, 1024, state.Duration(defaultTimeout)
	want.Handler, want.Privacy, want.Description = "handler.handle", state.PrivacyPublic, new("")
	assert.Equal(t, want, row)
}

func TestReadSettingsRejects(t *testing.T) {
	for body, argument := range map[string]string{
		`{"max_scale":0}`:                       "max_scale",
		`{"max_scale":1}`:                       "min_scale", // it was 2 before
		`{"min_scale":21}`:                      "min_scale",
		`{"memory_limit":0}`:                    "memory_limit",
		`{"memory_limit":129}`:                  "memory_limit",
		`{"timeout":-1}`:                        "timeout",
		`{"privacy":"secret"}`:                  "privacy",
		`{"environment_variables":{"A=B":"1"}}`: "environment_variables",
		`{"environment_variables":{"A":null}}`:  "environment_variables",
		`{"description":{}}`:                    "description",
		`[]`:                                    "body",
	} {
		parsed := front.ParseBody([]byte(body))
		readSettings(state.Function, deployedFunction(), parsed)
		err, ok := parsed.Err().(*front.InvalidError)
		require.True(t, ok, body)
		names := map[string]bool{}
		for _, detail := range err.Arguments {
			names[detail.Argument] = true
		}
		assert.True(t, names[argument], "%s: %v", body, err.Arguments)
	}
}
