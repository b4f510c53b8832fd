package main

import (
	"fmt"
	"io"
	"os"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// screen shows the progress: a line per step, and below it a bar or the current
// status while a step takes time. Without a terminal there are only lines.
type screen struct {
	out      io.Writer
	terminal bool
	step     int
	bar      *progressbar.ProgressBar
}

func newScreen(out *os.File) *screen {
	return &screen{out: out, terminal: term.IsTerminal(int(out.Fd()))}
}

// done ends a step with its result.
func (s *screen) done(title, format string, args ...any) {
	s.clear()
	s.step++
	fmt.Fprintf(s.out, "%2d. %-20s %s\n", s.step, title, fmt.Sprintf(format, args...))
}

// say prints a line that is not a step.
func (s *screen) say(format string, args ...any) {
	s.clear()
	fmt.Fprintf(s.out, format+"\n", args...)
}

// status shows the current status of a wait.
func (s *screen) status(what, status string) {
	if !s.terminal {
		return
	}
	if s.bar == nil {
		s.bar = progressbar.NewOptions(-1, progressbar.OptionSetWriter(s.out), progressbar.OptionSpinnerType(14),
			progressbar.OptionClearOnFinish(), progressbar.OptionSetDescription(what))
	}
	s.bar.Describe(what + ": " + status)
	_ = s.bar.Add(1)
}

// upload shows the progress of an upload.
func (s *screen) upload(sent, total int64) {
	if !s.terminal {
		return
	}
	if s.bar == nil {
		s.bar = progressbar.NewOptions64(total, progressbar.OptionSetWriter(s.out), progressbar.OptionShowBytes(true),
			progressbar.OptionClearOnFinish(), progressbar.OptionSetDescription("uploading"))
	}
	_ = s.bar.Set64(sent)
}

func (s *screen) clear() {
	if s.bar != nil {
		_ = s.bar.Finish()
		_ = s.bar.Clear()
		s.bar = nil
	}
}
