package main

import (
	"fmt"
	"io"

	"github.com/rumpl/gosc/gen/internal/breaking"
)

// difference prints what the description breaks for users of an older one, and what
// else they should know. It writes no file. A comparison that cannot be made is an
// error: no output must mean that nothing breaks.
func difference(o options, stdout, stderr io.Writer) (broken bool, err error) {
	newSource, newDoc, newPkg, err := understand(o, stderr)
	if err != nil {
		return false, err
	}
	older := o
	older.spec, older.strict = o.diff, false
	oldSource, oldDoc, oldPkg, err := understand(older, io.Discard)
	if err != nil {
		return false, err
	}
	unboundMemory()
	wire, err := breaking.Wire(o.diff, oldSource.Data, o.spec, newSource.Data, oldPkg)
	if err != nil {
		return false, fmt.Errorf("gen: what breaks on the wire cannot be compared: %w", err)
	}
	wire = append(wire, breaking.Encoding(oldDoc, newDoc, oldPkg)...)
	goBreaks := breaking.GoAPI(oldPkg, newPkg)
	section(stdout, "In Go", goBreaks)
	section(stdout, "On the wire", wire)
	if notes := breaking.Notes(oldPkg, newPkg); len(notes) > 0 {
		section(stdout, "Good to know", notes)
	}
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
