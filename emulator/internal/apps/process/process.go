package process

import (
	"os"
	"os/exec"
	"strings"
	"sync"
	"time"
)

// outputGrace bounds the wait for output after a process has ended: something
// that it started and that left its process group may hold the pipe open.
const outputGrace = time.Second

// Process is one running program with everything in its process group.
type Process struct {
	cmd    *exec.Cmd
	pid    int
	stdin  *os.File
	output []*os.File
	line   func(stream, line string)

	readers sync.WaitGroup
	tail    tail
	exited  chan struct{} // closed when the process has ended
	done    chan struct{} // closed when its output was delivered too
	err     error
}

func newProcess(cmd *exec.Cmd, stdin, stdout, stderr *os.File, line func(stream, line string)) *Process {
	if line == nil {
		line = func(string, string) {}
	}
	p := &Process{
		cmd:    cmd,
		pid:    cmd.Process.Pid,
		stdin:  stdin,
		output: []*os.File{stdout, stderr},
		line:   line,
		exited: make(chan struct{}),
		done:   make(chan struct{}),
	}
	p.readers.Go(func() { readLines(stdout, func(l string) { line("stdout", l) }) })
	p.readers.Go(func() {
		readLines(stderr, func(l string) {
			p.tail.add(l)
			line("stderr", l)
		})
	})
	return p
}

// watch waits for the end of the process, takes its descendants with it, and
// delivers the rest of the output before it reports the end.
func (p *Process) watch(ended func()) {
	p.err = p.cmd.Wait()
	killGroup(p.cmd.Process)
	close(p.exited)
	_ = p.stdin.Close()

	cut := time.AfterFunc(outputGrace, p.closeOutput)
	p.readers.Wait()
	cut.Stop()
	p.closeOutput()
	ended()
	close(p.done)
}

func (p *Process) closeOutput() {
	for _, f := range p.output {
		_ = f.Close()
	}
}

// PID of the process.
func (p *Process) PID() int { return p.pid }

// Done is closed when the process has ended and all its output was delivered.
func (p *Process) Done() <-chan struct{} { return p.done }

// Err says how the process ended; nil is exit status 0. It is valid once Done
// is closed.
func (p *Process) Err() error { return p.err }

// ErrorOutput is the end of what the process wrote to standard error.
func (p *Process) ErrorOutput() string { return p.tail.String() }

// Exited is closed when the process has ended; output may still follow.
func (p *Process) Exited() <-chan struct{} { return p.exited }

// Kill ends the process and its descendants at once, without waiting.
func (p *Process) Kill() { p.signal(killGroup) }

// signal leaves a process alone that has ended: its number may be another's.
func (p *Process) signal(send func(*os.Process)) {
	select {
	case <-p.exited:
	default:
		send(p.cmd.Process)
	}
}

// Stop asks the process to end, kills it after grace, and waits for its end.
func (p *Process) Stop(grace time.Duration) {
	if grace > 0 {
		p.signal(terminateGroup)
		_ = p.stdin.Close()
		timer := time.NewTimer(grace)
		defer timer.Stop()
		select {
		case <-p.done:
			return
		case <-timer.C:
		}
	}
	p.Kill()
	<-p.done
}

const (
	tailLines = 40
	tailBytes = 4096
)

// tail keeps the last lines of a stream.
type tail struct {
	mu    sync.Mutex
	lines []string
	size  int
}

func (t *tail) add(line string) {
	if len(line) > tailBytes {
		line = line[:tailBytes]
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.lines = append(t.lines, line)
	t.size += len(line)
	for len(t.lines) > tailLines || t.size > tailBytes {
		t.size -= len(t.lines[0])
		t.lines = t.lines[1:]
	}
}

func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return strings.Join(t.lines, "\n")
}
