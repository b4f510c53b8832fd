//go:build unix && !linux

package process

import "syscall"

// dieWithParent has no counterpart in this kernel; the warden does its work.
func dieWithParent(*syscall.SysProcAttr) {}
