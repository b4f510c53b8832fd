// Package gitignore matches paths against patterns in the syntax of .gitignore,
// as git does. The tests compare it with git itself.
package gitignore

import (
	"strings"
)

// Pattern is one line of a pattern file.
type Pattern struct {
	text     string
	negated  bool // it re-includes paths
	dirOnly  bool // it matches directories only
	nameOnly bool // it is compared with the last element of the path only
}

// List is the patterns of one file. A later pattern overrides an earlier one.
type List []Pattern

// Parse parses the content of a pattern file.
func Parse(content string) List {
	var list List
	for line := range strings.Lines(strings.TrimPrefix(content, "\ufeff")) {
		if complete, ok := strings.CutSuffix(line, "\n"); ok {
			line = strings.TrimSuffix(complete, "\r")
		}
		if line == "" || line[0] == '#' {
			continue
		}
		list = append(list, parsePattern(trimSpaces(line)))
	}
	return list
}

func parsePattern(line string) Pattern {
	var p Pattern
	line, p.negated = strings.CutPrefix(line, "!")
	line, p.dirOnly = strings.CutSuffix(line, "/")
	p.nameOnly = !strings.Contains(line, "/")
	p.text = strings.TrimPrefix(line, "/")
	return p
}

// trimSpaces removes the spaces at the end of a line, but not those that are
// escaped with a backslash.
func trimSpaces(line string) string {
	end := 0
	for i := 0; i < len(line); i++ {
		switch line[i] {
		case ' ':
			continue
		case '\\':
			i++
		}
		end = i + 1
	}
	return line[:min(end, len(line))]
}

// Match reports whether a pattern of the list matches a path, and if so whether the
// path is ignored. The path is relative to the folder of the list, without a leading
// or trailing slash. Match does not look at parent folders; see Ignores.
func (l List) Match(path string, isDir bool) (ignored, matched bool) {
	name := path[strings.LastIndexByte(path, '/')+1:]
	for i := len(l) - 1; i >= 0; i-- {
		p := l[i]
		if p.dirOnly && !isDir {
			continue
		}
		if (p.nameOnly && wildmatch(p.text, name, false)) || (!p.nameOnly && p.matchPath(path)) {
			return !p.negated, true
		}
	}
	return false, false
}

// matchPath compares the pattern with a whole path. Git compares the part before the
// first wildcard by itself, so that a "**" directly after it is at the beginning of
// the rest: "a**/b" matches "ab".
func (p Pattern) matchPath(path string) bool {
	literal := strings.IndexAny(p.text, `*?[\`)
	if literal < 0 {
		return p.text == path
	}
	rest, found := strings.CutPrefix(path, p.text[:literal])
	return found && wildmatch(p.text[literal:], rest, true)
}

// Ignores reports whether a path is ignored. The content of an ignored folder is
// ignored, whatever the patterns say about it.
func (l List) Ignores(path string, isDir bool) bool {
	for i := range path {
		if path[i] != '/' {
			continue
		}
		if ignored, _ := l.Match(path[:i], true); ignored {
			return true
		}
	}
	ignored, _ := l.Match(path, isDir)
	return ignored
}
