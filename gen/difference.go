package main

import (
	"fmt"
	"io"
	"os"

	"github.com/rumpl/gosc/gen/internal/breaking"
)

// difference prints what the description breaks for users that came from an older
// one. It writes no file.
func difference(o options, stdout, stderr io.Writer) (broken bool, err error) {
	newData, err := os.ReadFile(o.spec)
	if err != nil {
		return false, err
	}
	oldData, err := os.ReadFile(o.diff)
	if err != nil {
		return false, err
	}
	newPkg, err := understand(newData, o, stderr)
	if err != nil {
		return false, err
	}
	older := o
	older.spec, older.strict = o.diff, false
	oldPkg, err := understand(oldData, older, io.Discard)
	if err != nil {
		return false, err
	}
	goBreaks := breaking.GoAPI(oldPkg, newPkg)
	section(stdout, "In Go", goBreaks)
	wire, err := breaking.Wire(o.diff, oldData, o.spec, newData, oldPkg)
	if err != nil {
		// A description that only we can read: the Go part still is the whole truth
		// about code that no longer compiles.
		fmt.Fprintf(stderr, "gen: no comparison on the wire: %v\n", err)
	}
	section(stdout, "On the wire", wire)
	return len(goBreaks)+len(wire) > 0, nil
}

func section(w io.Writer, title string, lines []string) {
	if len(lines) == 0 {
		fmt.Fprintf(w, "%s: nothing breaks.\n", title)
		return
	}
	fmt.Fprintf(w, "%s:\n", title)
	for _, line := range lines {
		fmt.Fprintf(w, "  %s\n", line)
	}
}
