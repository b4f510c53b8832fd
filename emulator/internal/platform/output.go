package platform

import (
	"log/slog"
	"strings"
	"sync"
	"time"

	"github.com/rumpl/gosc/emulator/internal/apps"
	"github.com/rumpl/gosc/emulator/internal/state"
)

// output writes to the emulator's own log what an application does: what it prints
// at debug level, its calls and the errors that end them at info level.
type output struct {
	logger *slog.Logger

	mu     sync.Mutex
	traces map[string]*trace // by stream
}

func (p *Platform) newOutput(row *state.Application) *output {
	return &output{
		logger: p.options.Logger.With(row.Kind, row.Name, "id", row.ID),
		traces: map[string]*trace{},
	}
}

func (o *output) line(stream, line string) {
	o.logger.Debug("output", "stream", stream, "line", line)
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.traces[stream] == nil {
		o.traces[stream] = &trace{}
	}
	if message := o.traces[stream].next(line); message != "" {
		o.logger.Info("traceback", "error", message)
	}
}

func (o *output) called(call apps.Call) {
	o.logger.Info("call", "method", call.Method, "path", call.Path, "status", call.Status, "bytes", call.Bytes,
		"duration", call.Duration.Round(time.Microsecond))
}

// deployed logs how a deploy has ended.
func (p *Platform) deployed(row *state.Application, begin time.Time, err error) {
	logger := p.options.Logger.With(row.Kind, row.Name, "id", row.ID, "duration", time.Since(begin).Round(time.Microsecond))
	if err != nil {
		logger.Info("deployment failed", "error", err)
		return
	}
	logger.Info("deployed")
}

// trace finds the message of a traceback in lines that come one by one.
type trace struct {
	before   string // the line before
	inPython bool   // between "Traceback" and the exception
	inNode   bool   // in the frames after the exception
}

// next returns the message of a traceback, once, when its line is known.
func (t *trace) next(line string) string {
	before := t.before
	t.before = line
	indented := strings.HasPrefix(line, " ") || line == ""
	switch {
	case strings.HasPrefix(line, "Traceback (most recent call last)"):
		t.inPython = true
	case t.inPython && !indented:
		t.inPython = false
		return line
	case strings.HasPrefix(line, "    at ") && !t.inNode && before != "":
		t.inNode = true
		return before
	case strings.HasPrefix(line, "panic: "):
		return line
	case t.inNode && !strings.HasPrefix(line, "    at "):
		t.inNode = false
	}
	return ""
}
