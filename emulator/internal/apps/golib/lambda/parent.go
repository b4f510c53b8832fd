package lambda

import (
	"bufio"
	"io"
	"os"
	"strings"
	"time"
)

// greeting begins the line that the emulator writes to standard input; the
// instance's key follows.
const greeting = "instance "

// greetingTimeout bounds the wait for that line where standard input is a pipe
// that another process left open.
const greetingTimeout = time.Second

// watchParent returns the key that requests must carry, and ends the program
// when the emulator is gone, which closes the pipe. Run by hand, without such a
// pipe, the function needs no key and just stays.
func watchParent(stdin *os.File, exit func(int)) string {
	info, err := stdin.Stat()
	if err != nil || info.Mode()&os.ModeNamedPipe == 0 {
		return ""
	}
	first := make(chan string, 1)
	go func() {
		in := bufio.NewReader(stdin)
		line, err := in.ReadString('\n')
		greeted := err == nil && strings.HasPrefix(line, greeting)
		if !greeted {
			first <- ""
			return
		}
		first <- strings.TrimSpace(strings.TrimPrefix(line, greeting))
		_, _ = io.Copy(io.Discard, in)
		exit(0)
	}()
	select {
	case key := <-first:
		return key
	case <-time.After(greetingTimeout):
		return ""
	}
}
