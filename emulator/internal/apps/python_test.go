package apps

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const pythonShapes = `
import sys
def object_body(event, context): return {"statusCode": 201, "headers": {"X-A": "b"}, "body": {"a": 1}}
def string_body(event, context): return {"body": "plain"}
def no_body(event, context): return {"message": "hi"}
def text(event, context): return u"h\u00e9llo"
def number(event, context): return 42
def truth(event, context): return True
def array(event, context): return [1, None]
def nothing(event, context): pass
def lists(event, context): return {"body": "", "headers": {"Set-Cookie": ["a=1", "b=2"]}}
def raises(event, context): raise ValueError("no value")
def raises_silently(event, context): raise KeyError()
def no_json(event, context): return object()
def not_a_number(event, context): return {"x": float("nan")}
def echo(event, context): return event["body"]
def fields(event, context): return [context["functionName"], context.memoryLimitInMB]
def handle(event, context): return globals()[event["path"][1:]](event, context)
`

func TestPythonReturnValues(t *testing.T) {
	const json, plain = "application/json", "text/plain; charset=utf-8"
	tests := []struct {
		function    string
		status      int
		contentType string
		body        string
	}{
		{"object_body", 201, json, `{"a": 1}`},
		{"string_body", 200, plain, `plain`},
		{"no_body", 200, json, `{"message": "hi"}`},
		{"text", 200, plain, `héllo`},
		{"number", 200, json, `42`},
		{"truth", 200, json, `true`},
		{"array", 200, json, `[1, null]`},
		{"nothing", 200, "", ``},
		{"lists", 200, plain, ``},
		{"raises", 500, json, `{"message": "no value"}`},
		{"raises_silently", 500, json, `{"message": "KeyError"}`},
		{"echo", 200, plain, "sent text"},
		{"fields", 200, json, `["", 0]`},
	}
	for _, runtime := range []string{"python", "python3"} {
		t.Run(runtime, func(t *testing.T) {
			spec := pythonSpec(t, pythonShapes)
			spec.Runtime = runtime
			a, lines := deployed(t, Options{}, spec)
			for _, tt := range tests {
				t.Run(tt.function, func(t *testing.T) {
					got := send(t, a, http.MethodPost, "/"+tt.function, "sent text", nil)
					assert.Equal(t, tt.status, got.status)
					assert.Equal(t, tt.contentType, got.header.Get("Content-Type"))
					assert.Equal(t, tt.body, got.body)
					if tt.function == "lists" {
						assert.Equal(t, []string{"a=1", "b=2"}, got.header["Set-Cookie"])
					}
				})
			}
			for _, function := range []string{"no_json", "not_a_number"} {
				assert.Equal(t, http.StatusInternalServerError, send(t, a, http.MethodPost, "/"+function, "", nil).status)
			}
			lines.await(t, "ValueError: no value")
		})
	}
}

func TestPythonLoading(t *testing.T) {
	needs(t, "python3")
	tests := []struct {
		name    string
		handler string
		files   map[string]string
		want    string
		wantErr string
	}{
		{name: "nested file, its neighbours and the root", handler: "src/app.run", files: map[string]string{
			"src/app.py": "import near, far\ndef run(event, context): return near.x + far.x", "src/near.py": `x = "n"`, "far.py": `x = "f"`,
		}, want: "nf"},
		{name: "relative import", handler: "src/app.run", files: map[string]string{
			"src/app.py": "from . import near\ndef run(event, context): return near.x", "src/near.py": `x = "n"`,
		}, want: "n"},
		{name: "path from the root with a dot", handler: "./src/app.run", files: map[string]string{
			"src/app.py": "def run(event, context): return 'dot'",
		}, want: "dot"},
		{name: "folder with a dot in its name", handler: "v1.0/app.run", files: map[string]string{
			"v1.0/app.py": "import near\ndef run(event, context): return near.x", "v1.0/near.py": `x = "n"`,
		}, want: "n"},
		{name: "package folder", files: map[string]string{
			"handler.py":              "import dep\ndef handle(event, context): return dep.name",
			"package/dep/__init__.py": `name = "from package"`,
		}, want: "from package"},
		{name: "own code goes before package", files: map[string]string{
			"handler.py": "import dep\ndef handle(event, context): return dep.name", "dep.py": `name = "own"`, "package/dep.py": `name = "package"`,
		}, want: "own"},
		{name: "named like a module in use", handler: "json.handle", files: map[string]string{
			"json.py": "def handle(event, context): return 'own json'",
		}, want: "own json"},
		{name: "files beside it", files: map[string]string{
			"handler.py": "def handle(event, context):\n    with open('data.txt') as f: return f.read()", "data.txt": "data",
		}, want: "data"},
		{name: "no such file", handler: "src/missing.handle", files: map[string]string{"handler.py": ""},
			wantErr: `handler "src/missing.handle": the archive has no file src/missing.py`},
		{name: "no such function", handler: "handler.nope", files: map[string]string{"handler.py": "def a(e, c): pass"},
			wantErr: `handler "handler.nope": handler.py has no function "nope"; it has: a`},
		{name: "no dot", handler: "handler", files: map[string]string{"handler.py": ""}, wantErr: "a handler is path/file.function"},
		{name: "syntax error", files: map[string]string{"handler.py": "def handle(:"}, wantErr: "SyntaxError"},
		{name: "missing dependency", files: map[string]string{"handler.py": "import surely_missing"}, wantErr: "No module named 'surely_missing'"},
		{name: "ends while it loads", files: map[string]string{"handler.py": "import sys; sys.exit(3)"}, wantErr: "ended with exit status 3"},
	}
	m := newTestManager(t, Options{})
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			a, _ := newTestApp(t, m)
			err := a.Deploy(t.Context(), Spec{Runtime: "python3", Archive: zipOf(t, tt.files), Handler: tt.handler})
			if tt.wantErr != "" {
				require.ErrorContains(t, err, tt.wantErr)
				assert.NotContains(t, err.Error(), "python.py", "the wrapper is not the user's")
				return
			}
			require.NoError(t, err)
			assert.Equal(t, tt.want, get(t, a).body)
		})
	}
}

func TestPythonOutputAndExit(t *testing.T) {
	a, lines := deployed(t, Options{}, pythonSpec(t, `
import sys, os, threading
def handle(event, context):
    print("to stdout")
    sys.stderr.write("to stderr\n")
    if event["path"] == "/exit":
        sys.exit(4)
    return "ok"
`))
	assert.Equal(t, "ok", get(t, a).body)
	lines.await(t, "stdout: to stdout")
	lines.await(t, "stderr: to stderr")
	got := send(t, a, http.MethodGet, "/exit", "", nil)
	assert.Equal(t, http.StatusInternalServerError, got.status)
	assert.JSONEq(t, `{"message":"the function's process ended during the call: exit status 4"}`, got.body)
	lines.await(t, "system: the function's process ended by itself: exit status 4")
	assert.False(t, strings.Contains(lines.text(), "Fatal Python error"), lines.text())
	assert.Equal(t, "ok", get(t, a).body)
}
