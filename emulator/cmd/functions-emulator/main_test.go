package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// asProgram makes this test binary the program itself, so that tests can run it
// as a process of its own.
const asProgram = "FUNCTIONS_EMULATOR_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

// program is a running functions-emulator.
type program struct {
	t       *testing.T
	command *exec.Cmd
	stderr  bytes.Buffer
	env     map[string]string // that it has printed
	lines   chan string       // of its output after that; closed at its end
}

// startProgram runs the program and waits for the lines that it prints.
func startProgram(t *testing.T, args ...string) *program {
	t.Helper()
	p := &program{t: t, env: map[string]string{}, lines: make(chan string, 100)}
	p.command = exec.Command(os.Args[0], append([]string{"-addr", "127.0.0.1:0"}, args...)...)
	p.command.Env = append(os.Environ(), asProgram+"=1")
	p.command.Stderr = &p.stderr
	stdout, err := p.command.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, p.command.Start())
	t.Cleanup(func() { p.end(syscall.SIGKILL) })
	scanner := bufio.NewScanner(stdout)
	for p.env["SCW_ORGANIZATION"] == "" {
		require.True(t, scanner.Scan(), "it ended early: %s", &p.stderr)
		if name, value, found := strings.Cut(strings.TrimPrefix(scanner.Text(), "export "), "="); found {
			p.env[name] = value
		}
	}
	go func() {
		defer close(p.lines)
		for scanner.Scan() {
			p.lines <- scanner.Text()
		}
	}()
	return p
}

// end sends a signal and waits; it returns the exit status, -1 if the signal
// has killed the program.
func (p *program) end(signal os.Signal) int {
	if p.command.ProcessState == nil {
		_ = p.command.Process.Signal(signal) // it may have ended by itself
		for range p.lines {
		}
		_ = p.command.Wait() // its outcome is in ProcessState
	}
	return p.command.ProcessState.ExitCode()
}

func TestProgramServesUntilASignal(t *testing.T) {
	for _, signal := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		p := startProgram(t)
		assert.Len(t, p.env["SCW_TOKEN"], 36, "the Serverless plugin wants 36 characters")
		assert.Len(t, p.env["SCW_ORGANIZATION"], 36)
		assert.Equal(t, p.env["SCW_API_URL"]+"/functions/v1alpha2/regions/fr-par", p.env["SCW_URL"])
		assert.Equal(t, "fr-par", p.env["SCW_DEFAULT_REGION"])
		r, err := http.NewRequestWithContext(t.Context(), "GET", p.env["SCW_URL"]+"/namespaces", nil)
		require.NoError(t, err)
		r.Header.Set("X-Auth-Token", p.env["SCW_SECRET_KEY"])
		response, err := http.DefaultClient.Do(r)
		require.NoError(t, err)
		require.NoError(t, response.Body.Close())
		assert.Equal(t, http.StatusOK, response.StatusCode)
		assert.Equal(t, 0, p.end(signal), p.stderr.String())
	}
}

func TestProgramWithTLS(t *testing.T) {
	dir := t.TempDir()
	p := startProgram(t, "-tls", "-data", dir)
	file := p.env["NODE_EXTRA_CA_CERTS"]
	assert.Equal(t, filepath.Join(dir, "tls", "ca.pem"), file)
	certificate, err := os.ReadFile(file)
	require.NoError(t, err)
	roots := x509.NewCertPool()
	require.True(t, roots.AppendCertsFromPEM(certificate))
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}}
	defer transport.CloseIdleConnections()
	client := &http.Client{Transport: transport, Timeout: time.Minute}
	secure := strings.Replace(p.env["SCW_API_URL"], "http:", "https:", 1)
	for _, base := range []string{p.env["SCW_API_URL"], secure} {
		response, err := client.Get(base + "/healthz")
		require.NoError(t, err)
		require.NoError(t, response.Body.Close())
		assert.Equal(t, http.StatusOK, response.StatusCode)
	}
	assert.Equal(t, 0, p.end(os.Interrupt), p.stderr.String())
}

func TestQuote(t *testing.T) {
	for _, text := range []string{"", "plain-1.2_3/x:y", "it's$(touch${IFS}/tmp/x);`id`\"&|#*\\ \n", "'"} {
		out, err := exec.CommandContext(t.Context(), "/bin/sh", "-c", "printf %s "+quote(text)).Output()
		require.NoError(t, err)
		assert.Equal(t, text, string(out))
	}
	assert.Equal(t, "http://127.0.0.1:8080", quote("http://127.0.0.1:8080"))
}

// The printed key must be one that the provider's SDK and scwconfig take.
func TestSecretKeysThatClientsRefuseAreRefused(t *testing.T) {
	for _, key := range []string{"", "word", "two words", "{11111111-1111-4111-8111-111111111111}", "urn:uuid:11111111-1111-4111-8111-111111111111"} {
		var stdout, stderr bytes.Buffer
		err := run(t.Context(), []string{"-addr", "127.0.0.1:0", "-secret-key", key}, &stdout, &stderr)
		require.ErrorIs(t, err, errUsage, "%q", key)
		assert.Contains(t, stderr.String(), "it must be a UUID", "%q", key)
	}
}

func TestForcedStatusesOfTheCommandLine(t *testing.T) {
	dir := t.TempDir()
	first := startProgram(t, "-data", dir)
	ns := first.ok("POST", "/namespaces", `{"name":"shop","organization_id":"o"}`)["id"].(string)
	assert.Equal(t, 0, first.end(os.Interrupt), first.stderr.String())

	p := startProgram(t, "-data", dir, "-force", ns+"=error,out of flour, and water")
	got := p.ok("GET", "/namespaces/"+ns, "")
	assert.Equal(t, "error", got["status"])
	assert.Equal(t, "out of flour, and water", got["error_message"])
	for _, bad := range []string{"", "=locked", ns, ns + "="} {
		var stdout, stderr bytes.Buffer
		require.ErrorIs(t, run(t.Context(), []string{"-force", bad}, &stdout, &stderr), errUsage, "%q", bad)
		assert.Contains(t, stderr.String(), "must be ID=STATUS")
	}
}

func TestFaultsOfTheCommandLine(t *testing.T) {
	p := startProgram(t, "-fail", "ListNamespaces=429,times=1,retry-after=2s")
	status, _, err := p.call("GET", "/namespaces", "")
	require.NoError(t, err)
	assert.Equal(t, http.StatusTooManyRequests, status)
	p.ok("GET", "/namespaces", "")
}

func TestSecretKeysOfTheCommandLine(t *testing.T) {
	const key = "11111111-1111-4111-8111-111111111111"
	p := startProgram(t, "-secret-key", key)
	assert.Equal(t, key, p.env["SCW_SECRET_KEY"])
	r, err := http.NewRequestWithContext(t.Context(), "GET", p.env["SCW_URL"]+"/namespaces", nil)
	require.NoError(t, err)
	r.Header.Set("X-Auth-Token", "another")
	response, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	assert.Equal(t, http.StatusUnauthorized, response.StatusCode)
}

func TestCommandLine(t *testing.T) {
	tests := []struct {
		args   string
		status int
		output string // of either stream
	}{
		{"-h", 0, "Usage: functions-emulator"},
		{"-help", 0, "-container"},
		{"-version", 0, "functions-emulator "},
		{"-version", 0, " (go1."},
		{"-nonsense", 2, "not defined: -nonsense"},
		{"argument", 2, `unexpected argument "argument"`},
		{"-container web", 2, "IMAGE=COMMAND"},
		{"-delay soon", 2, "invalid value"},
		{"-fail CreateFunktion=500", 2, "is not an operation"},
		{"-delay -1s", 1, "must not be negative"},
		{"-memory-quota -1", 1, "limits must not be negative"},
		{"-memory-quota 600GiB", 2, "invalid value"},
		{"-addr nowhere", 1, "missing port"},
		{"-data /dev/null/x", 1, "/dev/null/x"},
	}
	for _, test := range tests {
		var stdout, stderr bytes.Buffer
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		err := run(ctx, strings.Fields(test.args), &stdout, &stderr)
		cancel()
		assert.Equal(t, test.status, exitStatus(err), test.args)
		assert.Contains(t, stdout.String()+stderr.String()+fmt.Sprint(err), test.output, test.args)
	}
}

func TestExposure(t *testing.T) {
	for _, address := range []string{"127.0.0.1:8080", "[::1]:8080", "localhost:0", "127.1.2.3:1"} {
		assert.Empty(t, exposure(address), address)
	}
	for _, address := range []string{"0.0.0.0:8080", ":8080", "[::]:1", "192.0.2.1:80", "example.com:80"} {
		assert.Contains(t, exposure(address), "WARNING", address)
	}
}

func TestContainerOption(t *testing.T) {
	c, err := parseFlags([]string{"-container", "web=serve -a=b $PORT", "-container", "x/y:1=true"}, nil, nil)
	require.NoError(t, err)
	assert.Equal(t, map[string][]string{
		"web": {"/bin/sh", "-c", "serve -a=b $PORT"}, "x/y:1": {"/bin/sh", "-c", "true"},
	}, c.options.Containers)
}
