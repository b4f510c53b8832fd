//go:build !linux

package process

import "syscall"

// canSetApart is false: these systems have nothing of the kind.
const canSetApart = false

func setApart(*syscall.SysProcAttr) {}
