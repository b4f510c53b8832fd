//go:build unix

package process

import (
	"fmt"
	"io"
	"os/exec"
	"sync"
	"syscall"
)

// wardenScript keeps a list of process groups and of folders, told on its
// standard input. When the input ends, which is when the emulator has gone, it
// kills the groups that are left and removes the folders, unless it was told that
// this is an orderly end. A process may write a last file while it ends, therefore the
// second try.
const wardenScript = `
groups=
while read -r what id; do
	if [ "$what" = dir ]; then
		set -- "$@" "$id"
	elif [ "$what" = end ]; then
		set --
	elif [ "$what" = add ]; then
		groups="$groups $id"
	else
		kept=
		for g in $groups; do [ "$g" = "$id" ] || kept="$kept $g"; done
		groups=$kept
	fi
done
for g in $groups; do kill -s KILL -- "-$g" 2>/dev/null; done
for d; do rm -rf -- "$d" 2>/dev/null || { sleep 1; rm -rf -- "$d" 2>/dev/null; }; done
exit 0
`

// warden is a shell that briefly outlives the emulator. The kernel's own means affect
// a process, but not its children, and exist on Linux only.
type warden struct {
	mu     sync.Mutex
	tried  bool
	dirs   []string // to remove
	cmd    *exec.Cmd
	orders io.WriteCloser
}

func (w *warden) remember(pid int) { w.order("add", pid) }

func (w *warden) forget(pid int) { w.order("del", pid) }

func (w *warden) order(what string, pid int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.tried {
		w.tried = true
		w.start()
	}
	if w.orders != nil {
		_, _ = fmt.Fprintf(w.orders, "%s %d\n", what, pid)
	}
}

// remove has the warden remove dir when the emulator is killed. The warden is told
// when it starts, so that no shell runs before there is a process to guard.
func (w *warden) remove(dir string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.dirs = append(w.dirs, dir)
	if w.orders != nil {
		_, _ = fmt.Fprintf(w.orders, "dir %s\n", dir)
	}
}

// start leaves orders nil where there is no shell: then Pdeathsig and the
// closed standard input are the protection.
func (w *warden) start() {
	cmd := exec.Command("/bin/sh", "-c", wardenScript)
	cmd.Env = []string{"PATH=/usr/bin:/bin"}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	orders, err := cmd.StdinPipe()
	if err != nil || cmd.Start() != nil {
		return
	}
	w.cmd, w.orders = cmd, orders
	for _, dir := range w.dirs {
		_, _ = fmt.Fprintf(w.orders, "dir %s\n", dir)
	}
}

func (w *warden) close() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.tried = true
	if w.orders == nil {
		return
	}
	_, _ = io.WriteString(w.orders, "end\n")
	_ = w.orders.Close()
	_ = w.cmd.Wait()
	w.orders = nil
}
