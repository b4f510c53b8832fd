package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/rumpl/gosc/gen/internal/model"
	"github.com/rumpl/gosc/gen/internal/openapi"
	"github.com/rumpl/gosc/gen/internal/output"
	"github.com/rumpl/gosc/gen/internal/render"
)

// version is the generator's version. Increase it when its output changes.
const version = "1.0.0"

// generate generates the files from the description. Nothing is written before
// everything has been checked.
func generate(o options, stdout, stderr io.Writer) (changed bool, err error) {
	source, _, pkg, err := understand(o, stderr)
	if err != nil {
		return false, err
	}
	files, err := files(pkg, source)
	if err != nil {
		return false, err
	}
	plan, err := output.Prepare(o.out, files)
	if err != nil {
		return false, err
	}
	if !o.check {
		if err := plan.Apply(); err != nil {
			return false, err
		}
	}
	var list strings.Builder
	for _, c := range plan.Changes {
		fmt.Fprintf(&list, "%s %s\n", c.Kind, c.Path)
	}
	if _, err := io.WriteString(stdout, list.String()); err != nil {
		return false, err
	}
	for _, path := range plan.Kept {
		fmt.Fprintf(stderr, "%s was generated once, but is hand-written now: it is kept\n", path)
	}
	return len(plan.Changes) > 0, nil
}

// files renders the package and adds a file that records its origin.
func files(pkg *model.Package, source *openapi.Source) ([]output.File, error) {
	rendered, err := render.Package(pkg)
	if err != nil {
		return nil, err
	}
	var out []output.File
	for _, f := range rendered {
		out = append(out, output.File(f))
	}
	return append(out,
		output.File{Path: output.Dir + "/VERSION", Data: []byte(version + "\n")},
		output.File{Path: output.Dir + "/openapi.sha256", Data: []byte(source.Sum() + "\n")},
	), nil
}
