package oracle

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
	"unicode"
)

// difference is a place where two values are not the same.
type difference struct {
	kind      string
	pointer   string
	want, got string
}

func (d difference) String() string {
	return fmt.Sprintf("%s at %q: want %s, got %s", d.kind, d.pointer, d.want, d.got)
}

// absent stands for a member that is not there.
type absent struct{}

// allowance is a difference that is wanted.
type allowance struct {
	why  string
	in   []direction
	when func(name string, want, got any) bool
}

// wanted are the differences that the client's documentation announces.
var wanted = []allowance{
	{
		"a member that nothing describes is dropped where the description does not say additionalProperties", []direction{toServer, fromServer, byFields},
		func(name string, _, got any) bool { return name == extra && got == absent{} },
	},
	{
		"a field of a reply that is not a pointer is zero without a value", []direction{fromServer, byFields},
		func(_ string, want, got any) bool { return want == absent{} && isZero(got) },
	},
	{
		"null is an unset field", []direction{toServer, fromServer, byFields},
		func(_ string, want, got any) bool { return want == nil && got == absent{} },
	},
	{
		"null is a nil list or map, which a reply encodes as empty", []direction{fromServer},
		func(_ string, want, got any) bool { return want == nil && isEmpty(got) },
	},
	{
		"null is an enum that is not set, an empty text in Go", []direction{byFields},
		func(_ string, want, got any) bool { return want == nil && got == "" },
	},
	{
		"a body is a value: null as a whole is sent as its zero model", []direction{toServer},
		func(name string, want, got any) bool { return name == whole && want == nil && isZero(got) },
	},
	{
		"a reply that is null is a zero model", []direction{fromServer, byFields},
		func(name string, want, got any) bool { return name == whole && want == nil && isZero(got) },
	},
	{
		"a tag of encoding/json cannot have every name", []direction{byFields},
		func(name string, _, got any) bool { return !isTag(name) && got == absent{} },
	},
}

// isTag reports whether encoding/json takes a name in a tag, and Go does.
func isTag(name string) bool {
	return name != "" && name != "-" && !strings.ContainsFunc(name, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("!#$%&()*+-./:;<=>?@[]^_{|}~ ", r)
	})
}

// whole and element are the names of values that are not members.
const whole, element = "(whole)", "(element)"

func isEmpty(v any) bool {
	switch v := v.(type) {
	case []any:
		return len(v) == 0
	case map[string]any:
		return len(v) == 0
	}
	return false
}

// isZero reports whether a value is what encoding/json makes of a zero value.
func isZero(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case bool:
		return !v
	case string:
		return v == "" || v == "0001-01-01T00:00:00Z" || v == "0s"
	case json.Number:
		return sameNumber(v, "0")
	case []any:
		return len(v) == 0
	case map[string]any:
		for _, member := range v {
			if !isZero(member) {
				return false
			}
		}
		return true
	}
	return false
}

// compare returns the differences between two values that are not wanted.
func compare(dir direction, pointer string, want, got any) []difference {
	name := pointer[strings.LastIndex(pointer, "/")+1:]
	switch {
	case strings.HasPrefix(name, "#"):
		name = element
	case pointer == "":
		name = whole
	}
	for _, a := range wanted {
		for _, in := range a.in {
			if in == dir && name != element && a.when(name, want, got) {
				return nil
			}
		}
	}
	switch w := want.(type) {
	case map[string]any:
		if g, ok := got.(map[string]any); ok {
			return compareObjects(dir, pointer, w, g)
		}
	case []any:
		if g, ok := got.([]any); ok {
			return compareLists(dir, pointer, w, g)
		}
	case json.Number:
		if g, ok := got.(json.Number); ok && sameNumber(w, g) {
			return nil
		}
	case string:
		if g, ok := got.(string); ok && (w == g || sameTime(w, g) || sameDuration(w, g)) {
			return nil
		}
	case absent:
		return []difference{{"added", pointer, "nothing", show(got)}}
	default:
		if want == got {
			return nil
		}
	}
	switch {
	case got == absent{}:
		return []difference{{"lost", pointer, show(want), "nothing"}}
	case got == nil || want == nil:
		return []difference{{"null", pointer, show(want), show(got)}}
	}
	return []difference{{"changed", pointer, show(want), show(got)}}
}

func compareObjects(dir direction, pointer string, want, got map[string]any) []difference {
	var out []difference
	for _, name := range sortedNames(want) {
		g, ok := got[name]
		if !ok {
			g = absent{}
		}
		out = append(out, compare(dir, pointer+"/"+name, want[name], g)...)
	}
	for _, name := range sortedNames(got) {
		if _, ok := want[name]; !ok {
			out = append(out, compare(dir, pointer+"/"+name, absent{}, got[name])...)
		}
	}
	return out
}

func compareLists(dir direction, pointer string, want, got []any) []difference {
	if len(want) != len(got) {
		return []difference{{"changed", pointer, show(want), show(got)}}
	}
	var out []difference
	for i := range want {
		out = append(out, compare(dir, fmt.Sprintf("%s/#%d", pointer, i), want[i], got[i])...)
	}
	return out
}

func sameTime(a, b string) bool {
	x, err1 := time.Parse(time.RFC3339Nano, a)
	y, err2 := time.Parse(time.RFC3339Nano, b)
	return err1 == nil && err2 == nil && x.Equal(y)
}

func sameDuration(a, b string) bool {
	if !strings.HasSuffix(a, "s") || !strings.HasSuffix(b, "s") {
		return false
	}
	x, err1 := time.ParseDuration(a)
	y, err2 := time.ParseDuration(b)
	return err1 == nil && err2 == nil && x == y
}

func show(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	if len(data) > 200 {
		return strings.ToValidUTF8(string(data[:200]), "") + "…"
	}
	return string(data)
}
