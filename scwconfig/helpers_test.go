package scwconfig

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const (
	keyA = "aaaaaaaa-1111-4111-8111-111111111111"
	keyB = "bbbbbbbb-2222-4222-8222-222222222222"
	keyC = "cccccccc-3333-4333-8333-333333333333"
	orgA = "11111111-2222-4333-8444-555555555555"
	orgB = "66666666-7777-4888-8999-000000000000"
)

// cleanEnv unsets every variable that Load reads, gives the test an empty home
// directory and returns its path.
func cleanEnv(t *testing.T) string {
	t.Helper()
	for _, entry := range os.Environ() {
		name, _, _ := strings.Cut(entry, "=")
		if strings.HasPrefix(name, "SCW_") || strings.HasPrefix(name, "SCALEWAY_") || name == "XDG_CONFIG_HOME" {
			unset(t, name)
		}
	}
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home)
	return home
}

// unset removes a variable until the test ends.
func unset(t *testing.T, name string) {
	t.Helper()
	t.Setenv(name, "")
	require.NoError(t, os.Unsetenv(name))
}

func setEnv(t *testing.T, variables map[string]string) {
	t.Helper()
	for name, value := range variables {
		t.Setenv(name, value)
	}
}

// write makes a file that only its owner may read, and its folders.
func write(t *testing.T, path, text string) string {
	t.Helper()
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o700))
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

func writeDefault(t *testing.T, home, text string) string {
	t.Helper()
	return write(t, filepath.Join(home, ".config", "scw", "config.yaml"), text)
}
