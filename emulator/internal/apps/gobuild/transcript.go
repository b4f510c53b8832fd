package gobuild

import (
	"strings"
	"sync"
)

// transcriptBytes bounds what is kept of the toolchain's output; the first
// errors are the ones that matter.
const transcriptBytes = 16 << 10

// transcript collects the output of the toolchain, from both of its streams.
type transcript struct {
	mu   sync.Mutex
	text strings.Builder
	full bool
}

func (t *transcript) add(line string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	switch {
	case t.full || strings.HasPrefix(line, "go: downloading "):
	case t.text.Len()+len(line) > transcriptBytes:
		t.full = true
		t.text.WriteString("… the rest was left out")
	default:
		t.text.WriteString(line + "\n")
	}
}

func (t *transcript) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return strings.TrimSpace(t.text.String())
}
