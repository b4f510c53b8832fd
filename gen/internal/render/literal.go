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
	switch t.Kind {
	case model.String:
		return stringLiteral(example, name)
	case model.Bool:
		if b, ok := example.(bool); ok {
			return strconv.FormatBool(b)
		}
		return "true"
	case model.Int32, model.Int64, model.Uint32, model.Uint64:
		return integer(example, t.Kind)
	case model.Float64:
		if f, ok := example.(float64); ok && !math.IsInf(f, 0) && !math.IsNaN(f) {
			return strconv.FormatFloat(f, 'g', -1, 64)
		}
		return "1.5"
	case model.Time:
		return timeLiteral(example)
	case model.Bytes:
		return `[]byte("data")`
	case model.Raw:
		return "json.RawMessage(`1`)"
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

func stringLiteral(example any, fallback string) string {
	if s, ok := example.(string); ok && s != "" {
		return strconv.Quote(s)
	}
	return strconv.Quote(fallback)
}

func integer(example any, kind model.Kind) string {
	bits := 64
	if kind == model.Int32 || kind == model.Uint32 {
		bits = 32
	}
	text := fmt.Sprint(example)
	if kind == model.Int32 || kind == model.Int64 {
		if _, err := strconv.ParseInt(text, 10, bits); err == nil {
			return text
		}
	} else if _, err := strconv.ParseUint(text, 10, bits); err == nil {
		return text
	}
	return "1"
}

func timeLiteral(example any) string {
	at, ok := example.(time.Time)
	if !ok {
		s, _ := example.(string)
		var err error
		if at, err = time.Parse(time.RFC3339, s); err != nil {
			at = time.Date(2030, 1, 2, 0, 0, 0, 0, time.UTC)
		}
	}
	at = at.UTC()
	return fmt.Sprintf("time.Date(%d, %d, %d, %d, %d, %d, 0, time.UTC)", at.Year(), at.Month(), at.Day(), at.Hour(), at.Minute(), at.Second())
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
		return name + "{}"
	}
	return name + "{" + strings.Join(fields, "") + "\n}"
}

func (r *renderer) fieldLiteral(f *model.Field, example any, inside map[*model.Struct]bool) string {
	value := r.literal(f.Type, example, f.JSON, inside)
	if !f.Pointer {
		return value
	}
	switch f.Type.Kind {
	case model.Int32, model.Int64, model.Uint32, model.Uint64, model.Float64:
		return "new(" + f.Type.Go() + "(" + value + "))"
	case model.StructOf:
		return "&" + value
	}
	return "new(" + value + ")"
}

func (r *renderer) listLiteral(t *model.Type, example any, name string, inside map[*model.Struct]bool) string {
	var items []string
	if list, ok := example.([]any); ok {
		for _, item := range list {
			items = append(items, r.literal(t.Elem, item, name, inside))
		}
	}
	if len(items) == 0 {
		items = []string{r.literal(t.Elem, nil, name, inside)}
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
		items = append(items, strconv.Quote(key)+": "+r.literal(t.Elem, values[key], "value", inside))
	}
	return r.qualified(t) + "{" + strings.Join(items, ", ") + "}"
}

// qualified is the type as another package writes it.
func (r *renderer) qualified(t *model.Type) string {
	leaf := t.Leaf()
	name := leaf.Go()
	if leaf.Kind == model.StructOf || leaf.Kind == model.EnumOf {
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
