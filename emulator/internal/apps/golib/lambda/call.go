package lambda

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
)

var errorType = reflect.TypeOf((*error)(nil)).Elem()

// invoke decodes the event into the handler's argument and calls it. A lone
// result that is no error is dropped, as on the platform.
func invoke(handler any, event json.RawMessage) (any, error) {
	if handler == nil {
		return nil, errors.New("handler is nil")
	}
	f := reflect.ValueOf(handler)
	t := f.Type()
	if t.Kind() != reflect.Func {
		return nil, fmt.Errorf("handler is a %s, not a function", t.Kind())
	}
	arguments, err := decodeArguments(t, event)
	if err != nil {
		return nil, err
	}
	results := f.Call(arguments)
	if len(results) == 0 {
		return nil, nil
	}
	last := results[len(results)-1]
	if last.Type().Implements(errorType) && !isNil(last) {
		return nil, last.Interface().(error)
	}
	if len(results) == 1 {
		return nil, nil
	}
	return results[0].Interface(), nil
}

func decodeArguments(t reflect.Type, event json.RawMessage) ([]reflect.Value, error) {
	switch {
	case t.NumIn() == 0:
		return nil, nil
	case t.NumIn() > 1:
		return nil, fmt.Errorf("handler takes %d arguments, but only the event is passed", t.NumIn())
	}
	argument := reflect.New(t.In(0))
	if len(event) > 0 {
		if err := json.Unmarshal(event, argument.Interface()); err != nil {
			return nil, fmt.Errorf("unable to parse the event: %w", err)
		}
	}
	return []reflect.Value{argument.Elem()}, nil
}

func isNil(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Interface, reflect.Ptr, reflect.Map, reflect.Slice, reflect.Func, reflect.Chan:
		return v.IsNil()
	}
	return false
}
