package test

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc"
	"github.com/rumpl/gosc/scwconfig"
)

// The variables that functions-emulator prints are all that a program needs which
// is configured by scwconfig: the same program works with the real API.
func TestPrintedVariablesConfigureAClient(t *testing.T) {
	printed := runEmulator(t)
	home := t.TempDir()
	for _, entry := range os.Environ() {
		if name, _, _ := strings.Cut(entry, "="); strings.HasPrefix(name, "SCW_") || strings.HasPrefix(name, "SCALEWAY_") {
			t.Setenv(name, "")
			require.NoError(t, os.Unsetenv(name))
		}
	}
	t.Setenv("HOME", home)
	t.Setenv("XDG_CONFIG_HOME", home)
	for name, value := range printed {
		t.Setenv(name, value)
	}
	cfg, err := scwconfig.Load()
	require.NoError(t, err)
	assert.Equal(t, printed["SCW_API_URL"], cfg.Configuration.BasePath)
	assert.Equal(t, printed["SCW_DEFAULT_ORGANIZATION_ID"], cfg.Configuration.OrganizationID)
	client := gosc.NewAPIClient(cfg.Configuration)
	t.Cleanup(cfg.Configuration.HTTPClient.CloseIdleConnections)
	namespace, _, err := client.NamespacesApi.CreateNamespace(t.Context(), "", gosc.CreateNamespaceRequest{
		Name: "shop", OrganizationID: cfg.Configuration.OrganizationID,
	})
	require.NoError(t, err)
	assert.Equal(t, "shop", namespace.Name)
}

// runEmulator runs the program until the test ends and returns what it exports.
func runEmulator(t *testing.T) map[string]string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "functions-emulator")
	build := exec.Command("go", "build", "-o", program, "./cmd/functions-emulator")
	build.Dir = "../emulator"
	text, err := build.CombinedOutput()
	require.NoError(t, err, "%s", text)
	command := exec.Command(program, "-addr", "127.0.0.1:0")
	stdout, err := command.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, command.Start())
	t.Cleanup(func() {
		_ = command.Process.Kill() // it has nothing to save
		_ = command.Wait()
	})
	exported := map[string]string{}
	lines := bufio.NewScanner(stdout)
	for exported["SCW_ORGANIZATION"] == "" { // the last of them
		require.True(t, lines.Scan(), "the emulator ended early")
		if line, ok := strings.CutPrefix(lines.Text(), "export "); ok {
			name, value, _ := strings.Cut(line, "=")
			exported[name] = strings.Trim(value, `'"`)
		}
	}
	return exported
}
