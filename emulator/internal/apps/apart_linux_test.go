package apps

import (
	"log/slog"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// A function gets none of the emulator's variables, and cannot fetch them from
// /proc either.
func TestFunctionsCannotReadTheEmulatorsEnvironment(t *testing.T) {
	specs := map[string]Spec{
		"node": nodeSpec(t, `exports.handle = () => {
  try { require('fs').readFileSync('/proc/' + process.ppid + '/environ'); return 'read' } catch (err) { return err.code }
}`),
		"python": pythonSpec(t, `import os
def handle(event, context):
    try:
        open("/proc/%d/environ" % os.getppid()).close()
        return "read"
    except PermissionError:
        return "EACCES"`),
	}
	for name, spec := range specs {
		t.Run(name, func(t *testing.T) {
			var log strings.Builder
			a, _ := deployed(t, Options{Logger: slog.New(slog.NewTextHandler(&log, nil))}, spec)
			got := get(t, a).body
			if strings.Contains(log.String(), "does not let functions run apart") {
				t.Skip("the system allows no user namespaces")
			}
			assert.Equal(t, "EACCES", got)
		})
	}
}
