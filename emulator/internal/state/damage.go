package state

import (
	"fmt"
	"runtime/debug"
)

// DamagedError means that a state file is not what the emulator has written.
type DamagedError struct {
	File  string
	Cause error
}

func (e *DamagedError) Error() string {
	return fmt.Sprintf("the state file %s is damaged: %v. Nothing was changed. Restore it from a backup, or begin anew with "+
		"the option -set-damaged-aside (emulator.Options.SetDamagedAside), which renames the file and the code beside it", e.File, e.Cause)
}

func (e *DamagedError) Unwrap() error { return e.Cause }

// guarded turns a panic into an error, the fault of reading a mapped file that
// is shorter than it should be included.
func guarded(read func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("it cannot be read: %v", cause)
		}
	}()
	return read()
}
