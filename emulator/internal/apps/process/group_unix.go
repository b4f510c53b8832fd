//go:build unix

package process

import (
	"os"
	"os/exec"
	"syscall"
)

// isolate puts the process in a group of its own: a Ctrl-C in the terminal is
// the emulator's to handle, and descendants can be ended together.
func isolate(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	dieWithParent(cmd.SysProcAttr)
}

func terminateGroup(p *os.Process) { _ = syscall.Kill(-p.Pid, syscall.SIGTERM) }

func killGroup(p *os.Process) { _ = syscall.Kill(-p.Pid, syscall.SIGKILL) }
