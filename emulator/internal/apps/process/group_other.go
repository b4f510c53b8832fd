//go:build !unix

package process

import (
	"os"
	"os/exec"
)

func isolate(*exec.Cmd) {}

// terminateGroup has no signal to send here; the closed standard input tells
// the programs that listen to it.
func terminateGroup(*os.Process) {}

func killGroup(p *os.Process) { _ = p.Kill() }
