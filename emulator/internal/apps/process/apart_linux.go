package process

import (
	"os"
	"syscall"
)

const canSetApart = true

// setApart gives the process a user namespace of its own, with the same user and
// group. To read another process through /proc takes, besides the same user, the
// same namespace or a privilege in the other's, which this process has not got.
// The other way round everything stays as it is: the parent may signal it.
func setApart(attr *syscall.SysProcAttr) {
	attr.Cloneflags |= syscall.CLONE_NEWUSER
	attr.UidMappings = []syscall.SysProcIDMap{{ContainerID: os.Geteuid(), HostID: os.Geteuid(), Size: 1}}
	attr.GidMappings = []syscall.SysProcIDMap{{ContainerID: os.Getegid(), HostID: os.Getegid(), Size: 1}}
}
