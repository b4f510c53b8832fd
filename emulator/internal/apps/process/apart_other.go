//go:build !linux

package process

import "syscall"

// canSetApart is false: these systems have no user namespaces.
const canSetApart = false

func setApart(*syscall.SysProcAttr) {}
