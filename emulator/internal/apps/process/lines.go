package process

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
)

// MaxLine is how many bytes of one line of output are kept. What follows, up to
// the line's end, is replaced by a mark that says how much it was.
const MaxLine = 16 << 10

// readLines calls emit for every line of r until r ends. The last line counts
// without its newline too. Memory stays bounded however long a line is.
func readLines(r io.Reader, emit func(string)) {
	in := bufio.NewReaderSize(r, MaxLine)
	var line []byte
	cut, begun := 0, false
	flush := func() {
		emit(finishLine(line, cut))
		line, cut, begun = line[:0], 0, false
	}
	for {
		part, err := in.ReadSlice('\n')
		ended := err == nil
		part = bytes.TrimSuffix(part, []byte("\n"))
		begun = begun || len(part) > 0
		room := min(len(part), MaxLine-len(line))
		line = append(line, part[:room]...)
		cut += len(part) - room
		switch {
		case ended:
			flush()
		case errors.Is(err, bufio.ErrBufferFull):
		default:
			if begun {
				flush()
			}
			return
		}
	}
}

func finishLine(line []byte, cut int) string {
	if cut == 0 {
		line = bytes.TrimSuffix(line, []byte("\r"))
	}
	text := strings.ToValidUTF8(string(line), "\uFFFD")
	if cut > 0 {
		text += fmt.Sprintf(" … [line cut, %d bytes more]", cut)
	}
	return text
}
