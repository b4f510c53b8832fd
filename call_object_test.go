package gosc

import (
	"encoding/json"
	"io"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc/jsoncodec"
)

// object encodes JSON as it is.
func object(text string) func(*jsoncodec.Encoder) {
	return func(e *jsoncodec.Encoder) {
		raw := json.RawMessage(text)
		jsoncodec.EncodeRaw(&raw, e)
	}
}

const mixed = `{"a b":"c&d","n":-1.5,"t":true,"none":null,"comma":"1,2","plus":"+"}`

func TestObjectsInTheQuery(t *testing.T) {
	for name, tc := range map[string]struct {
		add  func(*Call)
		want string
	}{
		"deep":     {func(c *Call) { c.QueryDeepObject("f", object(mixed)) }, "f%5Ba+b%5D=c%26d&f%5Bn%5D=-1.5&f%5Bt%5D=true&f%5Bcomma%5D=1%2C2&f%5Bplus%5D=%2B"},
		"exploded": {func(c *Call) { c.QueryObject("f", object(mixed), true) }, "a+b=c%26d&n=-1.5&t=true&comma=1%2C2&plus=%2B"},
		"joined":   {func(c *Call) { c.QueryObject("f", object(mixed), false) }, "f=a+b,c%26d,n,-1.5,t,true,comma,1%2C2,plus,%2B"},
		"empty": {func(c *Call) {
			c.QueryDeepObject("f", object("{}"))
			c.QueryObject("f", object("{}"), true)
			c.QueryObject("f", object("{}"), false)
		}, ""},
		"pipes":  {func(c *Call) { c.QueryDelimited("f", []string{"a b", "c+d"}, "|") }, "f=a%20b%7Cc%2Bd"},
		"spaces": {func(c *Call) { c.QueryDelimited("f", []string{"a|b", "c"}, " "); c.QueryDelimited("g", nil, " ") }, "f=a%7Cb%20c"},
	} {
		t.Run(name, func(t *testing.T) {
			var got string
			caller := serve(t, func(w http.ResponseWriter, r *http.Request) { got = r.URL.RawQuery; writeReply(w, 204, "") })
			call := caller.NewCall("List", http.MethodGet, "/x")
			tc.add(call)
			_, err := DoEmpty(t.Context(), call, nil)
			require.NoError(t, err)
			assert.Equal(t, tc.want, got)
		})
	}
}

func TestListsInThePath(t *testing.T) {
	for _, tc := range []struct {
		separator string
		values    []string
		want      string
	}{
		{",", []string{"1", "2,3", "a/b", ".."}, "/base/x/1,2%2C3,a%2Fb,%2E%2E"},
		{";id=", []string{"1", "2;3"}, "/base/x/1;id=2%3B3"},
		{".", []string{"1", "2"}, "/base/x/1.2"},
	} {
		var got string
		caller := serve(t, func(w http.ResponseWriter, r *http.Request) { got = r.URL.EscapedPath(); writeReply(w, 204, "") })
		call := caller.NewCall("Get", http.MethodGet, "/x/{id}")
		call.PathList("id", tc.values, tc.separator)
		_, err := DoEmpty(t.Context(), call, nil)
		require.NoError(t, err)
		assert.Equal(t, tc.want, got)
	}
}

func TestForms(t *testing.T) {
	var got, contentType string
	caller := serve(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		got, contentType = string(body), r.Header.Get("Content-Type")
		writeReply(w, 204, "")
	})
	for body, want := range map[string]string{
		mixed:                      "a+b=c%26d&n=-1.5&t=true&comma=1%2C2&plus=%2B",
		`{"l":["a","b c"],"e":[]}`: "l=a&l=b+c",
		`{"j":{"a":[1]}}`:          "j=%7B%22a%22%3A%5B1%5D%7D",
		`{}`:                       "",
	} {
		call := caller.NewCall("Post", http.MethodPost, "/x")
		call.Form(object(body), "j")
		_, err := DoEmpty(t.Context(), call, nil)
		require.NoError(t, err)
		assert.Equal(t, want, got)
		assert.Equal(t, "application/x-www-form-urlencoded", contentType)
	}
}

func TestWhatIsNoTextIsRefused(t *testing.T) {
	caller := serve(t, func(http.ResponseWriter, *http.Request) { t.Error("it was sent") })
	for name, tc := range map[string]struct {
		add      func(*Call)
		argument string
	}{
		"object in an object":     {func(c *Call) { c.QueryDeepObject("f", object(`{"a":{}}`)) }, "f.a"},
		"list in a list":          {func(c *Call) { c.Form(object(`{"a":[[1]]}`)) }, "body.a"},
		"no object":               {func(c *Call) { c.QueryObject("f", object(`[1]`), true) }, "f"},
		"comma in a header":       {func(c *Call) { c.HeaderList("X-List", []string{"a", "b,c"}) }, "X-List[1]"},
		"separator in an element": {func(c *Call) { c.QueryDelimited("f", []string{"a", "b|c"}, "|") }, "f[1]"},
		"dot in an element":       {func(c *Call) { c.PathList("id", []string{"a.b"}, ".") }, "id[0]"},
		"no elements":             {func(c *Call) { c.PathList("id", nil, ",") }, "id"},
		"an empty element":        {func(c *Call) { c.PathList("id", []string{"a", ""}, ",") }, "id"},
		"what cannot be encoded":  {func(c *Call) { c.Form(func(e *jsoncodec.Encoder) { e.Fail(io.ErrUnexpectedEOF) }) }, "body"},
	} {
		t.Run(name, func(t *testing.T) {
			call := caller.NewCall("List", http.MethodGet, "/x")
			tc.add(call)
			_, err := DoEmpty(t.Context(), call, nil)
			var argument *ArgumentError
			require.ErrorAs(t, err, &argument)
			assert.Equal(t, tc.argument, argument.Argument)
			assert.Equal(t, "List", argument.Operation)
		})
	}
}

func TestListsInHeaders(t *testing.T) {
	var got []string
	caller := serve(t, func(w http.ResponseWriter, r *http.Request) { got = r.Header.Values("X-List"); writeReply(w, 204, "") })
	for _, tc := range []struct{ values, want []string }{
		{[]string{"a", "b c", ""}, []string{"a,b c,"}},
		{[]string{}, nil},
		{nil, nil},
	} {
		call := caller.NewCall("List", http.MethodGet, "/x")
		call.HeaderList("X-List", tc.values)
		_, err := DoEmpty(t.Context(), call, nil)
		require.NoError(t, err)
		assert.Equal(t, tc.want, got)
	}
}
