//go:build unix

package process

import (
	"fmt"
	"io"
	"os/exec"
	"sync"
	"syscall"
)

// wardenScript keeps a list of process groups, told on its standard input, and
// kills those left when the input ends, which is when the emulator has gone.
const wardenScript = `
groups=
while read -r what id; do
	if [ "$what" = add ]; then
		groups="$groups $id"
	else
		kept=
		for g in $groups; do [ "$g" = "$id" ] || kept="$kept $g"; done
		groups=$kept
	fi
done
for g in $groups; do kill -s KILL -- "-$g" 2>/dev/null; done
exit 0
`

// warden is a shell that outlives the emulator by an instant. The kernel's own
// means reach a process, not what that process started, and exist on Linux only.
type warden struct {
	mu     sync.Mutex
	tried  bool
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

// start leaves orders nil where there is no shell: then Pdeathsig and the
// closed standard input are the protection.
func (w *warden) start() {
	cmd := exec.Command("/bin/sh", "-c", wardenScript)
	cmd.Env = []string{}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	orders, err := cmd.StdinPipe()
	if err != nil || cmd.Start() != nil {
		return
	}
	w.cmd, w.orders = cmd, orders
}

func (w *warden) close() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.tried = true
	if w.orders == nil {
		return
	}
	_ = w.orders.Close()
	_ = w.cmd.Wait()
	w.orders = nil
}
