package gosc

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestModelDecode(t *testing.T) {
	const whole = `{"id":"f","name":"hello","namespace_id":"n","status":"ready","environment_variables":{"A":"1","B":""},
		"min_scale":0,"max_scale":4294967295,"runtime":"node10","memory_limit":128,"cpu_limit":70,"endpoint":"https://e",
		"timeout":300000,"handler":"h","error_message":"","privacy":"public","description":"d\u00e9\n","region":"fr-par"}`
	var f Function
	require.NoError(t, json.Unmarshal([]byte(whole), &f))
	assert.Equal(t, Function{
		ID: "f", Name: "hello", NamespaceID: "n", Status: FunctionStatusReady, EnvironmentVariables: map[string]string{"A": "1", "B": ""},
		MaxScale: math.MaxUint32, Runtime: FunctionRuntimeNode10, MemoryLimit: 128, CPULimit: 70, Endpoint: "https://e",
		Timeout: 300000, Handler: "h", Privacy: FunctionPrivacyPublic, Description: new("dé\n"), Region: "fr-par",
	}, f)
}

func TestModelDecodeTolerates(t *testing.T) {
	for name, tc := range map[string]struct {
		json string
		want Function
	}{
		"unknown fields":    {`{"x":{"y":[1,{"z":null}]},"id":"f","w":1e999}`, Function{ID: "f"}},
		"unknown enum":      {`{"status":"resting"}`, Function{Status: "resting"}},
		"null fields":       {`{"id":null,"min_scale":null,"environment_variables":null,"description":null,"status":null}`, Function{}},
		"null":              {`null`, Function{}},
		"empty":             {` {} `, Function{}},
		"last one wins":     {`{"id":"a","id":"b","environment_variables":{"A":"1"},"environment_variables":{"B":"2"}}`, Function{ID: "b", EnvironmentVariables: map[string]string{"B": "2"}}},
		"last one is null":  {`{"id":"a","description":"x","id":null,"description":null}`, Function{}},
		"escaped key":       {`{"\u0069d":"f"}`, Function{ID: "f"}},
		"largest":           {`{"min_scale":4294967295}`, Function{MinScale: math.MaxUint32}},
		"null in a map":     {`{"environment_variables":{"A":null}}`, Function{EnvironmentVariables: map[string]string{"A": ""}}},
		"prefilled, absent": {`{}`, Function{}},
	} {
		t.Run(name, func(t *testing.T) {
			got := Function{Name: "from before", Description: new("old")}
			require.NoError(t, got.UnmarshalJSON([]byte(tc.json)))
			assert.Equal(t, tc.want, got)
		})
	}
}

func TestModelDecodeRefuses(t *testing.T) {
	for name, tc := range map[string]struct{ json, path string }{
		"too large":         {`{"total_count":4294967296}`, "total_count"},
		"negative":          {`{"functions":[{},{"min_scale":-1}]}`, "functions[1].min_scale"},
		"fraction":          {`{"functions":[{"timeout":1.5}]}`, "functions[0].timeout"},
		"exponent":          {`{"total_count":1e3}`, "total_count"},
		"quoted number":     {`{"total_count":"1"}`, "total_count"},
		"leading zero":      {`{"total_count":01}`, "total_count"},
		"string for object": {`{"functions":["x"]}`, "functions[0]"},
		"object for list":   {`{"functions":{}}`, "functions"},
		"number for string": {`{"functions":[{"id":1}]}`, "functions[0].id"},
		"number in a map":   {`{"functions":[{"environment_variables":{"A":1}}]}`, "functions[0].environment_variables.A"},
		"object in a map":   {`{"functions":[{"environment_variables":{"A":{}}}]}`, "functions[0].environment_variables.A"},
		"array":             {`[]`, ""},
		"truncated":         {`{"functions":[{"id":"a"`, ""},
		"trailing value":    {`{} {}`, "more data after"},
		"trailing letter":   {`{} x`, "more data after"},
		"trailing bracket":  {`{"functions":[]}]`, "more data after"},
		"nothing":           {``, ""},
		"bad escape":        {`{"functions":[{"id":"\q"}]}`, "functions[0].id"},
		"raw control":       {"{\"functions\":[{\"id\":\"\x01\"}]}", "functions[0].id"},
		"deep":              {`{"x":` + strings.Repeat("[", 100000), "unknown field: "},
	} {
		t.Run(name, func(t *testing.T) {
			var got ListFunctionsResponse
			err := got.UnmarshalJSON([]byte(tc.json))
			require.Error(t, err)
			assert.ErrorContains(t, err, tc.path)
		})
	}
}

func TestModelDecodeKeepsNothingOfTheInput(t *testing.T) {
	data := []byte(`{"id":"abc","args":{"key":"value"},"status":"ready"}`)
	var c Cron
	require.NoError(t, c.UnmarshalJSON(data))
	for i := range data {
		data[i] = 'X'
	}
	assert.Equal(t, Cron{ID: "abc", Args: map[string]any{"key": "value"}, Status: CronStatusReady}, c)
}

func TestModelDecodeFreeObject(t *testing.T) {
	const args = `{"n":1,"f":1.5,"big":1e300,"s":"x","b":true,"z":null,"l":[1,"a",{}],"o":{"p":{"q":[]}}}`
	var c Cron
	require.NoError(t, c.UnmarshalJSON([]byte(`{"args":`+args+`}`)))
	var want map[string]any
	require.NoError(t, json.Unmarshal([]byte(args), &want))
	assert.Equal(t, want, c.Args)
	assert.Error(t, c.UnmarshalJSON([]byte(`{"args":{"n":1e999}}`)), "a number beyond float64")
}

func TestModelDecodeTime(t *testing.T) {
	var l Log
	require.NoError(t, l.UnmarshalJSON([]byte(`{"timestamp":"2020-06-20T15:40:53.000412+02:00"}`)))
	assert.True(t, time.Date(2020, 6, 20, 13, 40, 53, 412000, time.UTC).Equal(l.Timestamp))
	for _, bad := range []string{`""`, `"yesterday"`, `1592660453`} {
		assert.ErrorContains(t, l.UnmarshalJSON([]byte(`{"timestamp":`+bad+`}`)), "timestamp", bad)
	}
}

func TestModelEncode(t *testing.T) {
	for name, tc := range map[string]struct {
		value json.Marshaler
		want  string
	}{
		"nothing set":      {UpdateFunctionRequest{}, `{}`},
		"zeroes are sent":  {UpdateFunctionRequest{MinScale: new(uint32(0)), Redeploy: new(false), Handler: new(""), EnvironmentVariables: map[string]string{}}, `{"environment_variables":{},"min_scale":0,"redeploy":false,"handler":""}`},
		"required":         {CreateNamespaceRequest{}, `{"name":"","organization_id":""}`},
		"keys in order":    {UpdateNamespaceRequest{EnvironmentVariables: map[string]string{"C": "3", "A": "1", "B": "2"}}, `{"environment_variables":{"A":"1","B":"2","C":"3"}}`},
		"reply":            {Cron{}, `{"id":"","application_id":"","schedule":"","args":{},"status":""}`},
		"empty list":       {ListCronsResponse{}, `{"crons":[],"total_count":0}`},
		"lists in a map":   {UploadURL{Headers: map[string][]string{"b": {"1", "2"}, "a": nil}}, `{"url":"","headers":{"a":[],"b":["1","2"]}}`},
		"free object":      {UpdateCronRequest{Args: map[string]any{"i": 1, "f": 0.5, "n": nil, "l": []any{true, int64(2)}, "m": map[string]string{"k": "v"}, "s": []string{"a"}, "t": json.Number("12")}}, `{"args":{"f":0.5,"i":1,"l":[true,2],"m":{"k":"v"},"n":null,"s":["a"],"t":12}}`},
		"quotes":           {UpdateNamespaceRequest{Description: new("\"\\\n\u2028é\x00<&>")}, `{"description":"\"\\\n` + "\u2028é" + `\u0000<&>"}`},
		"invalid UTF-8":    {UpdateNamespaceRequest{Description: new("a\xffb")}, "{\"description\":\"a\ufffdb\"}"},
		"time":             {Log{Timestamp: time.Date(2020, 6, 20, 15, 40, 53, 412000, time.UTC)}, `{"message":"","timestamp":"2020-06-20T15:40:53.000412Z","id":""}`},
		"nullable":         {Namespace{Description: nil}, `{"id":"","name":"","environment_variables":{},"organization_id":"","status":"","registry_namespace_id":"","error_message":"","registry_endpoint":"","description":null,"region":""}`},
		"unknown enum":     {CreateFunctionRequest{Name: "n", NamespaceID: "i", Runtime: "node99"}, `{"namespace_id":"i","name":"n","runtime":"node99"}`},
		"nil typed map":    {UpdateCronRequest{Args: map[string]any{"m": map[string]any(nil), "l": []any(nil)}}, `{"args":{"l":null,"m":null}}`},
		"whole as a value": {UpdateCronRequest{Args: map[string]any{"cron": Cron{ID: "c"}}}, `{"args":{"cron":{"id":"c","application_id":"","schedule":"","args":{},"status":""}}}`},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := tc.value.MarshalJSON()
			require.NoError(t, err)
			assert.Equal(t, tc.want, string(got))
			_, err = json.Marshal(tc.value)
			require.NoError(t, err, "encoding/json takes it as well")
		})
	}
}

func TestModelEncodeRefuses(t *testing.T) {
	self := map[string]any{}
	self["self"] = self
	loop := []any{nil}
	loop[0] = loop
	for name, args := range map[string]map[string]any{
		"NaN": {"n": math.NaN()}, "infinite": {"n": math.Inf(-1)}, "function": {"f": func() {}},
		"itself": self, "list of itself": {"l": loop}, "float32 NaN": {"n": float32(math.NaN())},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := UpdateCronRequest{Args: args}.MarshalJSON()
			assert.Error(t, err)
		})
	}
	_, err := Log{Timestamp: time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)}.MarshalJSON()
	assert.Error(t, err)
}

func TestModelRoundTripIsStable(t *testing.T) {
	in := ListFunctionsResponse{TotalCount: 1, Functions: []Function{{ID: "a", EnvironmentVariables: map[string]string{"Z": "1", "A": "2"}, Description: new("")}}}
	first, err := json.Marshal(in)
	require.NoError(t, err)
	var out ListFunctionsResponse
	require.NoError(t, json.Unmarshal(first, &out))
	assert.Equal(t, in, out)
	second, err := json.Marshal(out)
	require.NoError(t, err)
	assert.Equal(t, string(first), string(second))
}

func FuzzModelDecode(f *testing.F) {
	f.Add([]byte(`{"functions":[{"id":"a","environment_variables":{"A":"1"},"description":null}],"total_count":1}`))
	f.Add([]byte(`{"functions":[{"min_scale":4294967296}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var m ListFunctionsResponse
		if m.UnmarshalJSON(data) != nil {
			return
		}
		if !json.Valid(data) {
			t.Fatalf("took %q, which is no JSON", data)
		}
		again, err := m.MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		var n ListFunctionsResponse
		if err := n.UnmarshalJSON(again); err != nil {
			t.Fatalf("%q: %v", again, err)
		}
	})
}
