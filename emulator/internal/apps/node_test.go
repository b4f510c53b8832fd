package apps

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Every way in which a node handler can answer, in one function: the exports.
const nodeShapes = `
exports.objectBody = () => ({ statusCode: 201, headers: { 'X-A': 'b' }, body: { a: 1 } });
exports.stringBody = () => ({ statusCode: 202, body: 'plain' });
exports.bodyOnly = () => ({ body: { message: 'hi' } });
exports.statusOnly = () => ({ statusCode: 204 });
exports.zeroStatus = () => ({ statusCode: 0, body: 'x' });
exports.textStatus = () => ({ statusCode: '418', body: 'tea' });
exports.badStatus = () => ({ statusCode: 7, body: 'x' });
exports.listHeader = () => ({ body: '', headers: { 'Set-Cookie': ['a=1', 'b=2'], 'X-N': 5, 'Content-Type': 'text/html' } });
exports.multiValue = () => ({ body: '', multiValueHeaders: { 'X-M': ['1', '2'] } });
exports.badHeader = () => ({ body: '', headers: { 'X-A': { b: 1 } } });
exports.numberBody = () => ({ body: 42 });
exports.nullBody = () => ({ statusCode: 200, body: null });
exports.base64 = () => ({ body: 'AP8=', isBase64Encoded: true, headers: { 'content-type': 'image/png' } });
exports.object = () => ({ message: 'hi' });
exports.array = () => [1, 2];
exports.string = () => 'héllo';
exports.number = () => 42;
exports.bool = () => false;
exports.null = () => null;
exports.undefined = () => undefined;
exports.callback = (event, context, callback) => { setTimeout(() => callback(undefined, { body: 'later' }), 5); };
exports.callbackNow = (event, context, callback) => callback(null, { statusCode: 203, body: 'now' });
exports.callbackError = (event, context, callback) => callback(new Error('from callback'));
exports.callbackText = (event, context, callback) => callback('just text');
exports.callbackTwice = (event, context, callback) => { callback(null, 'first'); callback(null, 'second'); };
exports.asyncResult = async () => ({ statusCode: 200, body: 'async' });
exports.promise = () => new Promise((resolve) => setTimeout(() => resolve('promised'), 5));
exports.rejected = () => Promise.reject(new Error('rejected'));
exports.throws = () => { throw new Error('thrown'); };
exports.asyncThrows = async (event, context, callback) => { throw new TypeError('thrown later'); };
exports.asyncNothing = async (event, context, callback) => {};
exports.circular = () => { const o = {}; o.o = o; return o; };

// The shapes above, called with and without a callback parameter.
exports.two = (event, context) => exports[event.path.slice(1)](event, context);
exports.three = (event, context, callback) => exports[event.path.slice(1)](event, context, callback);
exports.length = () => ({ body: 'abc', headers: { 'Content-Length': '1', 'Transfer-Encoding': 'chunked', Connection: 'close' } });
`

func TestNodeReturnValues(t *testing.T) {
	needs(t, "node10")
	const json, plain = "application/json", "text/plain; charset=utf-8"
	tests := []struct {
		export      string
		status      int
		contentType string
		body        string
	}{
		{"objectBody", 201, json, `{"a":1}`},
		{"stringBody", 202, plain, `plain`},
		{"bodyOnly", 200, json, `{"message":"hi"}`},
		{"statusOnly", 204, "", ``},
		{"zeroStatus", 200, plain, `x`},
		{"textStatus", 418, plain, `tea`},
		{"badStatus", 502, json, `{"message":"function returned statusCode 7, which is not an HTTP status"}`},
		{"listHeader", 200, "text/html", ``},
		{"multiValue", 200, plain, ``},
		{"badHeader", 502, json, `{"message":"function returned unusable headers: header \"X-A\" is neither a string nor a list of strings"}`},
		{"numberBody", 200, json, `42`},
		{"nullBody", 200, "", ``},
		{"base64", 200, "image/png", "\x00\xff"},
		{"object", 200, json, `{"message":"hi"}`},
		{"array", 200, json, `[1,2]`},
		{"string", 200, plain, `héllo`},
		{"number", 200, json, `42`},
		{"bool", 200, json, `false`},
		{"null", 200, json, `null`},
		{"undefined", 200, "", ``},
		{"callback", 200, plain, `later`},
		{"callbackNow", 203, plain, `now`},
		{"callbackError", 500, json, `{"message":"from callback"}`},
		{"callbackText", 500, json, `{"message":"just text"}`},
		{"callbackTwice", 200, plain, `first`},
		{"asyncResult", 200, plain, `async`},
		{"promise", 200, plain, `promised`},
		{"rejected", 500, json, `{"message":"rejected"}`},
		{"throws", 500, json, `{"message":"thrown"}`},
		{"asyncThrows", 500, json, `{"message":"thrown later"}`},
		{"asyncNothing", 200, "", ``},
		{"length", 200, plain, `abc`},
	}
	archive := zipOf(t, map[string]string{"src/handlers.js": nodeShapes})
	two, _ := deployed(t, Options{}, Spec{Runtime: "node10", Archive: archive, Handler: "src/handlers.two"})
	three, _ := deployed(t, Options{}, Spec{Runtime: "node10", Archive: archive, Handler: "src/handlers.three"})
	for _, tt := range tests {
		t.Run(tt.export, func(t *testing.T) {
			a := two
			if strings.HasPrefix(tt.export, "callback") || strings.HasPrefix(tt.export, "async") {
				a = three
			}
			got := send(t, a, http.MethodPost, "/"+tt.export, "{}", nil)
			assert.Equal(t, tt.status, got.status)
			assert.Equal(t, tt.contentType, got.header.Get("Content-Type"))
			assert.Equal(t, tt.body, got.body)
			switch tt.export {
			case "objectBody":
				assert.Equal(t, "b", got.header.Get("X-A"))
			case "listHeader":
				assert.Equal(t, []string{"a=1", "b=2"}, got.header["Set-Cookie"])
				assert.Equal(t, "5", got.header.Get("X-N"))
			case "multiValue":
				assert.Equal(t, []string{"1", "2"}, got.header["X-M"])
			}
		})
	}
}

func TestNodeCircularResultIsAnError(t *testing.T) {
	a, _ := deployed(t, Options{}, nodeSpec(t, `exports.handle = () => { const o = {}; o.o = o; return o; };`))
	got := get(t, a)
	assert.Equal(t, http.StatusInternalServerError, got.status)
	assert.Contains(t, got.body, "circular")
}

func TestNodeLoading(t *testing.T) {
	needs(t, "node10")
	tests := []struct {
		name    string
		runtime string
		handler string
		files   map[string]string
		want    string
		wantErr string
	}{
		{name: "default handler", files: map[string]string{"handler.js": `exports.handle = () => 'ok'`}, want: "ok"},
		{name: "node8", runtime: "node8", files: map[string]string{"handler.js": `exports.handle = () => 'ok'`}, want: "ok"},
		{name: "node14", runtime: "node14", files: map[string]string{"handler.js": `exports.handle = () => 'ok'`}, want: "ok"},
		{name: "nested file", handler: "build/x.y", files: map[string]string{"build/x.js": `module.exports = { y: () => 'ok' }`}, want: "ok"},
		{name: "dot in a folder", handler: "v1.2/x.y", files: map[string]string{"v1.2/x.js": `exports.y = () => 'ok'`}, want: "ok"},
		{name: "modules of its own", files: map[string]string{
			"handler.js":                  `const d = require('dep'); exports.handle = () => d`,
			"node_modules/dep/index.js":   `module.exports = require('./deeper')`,
			"node_modules/dep/deeper.js":  `module.exports = 'from dep'`,
			"node_modules/dep/other.json": `{}`,
		}, want: "from dep"},
		{name: "files beside it", files: map[string]string{
			"handler.js": `exports.handle = () => require('fs').readFileSync('data.txt', 'utf8')`, "data.txt": "data",
		}, want: "data"},
		{name: "ES module by name", files: map[string]string{"handler.mjs": `export const handle = async () => 'esm'`}, want: "esm"},
		{name: "ES module by package.json", files: map[string]string{
			"package.json": `{"type":"module"}`, "handler.js": `import fs from 'fs'; export function handle() { return typeof fs.readFileSync }`,
		}, want: "function"},
		{name: "ES module that waits while it loads", files: map[string]string{
			"package.json": `{"type":"module"}`, "handler.js": `const x = await Promise.resolve('waited'); export const handle = () => x`,
		}, want: "waited"},
		{name: "ES module with a default export", files: map[string]string{"handler.mjs": `export default { handle: () => 'default' }`}, want: "default"},
		{name: "CommonJS in a package of ES modules", files: map[string]string{
			"package.json": `{"type":"module"}`, "handler.cjs": `exports.handle = () => 'cjs'`,
		}, want: "cjs"},
		{name: "no such file", handler: "src/missing.handle", files: map[string]string{"handler.js": ``},
			wantErr: `handler "src/missing.handle": the archive has no file src/missing.js`},
		{name: "no such export", handler: "handler.nope", files: map[string]string{"handler.js": `exports.a = exports.b = 1`},
			wantErr: `handler "handler.nope": handler.js exports no function "nope"; its exports are: a, b`},
		{name: "no dot", handler: "handler", files: map[string]string{"handler.js": ``}, wantErr: `a handler is path/file.export`},
		{name: "outside of the archive", handler: "../x.y", files: map[string]string{"handler.js": ``}, wantErr: `handler "../x.y" is not in the archive`},
		{name: "syntax error", files: map[string]string{"handler.js": `exports.handle = (`}, wantErr: "SyntaxError"},
		{name: "throws while it loads", files: map[string]string{"handler.js": `throw new Error('no database')`}, wantErr: "no database"},
		{name: "missing dependency", files: map[string]string{"handler.js": `require('left-pad')`}, wantErr: "Cannot find module 'left-pad'"},
		{name: "ends while it loads", files: map[string]string{"handler.js": `process.exit(3)`}, wantErr: "does not start: it ended with exit status 3"},
	}
	m := newTestManager(t, Options{})
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			a, _ := newTestApp(t, m)
			if tt.runtime == "" {
				tt.runtime = "node10"
			}
			err := a.Deploy(t.Context(), Spec{Runtime: tt.runtime, Archive: zipOf(t, tt.files), Handler: tt.handler})
			if tt.wantErr != "" {
				require.ErrorContains(t, err, tt.wantErr)
				assert.NotContains(t, err.Error(), m.dir+"/function", "files are named as in the archive")
				assert.Equal(t, http.StatusNotFound, get(t, a).status)
				return
			}
			require.NoError(t, err)
			assert.Equal(t, tt.want, get(t, a).body)
		})
	}
}
