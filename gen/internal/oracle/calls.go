package oracle

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/rumpl/gosc/gen/internal/oracle/driver"
)

// call is how an operation is called in Go.
type call struct {
	service, method string
	args            []string // names of all arguments but the options of the call
	options         []string // fields of the options
}

// calls finds the methods of a generated package by the method and the path that their
// comments end with, and counts the models.
func calls(dir string) (out map[string]call, models int, err error) {
	paths, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return nil, 0, err
	}
	fields, options := map[string]string{}, map[string][]string{}
	var methods []*ast.FuncDecl
	for _, path := range paths {
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, 0, err
		}
		for _, decl := range file.Decls {
			switch d := decl.(type) {
			case *ast.FuncDecl:
				if d.Name.Name == "MarshalJSON" {
					models++
				}
				if d.Recv != nil && d.Doc != nil {
					methods = append(methods, d)
				}
			case *ast.GenDecl:
				addStructs(d, fields, options)
			}
		}
	}
	out = map[string]call{}
	for _, m := range methods {
		key, service := operationOf(m), receiver(m)
		if key == "" || fields[service] == "" {
			continue
		}
		c := call{service: fields[service], method: m.Name.Name}
		for _, field := range m.Type.Params.List {
			for _, name := range field.Names {
				c.args = append(c.args, name.Name)
			}
			if star, ok := field.Type.(*ast.StarExpr); ok {
				if name, ok := star.X.(*ast.Ident); ok && options[name.Name] != nil {
					c.options = options[name.Name]
				}
			}
		}
		c.args = c.args[:len(c.args)-1]
		out[key] = c
	}
	return out, models, nil
}

// addStructs adds the fields of the client, by the type of the service, and those of
// the options, by their type.
func addStructs(d *ast.GenDecl, services map[string]string, options map[string][]string) {
	for _, spec := range d.Specs {
		t, ok := spec.(*ast.TypeSpec)
		if !ok {
			continue
		}
		s, ok := t.Type.(*ast.StructType)
		if !ok {
			continue
		}
		for _, field := range s.Fields.List {
			for _, name := range field.Names {
				options[t.Name.Name] = append(options[t.Name.Name], name.Name)
				if star, ok := field.Type.(*ast.StarExpr); ok && t.Name.Name == "APIClient" {
					if service, ok := star.X.(*ast.Ident); ok {
						services[service.Name] = name.Name
					}
				}
			}
		}
	}
}

func receiver(m *ast.FuncDecl) string {
	if star, ok := m.Recv.List[0].Type.(*ast.StarExpr); ok {
		if name, ok := star.X.(*ast.Ident); ok {
			return name.Name
		}
	}
	return ""
}

var operationLine = regexp.MustCompile(`(?m)^(GET|PUT|POST|DELETE|OPTIONS|HEAD|PATCH|TRACE)\s(/[^ ]*?)(;( .*)?)?$`)

// operationOf returns the method and the path of the operation that a method makes
// itself, which is the case if it makes a Call.
func operationOf(m *ast.FuncDecl) string {
	makes := false
	ast.Inspect(m.Body, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok && s.Sel.Name == "NewCall" {
			makes = true
		}
		return !makes
	})
	if !makes {
		return ""
	}
	if match := operationLine.FindStringSubmatch(m.Doc.Text()); match != nil {
		return match[1] + " " + match[2]
	}
	return ""
}

// goNames pairs the names of parameters with those of Go: the same letters, else what
// is left over, in their order.
func goNames(wire, names []string) map[string]string {
	out, taken := map[string]string{}, map[string]bool{}
	for _, same := range []func(a, b string) bool{
		func(a, b string) bool { return driver.Letters(a) == driver.Letters(b) },
		func(a, b string) bool { return strings.HasPrefix(driver.Letters(b), driver.Letters(a)) },
		func(a, b string) bool { return true },
	} {
		for _, w := range wire {
			if out[w] != "" {
				continue
			}
			for _, name := range names {
				if !taken[name] && same(w, name) {
					out[w], taken[name] = name, true
					break
				}
			}
		}
	}
	return out
}
