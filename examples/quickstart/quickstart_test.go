package main

import (
	"bufio"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/rumpl/gosc"
	"github.com/rumpl/gosc/emulator"
	"github.com/rumpl/gosc/functions/v1beta1"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var program string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "quickstart")
	if err != nil {
		panic(err)
	}
	program = filepath.Join(dir, "quickstart")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		panic(string(out))
	}
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

// quickstart is the program with an environment of its own: nothing of the
// machine's credentials.
func quickstart(t *testing.T, env []string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(t.Context(), program, args...)
	cmd.Env = append(env, "PATH="+os.Getenv("PATH"), "HOME="+t.TempDir(), "GOCACHE="+goEnv(t, "GOCACHE"), "GOMODCACHE="+goEnv(t, "GOMODCACHE"))
	return cmd
}

func goEnv(t *testing.T, name string) string {
	out, err := exec.Command("go", "env", name).Output()
	require.NoError(t, err)
	return strings.TrimSpace(string(out))
}

// steps are what each guide shows, in this order.
var steps = map[string][]string{
	apiV1alpha2: {"Namespace", "Function", "Upload", "Deploy", "Call", "Logs", "Cron", "Private function", "Container", "Clean-up"},
	apiV1beta1:  {"Namespace", "Function", "Upload", "Deploy", "Call", "Secret", "Cron", "403 without a token", "Container", "Clean-up"},
}

func TestEveryRuntime(t *testing.T) {
	for api, choices := range runtimes {
		for _, r := range choices {
			t.Run(api+" "+r.name, func(t *testing.T) {
				if _, err := exec.LookPath(r.program); err != nil {
					t.Skipf("%s is not installed", r.program)
				}
				out, err := quickstart(t, nil, "-api", api, "-runtime", r.name).CombinedOutput()
				require.NoError(t, err, string(out))
				rest := string(out)
				for _, step := range append(slices.Clone(steps[api]), "All steps verified") {
					_, after, found := strings.Cut(rest, step)
					require.True(t, found, "%s is missing, or not in its place: %s", step, out)
					rest = after
				}
				assert.NotContains(t, string(out), "\r", "plain lines where there is no terminal")
			})
		}
	}
}

// TestLiveOnAnotherEmulator runs -live against a server that is not the
// program's own, as it would against the real API.
func TestLiveOnAnotherEmulator(t *testing.T) {
	srv := emulator.Start(t)
	env := []string{
		"SCW_API_URL=" + srv.URL(), "SCW_SECRET_KEY=22222222-2222-4222-8222-222222222222",
		"SCW_DEFAULT_ORGANIZATION_ID=11111111-2222-4333-8444-555555555555", "SCW_DEFAULT_REGION=fr-par",
	}
	out, err := quickstart(t, env, "-live").CombinedOutput()
	require.NoError(t, err, string(out))
	assert.True(t, strings.HasPrefix(string(out), "LIVE: this creates resources at "+srv.URL()), string(out))
	assert.Contains(t, string(out), "push an image")
	assert.NotContains(t, string(out), "22222222-2222-4222-8222-222222222222")
	mustBeEmpty(t, srv)

	out, err = quickstart(t, append(env, "SCW_DEFAULT_PROJECT_ID=33333333-2222-4333-8444-555555555555"), "-live", "-api", apiV1beta1).CombinedOutput()
	require.NoError(t, err, string(out))
	assert.Contains(t, string(out), "in project 33333333-2222-4333-8444-555555555555")
	mustBeEmpty(t, srv)

	out, err = quickstart(t, nil, "-live").CombinedOutput()
	require.Error(t, err)
	assert.Contains(t, string(out), "no secret key")
}

func mustBeEmpty(t *testing.T, srv *emulator.Server) {
	t.Helper()
	cfg := gosc.NewConfiguration()
	cfg.BasePath, cfg.APIKey = srv.URL(), "22222222-2222-4222-8222-222222222222"
	defer cfg.HTTPClient.CloseIdleConnections()
	left, _, err := gosc.NewAPIClient(cfg).NamespacesApi.ListNamespaces(t.Context(), "", nil)
	require.NoError(t, err)
	assert.Empty(t, left.Namespaces)
	beta, _, err := functions.NewAPIClient(cfg).NamespacesApi.ListNamespaces(t.Context(), "", nil)
	require.NoError(t, err)
	assert.Empty(t, beta.Namespaces)
}

func TestItCleansUpAfterAnInterrupt(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("there is no SIGINT to send")
	}
	cmd := quickstart(t, nil)
	stdout, err := cmd.StdoutPipe()
	require.NoError(t, err)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	require.NoError(t, cmd.Start())
	lines := bufio.NewReader(stdout)
	var seen strings.Builder
	for !strings.Contains(seen.String(), "Function") {
		line, err := lines.ReadString('\n')
		require.NoError(t, err, seen.String())
		seen.WriteString(line)
	}
	require.NoError(t, cmd.Process.Signal(os.Interrupt))
	rest, err := io.ReadAll(lines)
	require.NoError(t, err)
	require.Error(t, cmd.Wait(), "not every step was verified")
	assert.Contains(t, string(rest), "Clean-up")
	assert.NotContains(t, string(rest), "All steps verified")
	assert.Contains(t, stderr.String(), "interrupt signal received")
}

func TestItSaysWhatIsWrong(t *testing.T) {
	out, err := quickstart(t, nil, "-runtime", "cobol").CombinedOutput()
	require.Error(t, err)
	assert.Equal(t, "quickstart: no runtime \"cobol\": use node10, python3 or golang\n", string(out))

	out, err = quickstart(t, nil, "-api", apiV1beta1, "-runtime", "node10").CombinedOutput()
	require.Error(t, err)
	assert.Equal(t, "quickstart: no runtime \"node10\": use node24, python313 or go125\n", string(out))

	out, err = quickstart(t, nil, "-api", "v3").CombinedOutput()
	require.Error(t, err)
	assert.Equal(t, "quickstart: no API \"v3\": use v1alpha2 or v1beta1\n", string(out))
}
