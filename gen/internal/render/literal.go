package render

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/rumpl/gosc/gen/internal/model"
)

// literal writes a value of the type for an example program: the example of the
// description if it fits, else something plausible. Structs are written with the
// fields of their example and the required ones.
func (r *renderer) literal(t *model.Type, example any, name string, inside map[*model.Struct]bool) string {
	if scalar, ok := t.Kind.Scalar(); ok {
		return scalar.Literal(example, name)
	}
	if t.Named != nil {
		return r.pkg.Name + "." + t.Named.Name + "{}"
	}
	switch t.Kind {
	case model.EnumOf:
		return r.pkg.Name + "." + enumConstant(t.Enum, example)
	case model.StructOf:
		return r.structLiteral(t.Struct, example, inside)
	case model.ListOf:
		return r.listLiteral(t, example, name, inside)
	case model.MapOf:
		return r.mapLiteral(t, example, inside)
	}
	if m, ok := example.(map[string]any); ok {
		return anyLiteral(m)
	}
	return "map[string]any{}"
}

// enumConstant prefers the example, then a value that is not "unknown".
func enumConstant(e *model.Enum, example any) string {
	text := fmt.Sprint(example)
	best := e.Values[0].Name
	for i := len(e.Values) - 1; i >= 0; i-- {
		v := e.Values[i]
		if v.Text == text {
			return v.Name
		}
		if !strings.HasPrefix(v.Text, "unknown") && v.Text != "" {
			best = v.Name
		}
	}
	return best
}

func (r *renderer) structLiteral(s *model.Struct, example any, inside map[*model.Struct]bool) string {
	values, _ := example.(map[string]any)
	if values == nil {
		values, _ = s.Example.(map[string]any)
	}
	name := r.pkg.Name + "." + s.Name
	if inside[s] {
		return name + "{}"
	}
	inside = maps.Clone(inside)
	if inside == nil {
		inside = map[*model.Struct]bool{}
	}
	inside[s] = true
	if s.Union != nil {
		f := s.Union.Variants[0].Field
		return name + "{\n" + f.Name + ": " + r.fieldLiteral(f, firstOf2(example, s.Example), inside) + ",\n}"
	}
	var fields []string
	groups := map[string]bool{}
	for _, f := range s.Fields {
		value, given := values[f.JSON]
		if !given && (!f.Required || f.Presence != model.Always) || given && value == nil || f.Group != "" && groups[f.Group] {
			continue
		}
		groups[f.Group] = true
		fields = append(fields, "\n"+f.Name+": "+r.fieldLiteral(f, firstOf2(value, f.Example), inside)+",")
	}
	if len(fields) == 0 {
		fields = r.firstFile(s, inside)
	}
	if len(fields) == 0 {
		return name + "{}"
	}
	return name + "{" + strings.Join(fields, "") + "\n}"
}

func (r *renderer) fieldLiteral(f *model.Field, example any, inside map[*model.Struct]bool) string {
	value := r.literal(f.Type, example, f.JSON, inside)
	if f.Type.Leaf().Kind == model.File {
		value = fileLiteral(f)
	}
	if f.ThreeState {
		return "jsoncodec.Value[" + r.qualified(f.Type) + "](" + value + ")"
	}
	if f.Pointer {
		return pointerLiteral(f.Type, value)
	}
	return value
}

// pointerLiteral is a pointer to a value that is written as a literal.
func pointerLiteral(t *model.Type, value string) string {
	scalar, _ := t.Kind.Scalar()
	switch {
	case scalar.Typed:
		return "new(" + t.Go() + "(" + value + "))"
	case t.Kind == model.StructOf, t.Kind == model.File:
		return "&" + value
	}
	return "new(" + value + ")"
}

// elemLiteral is an element of a list or a map.
func (r *renderer) elemLiteral(t *model.Type, example any, name string, inside map[*model.Struct]bool) string {
	value := r.literal(t.Elem, example, name, inside)
	if t.PointerElem() {
		return pointerLiteral(t.Elem, value)
	}
	return value
}

func (r *renderer) listLiteral(t *model.Type, example any, name string, inside map[*model.Struct]bool) string {
	var items []string
	if list, ok := example.([]any); ok {
		for _, item := range list {
			items = append(items, r.elemLiteral(t, item, name, inside))
		}
	}
	if len(items) == 0 {
		items = []string{r.elemLiteral(t, nil, name, inside)}
	}
	return r.qualified(t) + "{" + strings.Join(items, ", ") + "}"
}

func (r *renderer) mapLiteral(t *model.Type, example any, inside map[*model.Struct]bool) string {
	values, _ := example.(map[string]any)
	if len(values) == 0 {
		values = map[string]any{"KEY": nil}
	}
	var items []string
	for _, key := range slices.Sorted(maps.Keys(values)) {
		items = append(items, strconv.Quote(key)+": "+r.elemLiteral(t, values[key], "value", inside))
	}
	return r.qualified(t) + "{" + strings.Join(items, ", ") + "}"
}

// qualified is the type as another package writes it.
func (r *renderer) qualified(t *model.Type) string {
	leaf := t.Leaf()
	name := leaf.Go()
	if leaf.Kind == model.StructOf || leaf.Kind == model.EnumOf || leaf.Named != nil {
		return strings.TrimSuffix(t.Go(), name) + r.pkg.Name + "." + name
	}
	return t.Go()
}

// anyLiteral writes a value as decoded from the description.
func anyLiteral(v any) string {
	switch v := v.(type) {
	case map[string]any:
		var items []string
		for _, key := range slices.Sorted(maps.Keys(v)) {
			items = append(items, strconv.Quote(key)+": "+anyLiteral(v[key]))
		}
		return "map[string]any{" + strings.Join(items, ", ") + "}"
	case []any:
		var items []string
		for _, item := range v {
			items = append(items, anyLiteral(item))
		}
		return "[]any{" + strings.Join(items, ", ") + "}"
	case string:
		return strconv.Quote(v)
	case bool, int, int64, uint64:
		return fmt.Sprint(v)
	case float64:
		if !math.IsInf(v, 0) && !math.IsNaN(v) {
			return strconv.FormatFloat(v, 'g', -1, 64)
		}
	case time.Time:
		return strconv.Quote(v.Format(time.RFC3339))
	}
	return "nil"
}

func firstOf2(a, b any) any {
	if a != nil {
		return a
	}
	return b
}
