// Package diag collects errors and oddities of an API description.
package diag

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Pos is a place in an API description.
type Pos struct {
	Line    int    // 1-based, 0 if unknown
	Pointer string // JSON pointer, "#/components/schemas/Order"
}

// Place is a line of a file.
type Place struct {
	File string
	Line int
}

// Problem is one finding. It names the place, the rule and what to do about it.
type Problem struct {
	File    string
	Pos     Pos
	Rule    string // "enum", "name", …: see docs/regenerating.md
	Message string
	Remedy  string
}

// String returns "file:line: pointer: [rule] message; remedy".
func (p Problem) String() string {
	var b strings.Builder
	b.WriteString(p.File)
	if p.Pos.Line > 0 {
		fmt.Fprintf(&b, ":%d", p.Pos.Line)
	}
	if p.Pos.Pointer != "" {
		b.WriteString(": " + p.Pos.Pointer)
	}
	fmt.Fprintf(&b, ": [%s] %s", p.Rule, p.Message)
	if p.Remedy != "" {
		b.WriteString("; " + p.Remedy)
	}
	return oneLine.Replace(b.String())
}

// oneLine keeps a problem on one line, whatever names the description has.
var oneLine = strings.NewReplacer("\n", `\n`, "\r", `\r`)

// List collects findings: errors, which stop the generator, and oddities, which it
// tolerates and reports.
type List struct {
	File string
	// Origin says where a line of a text that was made of several files is from.
	Origin   func(line int) (Place, bool)
	errors   []Problem
	oddities []Problem
	repeated map[string]*repeat
}

// repeat is an oddity that a description may contain many times.
type repeat struct {
	first Problem
	count int
}

// Errorf records an error with its remedy.
func (l *List) Errorf(pos Pos, rule, remedy, format string, args ...any) {
	l.errors = append(l.errors, l.problem(pos, rule, fmt.Sprintf(format, args...), remedy))
}

// ErrorIn is Errorf for a file that is not the list's own.
func (l *List) ErrorIn(file string, pos Pos, rule, remedy, format string, args ...any) {
	l.errors = append(l.errors, Problem{file, pos, rule, fmt.Sprintf(format, args...), remedy})
}

func (l *List) problem(pos Pos, rule, message, remedy string) Problem {
	p := Problem{l.File, pos, rule, message, remedy}
	if l.Origin != nil {
		if place, ok := l.Origin(pos.Line); ok {
			p.File, p.Pos.Line = place.File, place.Line
		}
	}
	return p
}

// Oddf records an oddity that was tolerated; outcome is how it was handled.
func (l *List) Oddf(pos Pos, rule, outcome, format string, args ...any) {
	l.oddities = append(l.oddities, l.problem(pos, rule, fmt.Sprintf(format, args...), outcome))
}

// Often records an oddity that a description may have hundreds of: only the first is
// reported, with the number of the others.
func (l *List) Often(pos Pos, rule, outcome, message string) {
	if l.repeated == nil {
		l.repeated = map[string]*repeat{}
	}
	if r := l.repeated[rule+message]; r != nil {
		r.count++
		return
	}
	l.repeated[rule+message] = &repeat{l.problem(pos, rule, message, outcome), 1}
}

// Oddities returns the tolerated oddities, in the order of the file.
func (l *List) Oddities() []Problem {
	out := slices.Clone(l.oddities)
	for _, r := range l.repeated {
		p := r.first
		if r.count > 1 {
			p.Message += fmt.Sprintf(" (and %d more)", r.count-1)
		}
		out = append(out, p)
	}
	return ordered(out)
}

// Promote turns all oddities into errors, for -strict.
func (l *List) Promote() {
	l.errors = append(l.errors, l.Oddities()...)
	l.oddities, l.repeated = nil, nil
}

// Errors returns the errors, in the order in which they were found.
func (l *List) Errors() []Problem { return slices.Clone(l.errors) }

// DropErrors removes the errors for which drop returns true.
func (l *List) DropErrors(drop func(Problem) bool) { l.errors = slices.DeleteFunc(l.errors, drop) }

// Clone returns an independent list with the same findings.
func (l *List) Clone() *List {
	out := &List{File: l.File, Origin: l.Origin, errors: slices.Clone(l.errors), oddities: slices.Clone(l.oddities), repeated: map[string]*repeat{}}
	for key, r := range l.repeated {
		known := *r
		out.repeated[key] = &known
	}
	return out
}

// Err returns all errors as one, or nil.
func (l *List) Err() error {
	if len(l.errors) == 0 {
		return nil
	}
	return Errors(ordered(l.errors))
}

// Errors is an error made of problems, one per line.
type Errors []Problem

func (e Errors) Error() string {
	lines := make([]string, len(e))
	for i, p := range e {
		lines[i] = p.String()
	}
	return strings.Join(lines, "\n")
}

func ordered(problems []Problem) []Problem {
	out := slices.Clone(problems)
	slices.SortStableFunc(out, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Pos.Line, b.Pos.Line), cmp.Compare(a.Pos.Pointer, b.Pos.Pointer), cmp.Compare(a.Message, b.Message))
	})
	return slices.Compact(out)
}
