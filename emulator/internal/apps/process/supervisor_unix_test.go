//go:build unix

package process

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

// roleVariable turns the test binary into a program that starts processes and
// waits to be killed.
const roleVariable = "PROCESS_TEST_ROLE"

func TestMain(m *testing.M) {
	if os.Getenv(roleVariable) == "parent" {
		runParent()
		return
	}
	goleak.VerifyTestMain(m)
}

// output collects lines.
type output struct {
	mu    sync.Mutex
	lines []string
}

func (o *output) add(stream, line string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.lines = append(o.lines, stream+": "+line)
}

func (o *output) all() []string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return append([]string(nil), o.lines...)
}

func shell(script string, o *output) Command {
	c := Command{Path: "/bin/sh", Args: []string{"-c", script}, Env: []string{"PATH=/usr/bin:/bin"}}
	if o != nil {
		c.Line = o.add
	}
	return c
}

func start(t *testing.T, s *Supervisor, c Command) *Process {
	t.Helper()
	p, err := s.Start(c)
	require.NoError(t, err)
	return p
}

func awaitEnd(t *testing.T, p *Process) {
	t.Helper()
	select {
	case <-p.Done():
	case <-time.After(time.Minute):
		t.Fatal("process does not end")
	}
}

func alive(pid int) bool {
	if syscall.Kill(pid, 0) != nil {
		return false
	}
	// Where no process reaps it, a dead process stays visible as a zombie.
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	return err != nil || !strings.Contains(string(stat), ") Z ")
}

func assertGone(t *testing.T, pid int) {
	t.Helper()
	assert.Eventually(t, func() bool { return !alive(pid) }, time.Minute, 5*time.Millisecond, "process %d is still there", pid)
}

func TestOutputIsWholeAndInOrder(t *testing.T) {
	s := NewSupervisor()
	defer s.Close()
	var o output
	p := start(t, s, shell(`i=0; while [ $i -lt 2000 ]; do echo $i; i=$((i+1)); done; printf last; echo oops >&2; exit 3`, &o))
	awaitEnd(t, p)

	var stdout []string
	for _, l := range o.all() {
		if text, ok := strings.CutPrefix(l, "stdout: "); ok {
			stdout = append(stdout, text)
		}
	}
	require.Len(t, stdout, 2001)
	for i := range 2000 {
		require.Equal(t, strconv.Itoa(i), stdout[i])
	}
	assert.Equal(t, "last", stdout[2000])
	assert.Contains(t, o.all(), "stderr: oops")
	assert.EqualError(t, p.Err(), "exit status 3")
	assert.Equal(t, "oops", p.ErrorOutput())
}

func TestEnvironmentIsOnlyWhatIsGiven(t *testing.T) {
	t.Setenv("HOST_SECRET", "leak")
	s := NewSupervisor()
	defer s.Close()
	var o output
	awaitEnd(t, start(t, s, Command{Path: "/usr/bin/env", Env: []string{"A=1"}, Line: o.add}))
	awaitEnd(t, start(t, s, Command{Path: "/usr/bin/env", Line: o.add}))
	assert.Equal(t, []string{"stdout: A=1"}, o.all())
}

func TestGreetingAndOpenInput(t *testing.T) {
	s := NewSupervisor()
	defer s.Close()
	var o output
	c := shell(`read -r first; echo "got $first"; read -r second || echo "input ended"`, &o)
	c.Greeting = "hello"
	p := start(t, s, c)
	require.Eventually(t, func() bool { return len(o.all()) == 1 }, time.Minute, time.Millisecond)
	select {
	case <-p.Done():
		t.Fatal("standard input did not stay open")
	case <-time.After(20 * time.Millisecond):
	}
	p.Stop(0)
	assert.Equal(t, []string{"stdout: got hello"}, o.all())
}

func TestStop(t *testing.T) {
	s := NewSupervisor()
	defer s.Close()
	t.Run("asks first", func(t *testing.T) {
		var o output
		p := start(t, s, shell(`trap 'echo bye; exit 0' TERM; echo up; while :; do sleep 0.01; done`, &o))
		require.Eventually(t, func() bool { return len(o.all()) == 1 }, time.Minute, time.Millisecond)
		p.Stop(time.Minute)
		assert.Contains(t, o.all(), "stdout: bye")
		assert.NoError(t, p.Err())
	})
	t.Run("kills what does not listen", func(t *testing.T) {
		var o output
		p := start(t, s, shell(`trap '' TERM; echo up; while :; do sleep 0.01; done`, &o))
		require.Eventually(t, func() bool { return len(o.all()) == 1 }, time.Minute, time.Millisecond)
		p.Stop(30 * time.Millisecond)
		assert.Error(t, p.Err())
		p.Stop(time.Second) // once more does no harm
	})
}

func TestDescendantsEndWithTheProcess(t *testing.T) {
	tests := []struct {
		name   string
		script string
		end    func(*Process)
	}{
		{"killed", `sleep 600 & echo $!; wait`, (*Process).Kill},
		{"ended by itself", `sleep 600 & echo $!; exit 0`, func(*Process) {}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := NewSupervisor()
			defer s.Close()
			var o output
			p := start(t, s, shell(tt.script, &o))
			require.Eventually(t, func() bool { return len(o.all()) == 1 }, time.Minute, time.Millisecond)
			child, err := strconv.Atoi(strings.TrimPrefix(o.all()[0], "stdout: "))
			require.NoError(t, err)
			tt.end(p)
			awaitEnd(t, p)
			assertGone(t, child)
		})
	}
}

func TestCloseEndsEverythingAndRefusesMore(t *testing.T) {
	s := NewSupervisor()
	var started []*Process
	for range 5 {
		started = append(started, start(t, s, shell(`sleep 600`, nil)))
	}
	s.Close()
	for _, p := range started {
		awaitEnd(t, p)
		assertGone(t, p.PID())
	}
	_, err := s.Start(shell(`true`, nil))
	assert.ErrorIs(t, err, ErrClosed)
}

func TestStartFailureNamesTheProgram(t *testing.T) {
	s := NewSupervisor()
	defer s.Close()
	_, err := s.Start(Command{Path: filepath.Join(t.TempDir(), "missing")})
	assert.ErrorContains(t, err, "missing")
	assert.ErrorIs(t, err, os.ErrNotExist)
}

func TestApart(t *testing.T) {
	const script = `cat /proc/$PPID/environ >/dev/null 2>&1 && echo open || echo closed; id -u; pwd`
	for _, apart := range []bool{false, true} {
		s := NewSupervisor()
		refused := false
		s.Exposed = func(error) { refused = true }
		var o output
		c := shell(script, &o)
		c.Apart = apart
		c.Dir = t.TempDir()
		require.NoError(t, Run(t.Context(), s, c))
		s.Close()
		if refused {
			t.Skip("the system allows no user namespaces")
		}
		want := "open"
		if apart && canSetApart || !exists("/proc/self/environ") {
			want = "closed"
		}
		assert.Equal(t, []string{"stdout: " + want, "stdout: " + strconv.Itoa(os.Geteuid()), "stdout: " + c.Dir}, o.all())
	}
}

func TestCloseLeavesFoldersToTheCaller(t *testing.T) {
	dir := t.TempDir()
	s := NewSupervisor()
	s.RemoveIfKilled(dir)
	require.NoError(t, Run(t.Context(), s, shell("true", nil)))
	s.RemoveIfKilled(dir)
	s.Close()
	assert.DirExists(t, dir)
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// A program that does not exist is no reason to believe that the system refuses
// anything.
func TestApartProgramThatIsMissing(t *testing.T) {
	s := NewSupervisor()
	defer s.Close()
	s.Exposed = func(err error) { t.Error(err) }
	_, err := s.Start(Command{Path: "/nowhere", Apart: true})
	assert.ErrorIs(t, err, os.ErrNotExist)
}

// A parent killed without a chance to clean up leaves no process: neither the
// process it started nor what that one started.
func TestNoOrphanAfterSIGKILL(t *testing.T) {
	parent := exec.Command(os.Args[0])
	parent.Env = append(os.Environ(), roleVariable+"=parent")
	parent.Stderr = os.Stderr
	out, err := parent.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, parent.Start())

	var pids []int
	in := bufio.NewScanner(out)
	require.True(t, in.Scan())
	dir := in.Text()
	require.DirExists(t, dir)
	for len(pids) < 2 && in.Scan() {
		pid, err := strconv.Atoi(in.Text())
		require.NoError(t, err)
		pids = append(pids, pid)
	}
	require.Len(t, pids, 2)
	for _, pid := range pids {
		require.True(t, alive(pid))
	}
	require.NoError(t, parent.Process.Kill())
	_ = parent.Wait()
	for _, pid := range pids {
		assertGone(t, pid)
	}
	assert.Eventually(t, func() bool {
		_, err := os.Stat(dir)
		return os.IsNotExist(err)
	}, time.Minute, time.Millisecond, "the folder is left behind")
}

// runParent prints a folder that is to be removed, the number of a process, and
// that of the process's child.
func runParent() {
	s := NewSupervisor()
	dir, err := os.MkdirTemp("", "parent with a space")
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, "file"), nil, 0o600)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	s.RemoveIfKilled(dir)
	fmt.Println(dir)
	ready := make(chan string, 1)
	p, err := s.Start(Command{
		Path: "/bin/sh",
		Args: []string{"-c", `sleep 600 & echo $!; wait`},
		Env:  []string{"PATH=/usr/bin:/bin"},
		Line: func(_, l string) { ready <- l },
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Printf("%d\n%s\n", p.PID(), <-ready)
	select {}
}
