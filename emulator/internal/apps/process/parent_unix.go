//go:build unix && !linux

package process

import "syscall"

// dieWithParent does nothing: the kernel has no such option, and the warden ends the
// process.
func dieWithParent(*syscall.SysProcAttr) {}
