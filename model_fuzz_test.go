package gosc_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	. "github.com/rumpl/gosc"
	containers "github.com/rumpl/gosc/containers/v1beta1" //lint:ignore SA1019 its decoders are tested as long as there are any
	functions "github.com/rumpl/gosc/functions/v1beta1"
	"github.com/rumpl/gosc/jsoncodec"
)

// models are all generated models.
var models = []json.Unmarshaler{
	new(Container), new(Cron), new(DownloadURL), new(Function), new(Log), new(Namespace), new(Token), new(UploadURL),
	new(ListContainersResponse), new(ListCronsResponse), new(ListFunctionRuntimesResponse), new(ListFunctionsResponse), new(ListLogsResponse), new(ListNamespacesResponse),
	new(CreateContainerRequest), new(CreateCronRequest), new(CreateFunctionRequest), new(CreateNamespaceRequest),
	new(UpdateContainerRequest), new(UpdateCronRequest), new(UpdateFunctionRequest), new(UpdateNamespaceRequest),

	new(functions.CreateCronRequest), new(functions.CreateDomainRequest), new(functions.CreateFunctionRequest), new(functions.CreateNamespaceRequest),
	new(functions.CreateTokenRequest), new(functions.CreateTriggerRequest), new(functions.CreateTriggerRequestNATSConfig),
	new(functions.CreateTriggerRequestSQSConfig), new(functions.Cron), new(functions.Domain), new(functions.DownloadURL), new(functions.Function),
	new(functions.ListCronsResponse), new(functions.ListDomainsResponse), new(functions.ListFunctionRuntimesResponse),
	new(functions.ListFunctionsResponse), new(functions.ListNamespacesResponse), new(functions.ListTokensResponse), new(functions.ListTriggersResponse),
	new(functions.Namespace), new(functions.Runtime), new(functions.Secret), new(functions.SecretHashedValue), new(functions.Token),
	new(functions.Trigger), new(functions.TriggerNATSConfig), new(functions.TriggerSQSConfig), new(functions.UpdateCronRequest),
	new(functions.UpdateFunctionRequest), new(functions.UpdateNamespaceRequest), new(functions.UpdateTriggerRequest), new(functions.UploadURL),

	new(containers.Container), new(containers.ContainerHealthCheck), new(containers.ContainerHealthCheckHTTP), new(containers.ContainerHealthCheckTCP),
	new(containers.ContainerScalingOption), new(containers.CreateContainerRequest), new(containers.CreateCronRequest),
	new(containers.CreateDomainRequest), new(containers.CreateNamespaceRequest), new(containers.CreateTokenRequest),
	new(containers.CreateTriggerRequest), new(containers.CreateTriggerRequestNATSConfig), new(containers.CreateTriggerRequestSQSConfig),
	new(containers.Cron), new(containers.Domain), new(containers.ListContainersResponse), new(containers.ListCronsResponse),
	new(containers.ListDomainsResponse), new(containers.ListNamespacesResponse), new(containers.ListTokensResponse),
	new(containers.ListTriggersResponse), new(containers.Namespace), new(containers.Secret), new(containers.SecretHashedValue), new(containers.Token),
	new(containers.Trigger), new(containers.TriggerNATSConfig), new(containers.TriggerSQSConfig), new(containers.UpdateContainerRequest),
	new(containers.UpdateCronRequest), new(containers.UpdateNamespaceRequest), new(containers.UpdateTriggerRequest),
}

func TestModelsAreComplete(t *testing.T) {
	listed := map[string]bool{}
	for _, m := range models {
		listed[reflect.TypeOf(m).Elem().String()] = true
	}
	var paths []string
	for _, dir := range []string{"", "functions/v1beta1", "containers/v1beta1"} {
		found, err := filepath.Glob(filepath.Join(dir, "model_*.go"))
		require.NoError(t, err)
		require.NotEmpty(t, found, dir)
		paths = append(paths, found...)
	}
	found := 0
	for _, path := range paths {
		src, err := os.ReadFile(path)
		require.NoError(t, err)
		pkg := string(regexp.MustCompile(`(?m)^package (\w+)`).FindSubmatch(src)[1])
		for _, match := range regexp.MustCompile(`func \(m \*(\w+)\) UnmarshalJSON`).FindAllSubmatch(src, -1) {
			found++
			assert.True(t, listed[pkg+"."+string(match[1])], "%s of %s is not in models", match[1], pkg)
		}
	}
	assert.Equal(t, len(models), found)
}

// durationTwin reads a duration in another way than the codec does.
type durationTwin time.Duration

var durationForm = regexp.MustCompile(`^(-?)([0-9]+)(?:\.([0-9]{1,9}))?s$`)

func (d *durationTwin) UnmarshalJSON(data []byte) error {
	var text *string
	if err := json.Unmarshal(data, &text); err != nil || text == nil {
		return err
	}
	parts := durationForm.FindStringSubmatch(*text)
	if parts == nil {
		return errors.New("is not a duration")
	}
	fraction := (parts[3] + "000000000")[:9]
	nanos, err := strconv.ParseInt(parts[1]+strings.TrimLeft(parts[2], "0")+fraction, 10, 64)
	*d = durationTwin(nanos)
	return err
}

// twin returns the type without methods, so that encoding/json works on it by
// reflection.
func twin(t reflect.Type) reflect.Type {
	switch {
	case t == reflect.TypeFor[time.Time]():
		return t
	case t == reflect.TypeFor[time.Duration]():
		return reflect.TypeFor[durationTwin]()
	case t.Kind() == reflect.Pointer:
		return reflect.PointerTo(twin(t.Elem()))
	case t.Kind() == reflect.Struct:
		var fields []reflect.StructField
		for f := range t.Fields() {
			fields = append(fields, reflect.StructField{Name: f.Name, Type: twin(f.Type), Tag: f.Tag})
		}
		return reflect.StructOf(fields)
	case t.Kind() == reflect.Slice:
		return reflect.SliceOf(twin(t.Elem()))
	case t.Kind() == reflect.Map:
		return reflect.MapOf(t.Key(), twin(t.Elem()))
	}
	return t
}

// toTwin copies a value into one of its twin type.
func toTwin(v reflect.Value) reflect.Value {
	out := reflect.New(twin(v.Type())).Elem()
	switch {
	case v.Type() == out.Type():
		out.Set(v)
	case v.Type() == reflect.TypeFor[time.Duration]():
		out.SetInt(v.Int())
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			out.Field(i).Set(toTwin(v.Field(i)))
		}
	case v.IsNil():
	case v.Kind() == reflect.Pointer:
		out.Set(reflect.New(out.Type().Elem()))
		out.Elem().Set(toTwin(v.Elem()))
	case v.Kind() == reflect.Slice:
		out.Set(reflect.MakeSlice(out.Type(), v.Len(), v.Len()))
		for i := range v.Len() {
			out.Index(i).Set(toTwin(v.Index(i)))
		}
	}
	return out
}

// differences are the ways in which a model is meant to differ from encoding/json.
// Input that meets one of them is not compared.
var differences = []struct {
	name, example string
	met           func(data []byte) bool
}{
	{"the last of several fields with one name wins as a whole", `{"id":"a","id":null}`, func(data []byte) bool {
		return anyName(data, func(name string, before []string) bool {
			for _, other := range before {
				if strings.EqualFold(name, other) {
					return true
				}
			}
			return false
		})
	}},
	{"names are matched exactly", `{"ID":"a"}`, func(data []byte) bool {
		return anyName(data, func(name string, _ []string) bool {
			for known := range fieldNames {
				if name != known && strings.EqualFold(name, known) {
					return true
				}
			}
			return false
		})
	}},
	{"what is nested too deeply is refused", `{"args":{"a":` + strings.Repeat("[", jsoncodec.MaxDepth) + strings.Repeat("]", jsoncodec.MaxDepth) + `}}`, func(data []byte) bool {
		return bytes.Count(data, []byte("["))+bytes.Count(data, []byte("{")) >= jsoncodec.MaxDepth
	}},
}

// fieldNames are the names of all fields of all models.
var fieldNames = func() map[string]bool {
	names := map[string]bool{}
	for _, m := range models {
		for f := range reflect.TypeOf(m).Elem().Fields() {
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			names[name] = true
		}
	}
	return names
}()

// anyName reports whether meets is true of a name and those before it in the same
// object.
func anyName(data []byte, meets func(name string, before []string) bool) bool {
	d := json.NewDecoder(bytes.NewReader(data))
	var found bool
	var value func() bool
	value = func() bool {
		token, err := d.Token()
		if err != nil {
			return false
		}
		delim, ok := token.(json.Delim)
		if !ok {
			return true
		}
		var before []string
		for d.More() {
			if delim == '{' {
				name, err := d.Token()
				if err != nil {
					return false
				}
				found = found || meets(name.(string), before)
				before = append(before, name.(string))
			}
			if !value() {
				return false
			}
		}
		_, err = d.Token()
		return err == nil
	}
	value()
	return found
}

// sameAsEncodingJSON decodes data into a new value of the model's type, and into
// its twin. It returns what differs, "" if nothing does.
func sameAsEncodingJSON(model json.Unmarshaler, data []byte) string {
	typ := reflect.TypeOf(model).Elem()
	got := reflect.New(typ)
	gotErr := got.Interface().(json.Unmarshaler).UnmarshalJSON(data)
	want := reflect.New(twin(typ))
	wantErr := json.Unmarshal(data, want.Interface())
	switch {
	case (gotErr == nil) != (wantErr == nil):
		return "the model says " + errorText(gotErr) + ", encoding/json says " + errorText(wantErr)
	case gotErr == nil && !reflect.DeepEqual(toTwin(got.Elem()).Interface(), want.Elem().Interface()):
		a, _ := json.Marshal(toTwin(got.Elem()).Interface())
		b, _ := json.Marshal(want.Elem().Interface())
		return "the model has " + string(a) + ", encoding/json has " + string(b)
	}
	return ""
}

func errorText(err error) string {
	if err == nil {
		return "nothing"
	}
	return err.Error()
}

// A row that no longer differs has to go.
func TestDifferencesAreReal(t *testing.T) {
	for _, d := range differences {
		assert.True(t, d.met([]byte(d.example)), d.name)
		assert.NotEmpty(t, sameAsEncodingJSON(new(Cron), []byte(d.example)), d.name)
	}
}

// FuzzModels compares every generated decoder with encoding/json: the same value,
// or an error from both.
func FuzzModels(f *testing.F) {
	for i, m := range models {
		empty, err := json.Marshal(m)
		require.NoError(f, err)
		f.Add(uint8(i), empty)
	}
	function := reflectIndex(new(Function))
	for _, seed := range []string{
		`{"id":"a\u00e9\ud800","environment_variables":{"A":"1","B":null},"description":"x","min_scale":4294967295,"status":"new"}`,
		`{"min_scale":4294967296}`, `{"min_scale":1.0}`, `{"min_scale":-0}`, `{"min_scale":"1"}`, `null`, `[]`, `{"id":1}`, `{"x":[1e999]}`, "{\"id\":\"\xff\"}",
	} {
		f.Add(function, []byte(seed))
	}
	f.Add(reflectIndex(new(Log)), []byte(`{"timestamp":"2020-06-20T15:40:53.000412+02:00"}`))
	f.Add(reflectIndex(new(Log)), []byte(`{"timestamp":"2020-06-20T15:40:53+02:0e0"}`))
	f.Add(reflectIndex(new(Cron)), []byte(`{"args":{"a":[1,{"b":null}],"c":1e999}}`))
	f.Add(reflectIndex(new(UploadURL)), []byte(`{"headers":{"a":["b",null],"c":null}}`))
	f.Add(reflectIndex(new(ListFunctionsResponse)), []byte(`{"functions":[{"id":"a"},null,{}],"total_count":1}`))
	f.Add(reflectIndex(new(functions.Function)), []byte(`{"timeout":"1.5s","error_message":"x","secret_environment_variables":[{"key":"A","hashed_value":"h"},null],"tags":["a"]}`))
	f.Add(reflectIndex(new(functions.UpdateFunctionRequest)), []byte(`{"timeout":"-0.000000001s","tags":[],"secret_environment_variables":[{"key":"A","value":null}]}`))
	f.Add(reflectIndex(new(containers.Container)), []byte(`{"timeout":"9223372036.854775807s","liveness_probe":{"http":{"path":"/"},"interval":"10s"},"command":null,"created_at":null}`))
	f.Add(reflectIndex(new(containers.UpdateContainerRequest)), []byte(`{"timeout":"9223372036.854775808s"}`))
	f.Add(reflectIndex(new(containers.UpdateContainerRequest)), []byte(`{"timeout":null,"command":[null]}`))
	f.Fuzz(func(t *testing.T, which uint8, data []byte) {
		for _, d := range differences {
			if d.met(data) {
				return
			}
		}
		model := models[int(which)%len(models)]
		if diff := sameAsEncodingJSON(model, data); diff != "" {
			t.Fatalf("%T, %q: %s", model, data, diff)
		}
	})
}

func reflectIndex(model any) uint8 {
	for i, m := range models {
		if reflect.TypeOf(m) == reflect.TypeOf(model) {
			return uint8(i)
		}
	}
	panic("not a model")
}
