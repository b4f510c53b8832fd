// Package process starts processes that never outlive the emulator, hands their
// output over line by line, and ends them together with what they started.
package process

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"sync"
)

// ErrClosed is returned by Start after Close.
var ErrClosed = errors.New("process: supervisor is closed")

// Supervisor starts processes and ensures that none is left behind, neither when it
// is closed nor when its own program is killed.
type Supervisor struct {
	// Exposed is called at most once, when the system refuses to hide the program's
	// environment from a process that should run Apart. It must be set before the
	// first Start.
	Exposed func(error)

	thread starterThread
	warden warden

	mu      sync.Mutex
	exposed bool
	closed  bool
	running map[*Process]struct{}
}

// NewSupervisor returns a supervisor. It uses no resources until the first Start.
func NewSupervisor() *Supervisor {
	return &Supervisor{running: map[*Process]struct{}{}}
}

// Command is what Start runs.
type Command struct {
	// Path of the program, Args that follow it.
	Path string
	Args []string
	// Dir is the working directory.
	Dir string
	// Env is the whole environment, "KEY=value" each.
	Env []string
	// Greeting is written to standard input as its first line. Standard input
	// then stays open as long as the supervisor's process lives, so that a
	// program which reads it to its end knows when to stop.
	Greeting string
	// Apart keeps the process from the environment, the memory and the files of
	// the program that starts it, which the kernel otherwise shows in /proc to
	// all processes of a user. Linux can do that, with a user namespace; where it
	// is not allowed to, the process runs without. Under a root user the process
	// keeps root's files but has none of root's privileges.
	Apart bool
	// Line receives standard output and standard error, one line a call, in
	// order per stream. Nil discards them.
	Line func(stream, line string)
}

// RemoveIfKilled has dir removed with all that is in it when the program that the
// supervisor lives in is killed, provided that it had started a process. After
// Close the folder is the caller's. It does nothing on systems other than Unix.
func (s *Supervisor) RemoveIfKilled(dir string) { s.warden.remove(dir) }

// Start runs c.
func (s *Supervisor) Start(c Command) (*Process, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, ErrClosed
	}
	p, err := s.start(c)
	if err != nil {
		return nil, fmt.Errorf("start %s: %w", c.Path, err)
	}
	s.running[p] = struct{}{}
	go p.watch(func() {
		s.warden.forget(p.pid)
		s.mu.Lock()
		delete(s.running, p)
		s.mu.Unlock()
	})
	return p, nil
}

func (s *Supervisor) start(c Command) (*Process, error) {
	if !c.Apart || !canSetApart || s.exposed {
		c.Apart = false
		return s.startOnce(c)
	}
	p, refused := s.startOnce(c)
	if refused == nil {
		return p, nil
	}
	c.Apart = false
	p, err := s.startOnce(c)
	if err == nil { // so it was the namespace, not the program
		s.exposed = true
		if s.Exposed != nil {
			s.Exposed(refused)
		}
	}
	return p, err
}

func (s *Supervisor) startOnce(c Command) (*Process, error) {
	cmd := &exec.Cmd{Path: c.Path, Args: append([]string{c.Path}, c.Args...), Dir: c.Dir, Env: c.Env}
	if cmd.Env == nil {
		cmd.Env = []string{}
	}
	isolate(cmd)
	if c.Apart {
		setApart(cmd.SysProcAttr)
	}

	var pipes pipeSet
	stdin, stdinWriter := pipes.open()
	stdoutReader, stdout := pipes.open()
	stderrReader, stderr := pipes.open()
	if pipes.err != nil {
		pipes.closeAll()
		return nil, pipes.err
	}
	cmd.Stdin, cmd.Stdout, cmd.Stderr = stdin, stdout, stderr

	if err := s.thread.run(cmd.Start); err != nil {
		pipes.closeAll()
		return nil, err
	}
	s.warden.remember(cmd.Process.Pid)
	for _, f := range []*os.File{stdin, stdout, stderr} {
		_ = f.Close()
	}
	if c.Greeting != "" {
		// A program that is already gone shows in its exit status.
		_, _ = io.WriteString(stdinWriter, c.Greeting+"\n")
	}
	return newProcess(cmd, stdinWriter, stdoutReader, stderrReader, c.Line), nil
}

// Close kills everything that still runs and waits for it.
func (s *Supervisor) Close() {
	s.mu.Lock()
	s.closed = true
	var left []*Process
	for p := range s.running {
		left = append(left, p)
	}
	s.mu.Unlock()

	for _, p := range left {
		p.Kill()
	}
	for _, p := range left {
		<-p.Done()
	}
	s.warden.close()
	s.thread.close()
}

// pipeSet opens pipes and remembers the first failure.
type pipeSet struct {
	files []*os.File
	err   error
}

func (p *pipeSet) open() (r, w *os.File) {
	if p.err != nil {
		return nil, nil
	}
	r, w, p.err = os.Pipe()
	if p.err == nil {
		p.files = append(p.files, r, w)
	}
	return r, w
}

func (p *pipeSet) closeAll() {
	for _, f := range p.files {
		_ = f.Close()
	}
}
