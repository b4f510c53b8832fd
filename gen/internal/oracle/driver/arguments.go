package driver

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"unsafe"
)

// arguments makes the arguments of a call.
func arguments(client reflect.Value, c Case, out *Outcome) ([]reflect.Value, error) {
	service := client.Elem().FieldByName(c.Service)
	if !service.IsValid() {
		return nil, fmt.Errorf("the client has no service %s", c.Service)
	}
	method := service.MethodByName(c.Method)
	if !method.IsValid() {
		return nil, fmt.Errorf("the service has no method %s", c.Method)
	}
	t := method.Type()
	n := t.NumIn() - 1 // without the options of the call
	if n != len(c.Names) {
		return nil, fmt.Errorf("%d arguments have %d names", n, len(c.Names))
	}
	var args []reflect.Value
	for i := range n {
		v := reflect.New(t.In(i)).Elem()
		if err := argument(v, c.Names[i], c, out); err != nil {
			return nil, fmt.Errorf("argument %s: %w", c.Names[i], err)
		}
		args = append(args, v)
	}
	return args, nil
}

func argument(v reflect.Value, name string, c Case, out *Outcome) error {
	switch {
	case v.Type() == contextType:
		v.Set(reflect.ValueOf(context.Background()))
		return nil
	case name == "params" && v.Kind() == reflect.Pointer:
		return options(v, c.Options)
	case name == "body":
		return body(v, c, out)
	case name == "contentType":
		v.SetString(c.Media)
		return nil
	}
	data, ok := c.Args[name]
	if !ok {
		return errors.New("it has no value")
	}
	return set(v, data)
}

func options(v reflect.Value, values map[string]json.RawMessage) error {
	v.Set(reflect.New(v.Type().Elem()))
	for name, data := range values {
		field := v.Elem().FieldByName(name)
		if !field.IsValid() {
			return fmt.Errorf("no option %s", name)
		}
		if err := set(field, data); err != nil {
			return fmt.Errorf("option %s: %w", name, err)
		}
	}
	return nil
}

// set sets a parameter. The types of package optional have no way in but functions,
// one for each type, so their fields are set.
func set(v reflect.Value, data json.RawMessage) error {
	if v.Kind() == reflect.Struct && strings.HasSuffix(v.Type().PkgPath(), "antihax/optional") {
		isSet, value := inside(v.Field(0)), inside(v.Field(1))
		isSet.SetBool(true)
		return set(value, data)
	}
	if v.Kind() == reflect.String && len(data) > 0 && data[0] != '"' {
		v.SetString(string(data)) // a parameter of any type is a text
		return nil
	}
	if v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.String {
		return setTexts(v, data)
	}
	return json.Unmarshal(data, v.Addr().Interface())
}

// setTexts sets a list of texts, also to one text, and to what is not written as one.
func setTexts(v reflect.Value, data json.RawMessage) error {
	if data[0] != '[' {
		data = append(append([]byte("["), data...), ']')
	}
	var items []json.RawMessage
	if err := json.Unmarshal(data, &items); err != nil {
		return err
	}
	v.Set(reflect.MakeSlice(v.Type(), len(items), len(items)))
	for i, item := range items {
		if err := set(v.Index(i), item); err != nil {
			return err
		}
	}
	return nil
}

func inside(v reflect.Value) reflect.Value {
	return reflect.NewAt(v.Type(), unsafe.Pointer(v.UnsafeAddr())).Elem() //nolint:gosec // see set
}

// body sets the body: decoded, and compared with one whose fields were set, or as
// members of a form.
func body(v reflect.Value, c Case, out *Outcome) error {
	if c.Body == nil {
		return nil
	}
	switch c.Kind {
	case "raw":
		var data []byte
		if err := json.Unmarshal(c.Body, &data); err != nil {
			return err
		}
		v.Set(reflect.ValueOf(io.Reader(bytes.NewReader(data))))
		return nil
	case "multipart":
		return fill(v, c.Body)
	}
	if err := json.Unmarshal(c.Body, v.Addr().Interface()); err != nil {
		return fmt.Errorf("decoding the body: %w", err)
	}
	built := reflect.New(v.Type()).Elem()
	if err := fill(built, c.Body); err != nil {
		return fmt.Errorf("setting the fields of the body: %w", err)
	}
	first, err1 := json.Marshal(plain(v))
	second, err2 := json.Marshal(plain(built))
	if err1 != nil || err2 != nil || !bytes.Equal(first, second) {
		out.Decoding = fmt.Sprintf("decoded %.300s, by fields %.300s %v %v", first, second, err1, err2)
	}
	return nil
}
