package apps

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"net/http"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/rumpl/gosc/emulator/internal/apps/process"
)

const (
	keyHeader = "X-Instance-Key"

	// connectionIdle closes unused connections before the servers do, which wait at least
	// two seconds.
	connectionIdle = time.Second

	// startTries: a port may be taken by another program before the instance
	// gets to it.
	startTries = 3

	functionGrace  = 500 * time.Millisecond
	containerGrace = 5 * time.Second
)

// program is what one revision runs.
type program struct {
	path string
	args []string
	dir  string
	// events says that the program answers events on its port; otherwise it
	// gets the HTTP request.
	events bool
	// upstream says that the program may instead answer events on the port in
	// SCW_UPSTREAM_PORT.
	upstream bool
	// keyed says that the program answers only HTTP requests that carry the
	// instance's key.
	keyed bool
	// apart says that the program runs apart from the emulator, see
	// process.Command.
	apart bool
	grace time.Duration
}

// instance is one running process of a program.
type instance struct {
	process   *process.Process
	dir       string
	grace     time.Duration
	port      int
	upstream  int
	key       string
	events    bool
	keyed     bool
	transport *http.Transport
	asked     atomic.Bool // the process was asked to end
}

// launcher starts instances.
type launcher struct {
	supervisor *process.Supervisor
	timeout    time.Duration
	program    program
	env        map[string]string
	log        func(stream, line string)
}

// errPortStolen means that another program has taken the port.
var errPortStolen = errors.New("its port was taken by another program")

// start runs one instance and waits until it accepts connections.
func (l launcher) start(ctx context.Context) (*instance, error) {
	var err error
	for range startTries {
		var inst *instance
		if inst, err = l.try(ctx); err == nil {
			return inst, nil
		}
		if !errors.Is(err, errPortStolen) {
			break
		}
	}
	return nil, err
}

func (l launcher) try(ctx context.Context) (*instance, error) {
	inst := &instance{dir: l.program.dir, grace: l.program.grace, key: rand.Text(), events: l.program.events, keyed: l.program.keyed}
	var err error
	if inst.port, err = ports.take(); err != nil {
		return nil, err
	}
	if l.program.upstream {
		if inst.upstream, err = ports.take(); err != nil {
			ports.give(inst.port)
			return nil, err
		}
	}
	command := process.Command{
		Path:  l.program.path,
		Args:  l.program.args,
		Dir:   l.program.dir,
		Env:   environment(l.env, inst.port, inst.upstream),
		Apart: l.program.apart,
		Line:  l.log,
	}
	if l.program.events || l.program.upstream || l.program.keyed {
		command.Greeting = "instance " + inst.key
	}
	inst.process, err = l.supervisor.Start(command)
	if err != nil {
		inst.givePorts()
		return nil, err
	}
	if err := inst.await(ctx, l.timeout); err != nil {
		inst.process.Stop(0)
		if inst.portStolen() {
			err = errPortStolen
		}
		inst.givePorts()
		return nil, err
	}
	inst.transport = &http.Transport{
		DialContext:        (&net.Dialer{}).DialContext,
		DisableCompression: true,
		IdleConnTimeout:    connectionIdle,
	}
	return inst, nil
}

// await returns when the instance accepts connections on one of its ports.
func (i *instance) await(ctx context.Context, timeout time.Duration) error {
	deadline := time.NewTimer(timeout)
	defer deadline.Stop()
	pause := time.Millisecond
	for {
		if accepts(i.port) {
			return i.alive()
		}
		if i.upstream > 0 && accepts(i.upstream) {
			i.events, i.port, i.upstream = true, i.upstream, i.port
			return i.alive()
		}
		select {
		case <-i.process.Done():
			return i.endedEarly()
		case <-ctx.Done():
			return ctx.Err()
		case <-deadline.C:
			return fmt.Errorf("does not start: nothing listens on the port in PORT after %v%s", timeout, i.errorOutput())
		case <-time.After(pause):
			pause = min(2*pause, 20*time.Millisecond)
		}
	}
}

// alive checks that the instance is listening, and not another program that has taken
// its port.
func (i *instance) alive() error {
	select {
	case <-i.process.Exited():
		<-i.process.Done()
		return i.endedEarly()
	default:
		return nil
	}
}

func (i *instance) endedEarly() error {
	return fmt.Errorf("does not start: it ended with %s%s", i.status(), i.errorOutput())
}

func (i *instance) portStolen() bool {
	return stolen(i.port) || i.upstream > 0 && stolen(i.upstream)
}

func (i *instance) givePorts() {
	ports.give(i.port)
	ports.give(i.upstream)
}

func accepts(port int) bool {
	conn, err := net.DialTimeout("tcp", net.JoinHostPort(loopback, strconv.Itoa(port)), time.Second)
	if err != nil {
		return false
	}
	_ = conn.Close()
	return true
}

// address of the instance for an HTTP client.
func (i *instance) address() string { return net.JoinHostPort(loopback, strconv.Itoa(i.port)) }

// status describes how the process ended; it is valid once it has.
func (i *instance) status() string {
	if err := i.process.Err(); err != nil {
		return err.Error()
	}
	return "exit status 0"
}

// errorOutput is what the process wrote to standard error, with the files of the
// function named as in its archive.
func (i *instance) errorOutput() string {
	text := i.process.ErrorOutput()
	if text == "" {
		return ""
	}
	if i.dir != "" {
		text = strings.ReplaceAll(text, i.dir+string(filepath.Separator), "")
	}
	return "\n" + text
}

// Exited is closed when the process has ended.
func (i *instance) Exited() <-chan struct{} { return i.process.Exited() }

// Stop ends the process and waits for it.
func (i *instance) Stop(now bool) {
	select {
	case <-i.process.Exited():
	default:
		i.asked.Store(true)
	}
	grace := i.grace
	if now {
		grace = 0
	}
	i.process.Stop(grace)
	i.transport.CloseIdleConnections()
	i.givePorts()
}
