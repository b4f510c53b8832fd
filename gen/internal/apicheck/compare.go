package apicheck

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"regexp"
	"strings"

	"golang.org/x/exp/apidiff"
)

// Parse parses a record. The importer must be that of the package to compare with,
// because types of other packages must be identical.
func Parse(path string, src []byte, importer types.Importer) (*types.Package, error) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "record.go", src, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	config := types.Config{Importer: importer, IgnoreFuncBodies: true}
	return config.Check(path, fset, []*ast.File{file}, nil)
}

// Breaks lists the incompatible changes.
func Breaks(old, new *types.Package) []string {
	var out []string
	for _, change := range apidiff.Changes(old, new).Changes {
		if !change.Compatible {
			out = append(out, change.Message)
		}
	}
	return out
}

var (
	heading  = regexp.MustCompile(`(?m)^## .*$`)
	breaking = regexp.MustCompile(`(?ms)^### Breaking\s*$(.*?)(?:^###? |\z)`)
	receiver = regexp.MustCompile(`\(\*?([^)]*)\)`)
)

// Undeclared returns the breaks that the changelog does not name in the section
// "### Breaking" of its first version.
func Undeclared(breaks []string, changelog string) []string {
	declared := ""
	if at := heading.FindAllStringIndex(changelog, 2); len(at) > 0 {
		end := len(changelog)
		if len(at) > 1 {
			end = at[1][0]
		}
		if m := breaking.FindStringSubmatch(changelog[at[0][0]:end]); m != nil {
			declared = m[1]
		}
	}
	var out []string
	for _, b := range breaks {
		if !strings.Contains(declared, "`"+identifier(b)+"`") {
			out = append(out, b)
		}
	}
	return out
}

// identifier returns the identifier that a break concerns: Client.Get for
// "(*Client).Get: removed".
func identifier(message string) string {
	name, _, _ := strings.Cut(message, ": ")
	name, _, _ = strings.Cut(name, ", ")
	return receiver.ReplaceAllString(name, "$1")
}
