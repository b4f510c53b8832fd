//go:build unix

package apps

import (
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// assertNoProcess waits for the end of a process. One that no process has waited for
// yet is a zombie, and as good as gone.
func assertNoProcess(t *testing.T, pid int) {
	t.Helper()
	assert.Eventually(t, func() bool {
		if syscall.Kill(pid, 0) != nil {
			return true
		}
		stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
		return err == nil && strings.Contains(string(stat), ") Z ")
	}, time.Minute, 5*time.Millisecond, "process %d is still there", pid)
}
