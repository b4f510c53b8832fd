package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// writeRoundTrip writes a test into a generated package: every model is filled at
// random, encoded, decoded and encoded again, which must give the same bytes.
func writeRoundTrip(dir string) error {
	paths, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return err
	}
	var names []string
	for _, path := range paths {
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		for _, decl := range file.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok && f.Name.Name == "MarshalJSON" && f.Recv != nil {
				if name, ok := f.Recv.List[0].Type.(*ast.Ident); ok {
					names = append(names, "\t\tnew("+name.Name+"),\n")
				}
			}
		}
	}
	slices.Sort(names)
	return os.WriteFile(filepath.Join(dir, "roundtrip_test.go"), fmt.Appendf(nil, roundTrip, strings.Join(names, "")), 0o644)
}

const roundTrip = `package api

import (
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"
)

func TestRoundTrip(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, model := range []json.Marshaler{
%s	} {
		for range 5 {
			v := reflect.New(reflect.TypeOf(model).Elem())
			fill(r, v.Elem(), 0)
			first, err := json.Marshal(v.Interface())
			if err != nil {
				t.Fatalf("%%T: %%v", model, err)
			}
			again := reflect.New(v.Type().Elem())
			if err := json.Unmarshal(first, again.Interface()); err != nil {
				t.Fatalf("%%T: %%v: %%s", model, err, first)
			}
			second, err := json.Marshal(again.Interface())
			if err != nil || string(first) != string(second) {
				t.Fatalf("%%T: %%v\n%%s\n%%s", model, err, first, second)
			}
		}
	}
}

func fill(r *rand.Rand, v reflect.Value, depth int) {
	switch v.Interface().(type) {
	case time.Time:
		v.Set(reflect.ValueOf(time.Unix(r.Int64N(1<<32), 0).UTC()))
		return
	case json.RawMessage:
		v.Set(reflect.ValueOf(json.RawMessage("{\"a\":[1,null]}")))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(string(rune('a'+r.IntN(26))) + "\"é\n")
	case reflect.Bool:
		v.SetBool(r.IntN(2) == 0)
	case reflect.Int, reflect.Int32, reflect.Int64:
		v.SetInt(int64(r.Int32()) - 1<<30)
	case reflect.Uint32, reflect.Uint64:
		v.SetUint(uint64(r.Uint32()))
	case reflect.Float64:
		v.SetFloat(r.NormFloat64())
	case reflect.Interface:
		v.Set(reflect.ValueOf("x"))
	case reflect.Pointer:
		if depth < 4 && r.IntN(4) > 0 {
			v.Set(reflect.New(v.Type().Elem()))
			fill(r, v.Elem(), depth+1)
		}
	case reflect.Slice:
		if depth > 3 || r.IntN(5) == 0 {
			return
		}
		v.Set(reflect.MakeSlice(v.Type(), r.IntN(3), 3))
		for i := range v.Len() {
			fill(r, v.Index(i), depth+1)
		}
	case reflect.Map:
		if depth > 3 || r.IntN(5) == 0 {
			return
		}
		v.Set(reflect.MakeMap(v.Type()))
		for _, key := range []string{"one", "two"}[:r.IntN(3)] {
			elem := reflect.New(v.Type().Elem()).Elem()
			fill(r, elem, depth+1)
			v.SetMapIndex(reflect.ValueOf(key), elem)
		}
	case reflect.Struct:
		fillStruct(r, v, depth)
	}
}

// fillStruct fills all fields, or one of a union, whose fields have no JSON name.
func fillStruct(r *rand.Rand, v reflect.Value, depth int) {
	union := v.NumField() > 1
	for i := range v.NumField() {
		union = union && v.Type().Field(i).Tag.Get("json") == "-"
	}
	for i := range v.NumField() {
		if !v.Type().Field(i).IsExported() {
			continue // jsoncodec.Nullable, which is left absent
		}
		if union && i != 0 || depth > 6 {
			continue
		}
		if union && v.Field(i).Kind() == reflect.Pointer {
			v.Field(i).Set(reflect.New(v.Field(i).Type().Elem()))
			fill(r, v.Field(i).Elem(), depth+1)
			continue
		}
		fill(r, v.Field(i), depth+1)
	}
}
`
