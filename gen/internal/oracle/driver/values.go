package driver

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/rumpl/gosc"
)

// nullable is a jsoncodec.Nullable of any type.
type nullable interface {
	json.Marshaler
	IsZero() bool
	IsNull() bool
}

// plain returns a value as encoding/json encodes it, made from its fields and their
// tags, without the methods of the generated types.
func plain(v reflect.Value) any {
	switch t := v.Interface().(type) {
	case time.Time:
		return t.Format(time.RFC3339Nano)
	case time.Duration:
		return seconds(t)
	case json.RawMessage:
		return t
	case []byte:
		if t == nil {
			return nil
		}
		return base64.StdEncoding.EncodeToString(t)
	case nullable:
		if t.IsZero() || t.IsNull() {
			return nil
		}
		return json.RawMessage(must(t.MarshalJSON()))
	}
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			return nil
		}
		return plain(v.Elem())
	case reflect.Slice:
		if v.IsNil() {
			return nil
		}
		out := make([]any, v.Len())
		for i := range out {
			out[i] = plain(v.Index(i))
		}
		return out
	case reflect.Map:
		if v.IsNil() {
			return nil
		}
		out := map[string]any{}
		for _, key := range v.MapKeys() {
			out[key.String()] = plain(v.MapIndex(key))
		}
		return out
	case reflect.Struct:
		return fields(v)
	}
	return v.Interface()
}

func must(data []byte, err error) []byte {
	if err != nil {
		return []byte(strconv.Quote(err.Error()))
	}
	return data
}

func seconds(d time.Duration) string {
	whole, part := d/time.Second, d%time.Second
	sign := ""
	if d < 0 {
		sign, whole, part = "-", -whole, -part
	}
	text := fmt.Sprintf("%s%d.%09d", sign, whole, part)
	return strings.TrimRight(strings.TrimRight(text, "0"), ".") + "s"
}

// fields returns the members of a struct: those that are not set are left out. A union
// is the field that is set.
func fields(v reflect.Value) any {
	if isUnion(v.Type()) {
		for i := range v.NumField() {
			if !v.Field(i).IsNil() {
				return plain(v.Field(i))
			}
		}
		return nil
	}
	out := map[string]any{}
	for i := range v.NumField() {
		name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
		if name == "-" && v.Type().Field(i).Tag.Get("json") == "-" {
			for _, key := range v.Field(i).MapKeys() {
				out[key.String()] = plain(v.Field(i).MapIndex(key))
			}
			continue
		}
		if name == "" {
			continue // it has a name that encoding/json does not take
		}
		if n, ok := v.Field(i).Interface().(nullable); ok && n.IsZero() {
			continue
		}
		switch v.Field(i).Kind() {
		case reflect.Pointer, reflect.Slice, reflect.Map, reflect.Interface:
			if v.Field(i).IsNil() {
				continue
			}
		}
		out[name] = plain(v.Field(i))
	}
	return out
}

// isUnion reports whether a struct is one of several: its fields have no names in JSON.
func isUnion(t reflect.Type) bool {
	for i := range t.NumField() {
		if t.Field(i).Tag.Get("json") != "-" {
			return false
		}
	}
	return t.NumField() > 1 || t.NumField() == 1 && t.Field(0).Type.Kind() != reflect.Map
}

// hasUntagged reports whether a field has no tag, because none can have its name.
func hasUntagged(t reflect.Type) bool {
	for i := range t.NumField() {
		if t.Field(i).Tag == "" {
			return true
		}
	}
	return false
}

// fill sets a value from JSON by its fields and their names. Unions decode
// themselves, as do structs with names that encoding/json does not take.
func fill(v reflect.Value, data json.RawMessage) error {
	if isNull(data) && v.Kind() != reflect.Struct {
		v.SetZero()
		return nil
	}
	if v.Type() == reflect.TypeFor[gosc.File]() {
		return fillFile(v, data)
	}
	switch v.Interface().(type) {
	case time.Time, json.RawMessage, []byte, nullable:
		return json.Unmarshal(data, v.Addr().Interface())
	case time.Duration:
		return fillDuration(v, data)
	}
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		return fill(v.Elem(), data)
	case reflect.Slice:
		var items []json.RawMessage
		if data[0] != '[' {
			data = append(append([]byte("["), data...), ']') // one of a value and of a list of values
		}
		if err := json.Unmarshal(data, &items); err != nil {
			return err
		}
		v.Set(reflect.MakeSlice(v.Type(), len(items), len(items)))
		for i, item := range items {
			if err := fill(v.Index(i), item); err != nil {
				return err
			}
		}
		return nil
	case reflect.Map:
		return fillMap(v, data)
	case reflect.Struct:
		if (isUnion(v.Type()) || hasUntagged(v.Type())) && v.Addr().Type().Implements(reflect.TypeFor[json.Unmarshaler]()) {
			return json.Unmarshal(data, v.Addr().Interface())
		}
		return fillStruct(v, data)
	}
	return json.Unmarshal(data, v.Addr().Interface())
}

func fillFile(v reflect.Value, data json.RawMessage) error {
	var file struct{ Content, Type string }
	if data[0] == '"' {
		data = append(append([]byte(`{"Content":`), data...), '}')
	}
	if err := json.Unmarshal(data, &file); err != nil {
		return err
	}
	v.Set(reflect.ValueOf(gosc.File{ContentType: file.Type, Content: strings.NewReader(file.Content)}))
	return nil
}

func fillDuration(v reflect.Value, data json.RawMessage) error {
	var text string
	if err := json.Unmarshal(data, &text); err != nil {
		return err
	}
	d, err := time.ParseDuration(text)
	v.SetInt(int64(d))
	return err
}

func fillMap(v reflect.Value, data json.RawMessage) error {
	var items map[string]json.RawMessage
	if err := json.Unmarshal(data, &items); err != nil {
		return err
	}
	v.Set(reflect.MakeMap(v.Type()))
	for key, item := range items {
		elem := reflect.New(v.Type().Elem()).Elem()
		if err := fill(elem, item); err != nil {
			return err
		}
		v.SetMapIndex(reflect.ValueOf(key), elem)
	}
	return nil
}

func fillStruct(v reflect.Value, data json.RawMessage) error {
	var items map[string]json.RawMessage
	if err := json.Unmarshal(data, &items); err != nil || isNull(data) {
		return err
	}
	var rest reflect.Value
	for i := range v.NumField() {
		field := v.Type().Field(i)
		tag := field.Tag.Get("json")
		name, _, _ := strings.Cut(tag, ",")
		if tag == "-" || tag == "" && v.Field(i).Kind() == reflect.Map && strings.HasPrefix(field.Name, "Additional") {
			rest = v.Field(i)
			continue
		}
		if tag == "" {
			name = named(field.Name, items)
		}
		item, ok := items[name]
		if !ok {
			continue
		}
		delete(items, name)
		if err := fill(v.Field(i), item); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	if !rest.IsValid() || len(items) == 0 {
		return nil
	}
	return fillMap(rest, must(json.Marshal(items)))
}

// named finds the member that a field without a tag is called after.
func named(field string, items map[string]json.RawMessage) string {
	names := make([]string, 0, len(items))
	for name := range items {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if Letters(name) == Letters(field) {
			return name
		}
	}
	return field
}

// Letters is what names in Go and on the wire have in common.
func Letters(name string) string {
	return strings.ToLower(strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, name))
}

func isNull(data json.RawMessage) bool { return bytes.Equal(bytes.TrimSpace(data), []byte("null")) }
