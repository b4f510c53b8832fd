// Package apicheck keeps the exported API of a package as Go source, and finds
// what a later version of the package breaks.
package apicheck

import (
	"fmt"
	"go/constant"
	"go/format"
	"go/types"
	"maps"
	"slices"
	"strings"
)

const recordHeader = `// The exported API of the last release, which CI compares with the present one.
// Written by "go test ./gen -run TestExportedAPI -record"; see docs/regenerating.md.

`

// Record writes the declarations of a package, without the bodies of functions:
// everything that is exported, and the unexported types that it depends on.
func Record(pkg *types.Package) ([]byte, error) {
	w := &recorder{pkg: pkg, imports: map[string]bool{}}
	scope := pkg.Scope()
	for _, name := range scope.Names() {
		w.object(scope.Lookup(name))
	}
	var src strings.Builder
	src.WriteString(recordHeader + "package " + pkg.Name() + "\n\nimport (\n")
	for _, path := range slices.Sorted(maps.Keys(w.imports)) {
		fmt.Fprintf(&src, "\t%q\n", path)
	}
	src.WriteString(")\n\n" + w.body.String())
	return format.Source([]byte(src.String()))
}

type recorder struct {
	pkg     *types.Package
	imports map[string]bool
	body    strings.Builder
}

func (w *recorder) printf(f string, args ...any) { fmt.Fprintf(&w.body, f, args...) }

// typ writes a type; other packages are imported under their own names.
func (w *recorder) typ(t types.Type) string { return types.TypeString(t, w.qualify) }

func (w *recorder) qualify(other *types.Package) string {
	if other == w.pkg {
		return ""
	}
	w.imports[other.Path()] = true
	return other.Name()
}

func (w *recorder) object(obj types.Object) {
	switch obj := obj.(type) {
	case *types.TypeName:
		w.typeName(obj)
	case *types.Const:
		if obj.Exported() {
			w.constant(obj)
		}
	case *types.Var:
		if obj.Exported() {
			w.printf("var %s %s\n\n", obj.Name(), w.typ(obj.Type()))
		}
	case *types.Func:
		if obj.Exported() {
			w.printf("func %s%s { panic(0) }\n\n", obj.Name(), w.signature(obj))
		}
	}
}

func (w *recorder) constant(obj *types.Const) {
	value, typ := obj.Val().ExactString(), w.typ(obj.Type())
	if obj.Val().Kind() == constant.Float {
		value = strings.Replace(value, "/", ".0/", 1) + ".0" // a fraction of two integers
	}
	if strings.HasPrefix(typ, "untyped ") {
		typ = ""
	}
	w.printf("const %s %s = %s\n\n", obj.Name(), typ, value)
}

func (w *recorder) signature(f *types.Func) string {
	return strings.TrimPrefix(w.typ(f.Signature()), "func")
}

func (w *recorder) typeName(obj *types.TypeName) {
	if obj.IsAlias() {
		rhs := obj.Type()
		if alias, ok := rhs.(*types.Alias); ok {
			rhs = alias.Rhs()
		}
		w.printf("type %s = %s\n\n", obj.Name(), w.typ(rhs))
		return
	}
	named, ok := obj.Type().(*types.Named)
	if !ok {
		return
	}
	w.printf("type %s %s\n\n", w.typ(named), w.underlying(named))
	for method := range named.Methods() {
		if method.Exported() {
			w.method(named, method)
		}
	}
}

// underlying writes a struct with a line for each field, so that a reader of a
// diff sees what changed.
func (w *recorder) underlying(named *types.Named) string {
	s, ok := named.Underlying().(*types.Struct)
	if !ok {
		return w.typ(named.Underlying())
	}
	var b strings.Builder
	b.WriteString("struct {\n")
	for i := range s.NumFields() {
		f := s.Field(i)
		if !f.Embedded() {
			b.WriteString(f.Name() + " ")
		}
		b.WriteString(w.typ(f.Type()))
		if tag := s.Tag(i); tag != "" {
			fmt.Fprintf(&b, " %q", tag)
		}
		b.WriteString("\n")
	}
	b.WriteString("}")
	return b.String()
}

func (w *recorder) method(named *types.Named, method *types.Func) {
	receiver := named.Obj().Name()
	if named.TypeParams().Len() > 0 {
		var params []string
		for p := range named.TypeParams().TypeParams() {
			params = append(params, p.Obj().Name())
		}
		receiver += "[" + strings.Join(params, ", ") + "]"
	}
	if _, pointer := method.Signature().Recv().Type().(*types.Pointer); pointer {
		receiver = "*" + receiver
	}
	w.printf("func (%s) %s%s { panic(0) }\n\n", receiver, method.Name(), w.signature(method))
}
