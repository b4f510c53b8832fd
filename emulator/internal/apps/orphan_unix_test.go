//go:build unix

package apps

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// An emulator that is killed leaves no process of any kind behind, nor one that
// such a process started, nor the folders of its functions.
func TestNoOrphanAfterSIGKILL(t *testing.T) {
	emulator := exec.Command(os.Args[0])
	dir := t.TempDir()
	emulator.Env = append(os.Environ(), roleVariable+"=emulator", "DIR="+dir)
	for runtime, files := range map[string]map[string]string{
		"node10":  {"handler.js": `exports.handle = () => 'ok'`},
		"python3": {"handler.py": "def handle(event, context): return 'ok'"},
		"golang":  {"handler.go": goHello},
	} {
		if _, err := findTool(t.Context(), runtime, V1alpha2); err == nil {
			emulator.Env = append(emulator.Env, runtime+"="+zipOf(t, files))
		}
	}
	emulator.Stderr = os.Stderr
	out, err := emulator.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, emulator.Start())
	var pids, ports []int
	for lines := bufio.NewScanner(out); lines.Scan() && lines.Text() != "ready"; {
		var pid, port int
		_, err := fmt.Sscan(lines.Text(), &pid, &port)
		require.NoError(t, err)
		pids, ports = append(pids, pid), append(ports, port)
	}
	require.NotEmpty(t, pids)
	for i := range pids {
		require.NoError(t, syscall.Kill(pids[i], 0))
		require.True(t, accepts(ports[i]))
	}
	require.NoError(t, emulator.Process.Kill())
	_ = emulator.Wait()
	for i := range pids {
		assertNoProcess(t, pids[i])
		assert.Eventually(t, func() bool { return !accepts(ports[i]) }, time.Minute, 5*time.Millisecond)
	}
	assert.Eventually(t, func() bool {
		_, err := os.Stat(dir)
		return os.IsNotExist(err)
	}, time.Minute, 5*time.Millisecond, "the code of functions is left behind")
}
