package openapi

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// FuzzLoad checks that any file is either read or refused with a reason, also if only a
// part of it is wanted.
func FuzzLoad(f *testing.F) {
	cases, err := filepath.Glob("../../testdata/refused/*.txtar")
	require.NoError(f, err)
	require.NotEmpty(f, cases)
	for _, name := range cases {
		data, err := os.ReadFile(name)
		require.NoError(f, err)
		_, spec, _ := strings.Cut(string(data), "-- spec.yaml --\n")
		spec, _, _ = strings.Cut(spec, "\n-- ")
		f.Add([]byte(spec))
	}
	f.Add([]byte(selectable))
	f.Add([]byte(`{"openapi": "3.1.0", "info": {}, "paths": {"/a": {"get": {"parameters": [{"$ref": "#/components/parameters/p"}]}}}, "components": {"parameters": {"p": {"name": "\ud83d\ude00"}}}}`))
	f.Fuzz(requireReadOrRefused)
}
