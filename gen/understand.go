package main

import (
	"fmt"
	"io"

	"github.com/rumpl/gosc/gen/internal/diag"
	"github.com/rumpl/gosc/gen/internal/model"
	"github.com/rumpl/gosc/gen/internal/openapi"
	"github.com/rumpl/gosc/gen/internal/resolve"
)

// understand loads a description and resolves its package.
func understand(o options, stderr io.Writer) (*openapi.Source, *openapi.Document, *model.Package, error) {
	target, err := findTarget(o.out, o.pkg)
	if err != nil {
		return nil, nil, nil, err
	}
	target.Partial = o.partial()
	load := &diag.List{File: o.spec}
	source, err := openapi.ReadSource(o.spec, load)
	if err != nil {
		return nil, nil, nil, err
	}
	load.Origin = source.Place
	sizeKnown(len(source.Data))
	doc := openapi.Load(source.Data, load, o.partial())
	if doc == nil || load.Err() != nil && !o.partial() {
		return nil, nil, nil, load.Err()
	}
	if err := doc.Select(openapi.Selection{Include: o.include, Exclude: o.exclude}); err != nil {
		return nil, nil, nil, fmt.Errorf("gen: %s: %w", o.spec, err)
	}
	resolve.Inherit(doc, load)
	resolve.MergeChoices(doc, load)
	resolve.ChooseMedia(doc, load)
	pkg, problems := resolveSelected(doc, target, load, o)
	if o.strict {
		problems.Promote()
	}
	if err := problems.Err(); err != nil {
		return nil, nil, nil, err
	}
	if len(doc.Operations) == 0 {
		return nil, nil, nil, fmt.Errorf("gen: %s: every operation would be left out; the first: %s", o.spec, pkg.Skipped[0].Reason)
	}
	for _, p := range problems.Oddities() {
		fmt.Fprintln(stderr, p)
	}
	for _, s := range pkg.Skipped {
		fmt.Fprintf(stderr, "left out: %s %s: %s\n", s.Method, s.Path, s.Reason)
	}
	return source, doc, pkg, nil
}

// partial reports whether only a part of the description is requested. Errors in the
// rest do not count then.
func (o options) partial() bool {
	return o.skip || len(o.include) > 0 || len(o.exclude) > 0
}

// resolveSelected resolves the package. With -skip-unsupported, the operations that
// an error belongs to are left out, until there are no more such errors.
func resolveSelected(doc *openapi.Document, target resolve.Options, load *diag.List, o options) (*model.Package, *diag.List) {
	var skipped []model.Skipped
	for {
		problems := load.Clone()
		if o.partial() {
			problems.DropErrors(func(p diag.Problem) bool { return len(doc.Users(p.Pos.Pointer)) == 0 })
		}
		pkg := resolve.Package(doc, target, problems)
		pkg.Skipped = skipped
		if !o.skip {
			return pkg, problems
		}
		guilty := map[string]string{} // pointer of the operation: why
		for _, p := range problems.Errors() {
			for pointer := range doc.Users(p.Pos.Pointer) {
				if guilty[pointer] == "" {
					guilty[pointer] = p.String()
				}
			}
		}
		if len(guilty) == 0 {
			return pkg, problems
		}
		for _, op := range doc.Operations {
			if reason := guilty[op.Pos.Pointer]; reason != "" {
				skipped = append(skipped, model.Skipped{Method: op.Method, Path: op.Path, Reason: reason})
			}
		}
		doc.Drop(guilty)
	}
}
