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

// A shell that reads what the program prints has an environment with which
// scwconfig.Load, as in the README's first program, reaches this emulator and no
// other server.
func TestThePrintedVariablesConfigureAClient(t *testing.T) {
	const secret = "11111111-1111-4111-8111-111111111111"
	program := filepath.Join(t.TempDir(), "functions-emulator")
	out, err := exec.CommandContext(t.Context(), "go", "build", "-o", program, "github.com/rumpl/gosc/emulator/cmd/functions-emulator").CombinedOutput()
	require.NoError(t, err, string(out))
	command := exec.CommandContext(t.Context(), program, "-addr", "127.0.0.1:0", "-secret-key", secret)
	stdout, err := command.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, command.Start())
	t.Cleanup(func() {
		_ = command.Process.Signal(os.Interrupt) // Wait reports whether it ended well
		_ = command.Wait()
	})
	var script strings.Builder
	for scanner := bufio.NewScanner(stdout); scanner.Scan(); {
		if strings.HasPrefix(scanner.Text(), "export ") {
			script.WriteString(scanner.Text() + "\n")
		}
		if strings.HasPrefix(scanner.Text(), "export SCW_ORGANIZATION=") {
			break
		}
	}
	shell := exec.CommandContext(t.Context(), "/bin/sh", "-c", script.String()+"env")
	shell.Env = []string{"PATH=" + os.Getenv("PATH")}
	printed, err := shell.Output()
	require.NoError(t, err)
	file := filepath.Join(t.TempDir(), "empty.yaml") // in place of that of the user who runs the test
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	t.Setenv("SCW_CONFIG_PATH", file)
	t.Setenv("SCW_PROFILE", "")
	for line := range strings.Lines(string(printed)) {
		if name, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "="); strings.HasPrefix(name, "SCW_") {
			t.Setenv(name, value)
		}
	}

	cfg, err := scwconfig.Load()
	require.NoError(t, err)
	assert.Equal(t, secret, cfg.Configuration.APIKey)
	assert.Contains(t, cfg.Configuration.BasePath, "http://127.0.0.1:")
	client := gosc.NewAPIClient(cfg.Configuration)
	_, _, err = client.NamespacesApi.CreateNamespace(t.Context(), "", gosc.CreateNamespaceRequest{
		Name: "shop", OrganizationID: cfg.OrganizationID,
	})
	require.NoError(t, err)
}
