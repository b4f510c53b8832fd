package process

import (
	"runtime"
	"sync"
	"syscall"
)

// dieWithParent has the kernel kill the process when its parent is gone, even
// by SIGKILL.
func dieWithParent(attr *syscall.SysProcAttr) { attr.Pdeathsig = syscall.SIGKILL }

// starterThread starts all processes from one operating system thread. To the
// kernel "the parent" of Pdeathsig is the thread that forked, not the process,
// and Go ends threads at its own discretion: a thread that happened to fork
// would take a healthy process with it. This one lives until close.
type starterThread struct {
	once sync.Once
	jobs chan func()
}

func (t *starterThread) run(start func() error) error {
	t.once.Do(func() {
		t.jobs = make(chan func())
		go t.loop()
	})
	result := make(chan error, 1)
	t.jobs <- func() { result <- start() }
	return <-result
}

func (t *starterThread) loop() {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	for job := range t.jobs {
		job()
	}
}

// close ends the thread; run must not be called again.
func (t *starterThread) close() {
	t.once.Do(func() {})
	if t.jobs != nil {
		close(t.jobs)
		t.jobs = nil
	}
}
