package apps

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc/emulator/internal/apps/toolchain"
)

func TestBetaLoading(t *testing.T) {
	const esm = `export function handle(event, context, cb) { return { statusCode: 200, body: 'ok' } }`
	const py = "def handle(event, context):\n    return 'ok'\n"
	const php = `<?php function handle($event, $context) { return "ok"; }`
	tests := []struct {
		name    string
		runtime string
		handler string
		files   map[string]string
		want    string
		wantErr string
	}{
		{name: "ES module", runtime: "node22", files: map[string]string{"handler.js": esm}},
		{name: "old ES module", runtime: "node16", files: map[string]string{"handler.js": esm}},
		{name: "exported by a list", runtime: "node24", files: map[string]string{"handler.js": "const handle = () => 'ok';\nexport { handle };"}},
		{name: "default export", runtime: "node24", files: map[string]string{"handler.js": "export default { handle: () => 'ok' }"}},
		{name: "ES module with package.json", runtime: "node22", files: map[string]string{"handler.js": esm, "package.json": `{"type":"module"}`}},
		{name: "ES module in a package that says nothing", runtime: "node22", files: map[string]string{"handler.js": esm, "package.json": `{"name":"x"}`}},
		{name: "CommonJS", runtime: "node22", files: map[string]string{"handler.js": `module.exports = { handle: () => 'ok' }`}},
		{name: "CommonJS of old", runtime: "node10", files: map[string]string{"handler.js": `module.exports.handle = (event, context, callback) => callback(undefined, 'ok')`}},
		{name: "CommonJS with package.json", runtime: "node20", files: map[string]string{
			"handler.js": `exports.handle = () => require('dep')`, "package.json": `{"dependencies":{"dep":"*"}}`, "node_modules/dep/index.js": `module.exports = 'ok'`,
		}},
		{name: "ES module with dependencies of both kinds", runtime: "node20", files: map[string]string{
			"handler.js":                      "import old from 'old';\nimport { part } from 'young';\nimport { end } from './lib/end.js';\nexport const handle = () => old + part + end;",
			"lib/end.js":                      "export const end = '!';",
			"node_modules/old/index.js":       `module.exports = 'o'`,
			"node_modules/young/package.json": `{"type":"module","exports":"./main.js"}`,
			"node_modules/young/main.js":      `export const part = 'k'`,
		}, want: "ok!"},
		{name: "waits while it loads", runtime: "node18", files: map[string]string{"handler.js": "const ok = await Promise.resolve('ok');\nexport const handle = () => ok;"}},
		{name: "nested", runtime: "node22", handler: "src/handlers/foo.handle", files: map[string]string{"src/handlers/foo.js": esm}},
		{name: "mjs", runtime: "node22", files: map[string]string{"handler.mjs": esm}},
		{name: "cjs", runtime: "node22", files: map[string]string{"handler.cjs": `exports.handle = () => 'ok'`, "package.json": `{"type":"module"}`}},
		{name: "node says CommonJS", runtime: "node22", files: map[string]string{"handler.js": esm, "package.json": `{"type":"commonjs"}`}, wantErr: "SyntaxError"},
		{name: "node without a dot", runtime: "node22", handler: "handler", files: map[string]string{"handler.js": esm},
			wantErr: `handler "handler" names no function: a dot and the name of an export are missing (a handler is path/file.export, seen from the root of the archive, such as handler.handle)`},
		{name: "no such file", runtime: "node22", handler: "src/x.handle", files: map[string]string{"handler.js": esm}, wantErr: `the archive has no file src/x.js`},
		{name: "broken", runtime: "node22", files: map[string]string{"handler.js": `export const = ;`}, wantErr: "SyntaxError"},

		{name: "python", runtime: "python313", files: map[string]string{"handler.py": py}},
		{name: "python of old", runtime: "python", files: map[string]string{"handler.py": py}},
		{name: "package folder", runtime: "python311", files: map[string]string{
			"handler.py": "from dep import word\ndef handle(event, context): return word", "package/dep/__init__.py": "word = 'ok'",
		}},
		{name: "nested python", runtime: "python312", handler: "src/handlers/mod.handle", files: map[string]string{"src/handlers/mod.py": py}},
		{name: "dotted module", runtime: "python312", handler: "src/handlers.mod.handle", files: map[string]string{"src/handlers/mod.py": py}},
		{name: "dotted from the root", runtime: "python312", handler: "src.handlers.mod.hello", files: map[string]string{
			"src/handlers/mod.py": "from .other import word\ndef hello(event, context): return word", "src/handlers/other.py": "word = 'ok'",
		}},
		{name: "python without a dot", runtime: "python313", handler: "handler", files: map[string]string{"handler.py": py},
			wantErr: `handler "handler" names no function: a dot and the name of a function are missing (a handler is path/file.function, seen from the root of the archive, such as handler.handle)`},
		{name: "no such function", runtime: "python313", handler: "handler.nope", files: map[string]string{"handler.py": py}, wantErr: `handler.py has no function "nope"; it has: handle`},

		{name: "php", runtime: "php85", files: map[string]string{"handler.php": php}},
		{name: "nested php", runtime: "php84", handler: "src/f.other", files: map[string]string{"src/f.php": `<?php function other($event, $context) { echo "printed\n"; return ["body" => "ok"]; }`}},
		{name: "php autoload", runtime: "php83", files: map[string]string{
			"handler.php": `<?php function handle($event, $context) { return Dep\word(); }`, "vendor/autoload.php": `<?php namespace Dep; function word() { return "ok"; }`,
		}},
		{name: "php without a dot", runtime: "php84", handler: "handler", files: map[string]string{"handler.php": php}, wantErr: `handler "handler" names no function`},
		{name: "php without the function", runtime: "php84", handler: "handler.nope", files: map[string]string{"handler.php": php}, wantErr: `handler.php has no function "nope"; it has: handle`},
		{name: "broken php", runtime: "php84", files: map[string]string{"handler.php": "<?php function ("}, wantErr: "ParseError: Unclosed '(' in handler.php:1"},

		{name: "unknown", runtime: "cobol60", files: map[string]string{"handler.js": esm}, wantErr: `runtime "cobol60" is not known here; there are node26, node24,`},
	}
	m := newTestManager(t, Options{})
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if tt.runtime != "cobol60" {
				needs(t, tt.runtime)
			}
			if tt.name == "ES module in a package that says nothing" {
				tool, err := toolchain.Node(t.Context(), tt.runtime)
				require.NoError(t, err)
				if !detectsModules(nodeVersion(tool.Version)) {
					t.Skip("this version of Node.js goes by package.json alone, as the platform's of that time did")
				}
			}
			a, lines := newTestApp(t, m)
			err := a.Deploy(t.Context(), Spec{Rules: V1beta1, Runtime: tt.runtime, Handler: tt.handler, Archive: zipOf(t, tt.files)})
			if tt.wantErr != "" {
				require.ErrorContains(t, err, tt.wantErr)
				return
			}
			require.NoError(t, err)
			if tt.want == "" {
				tt.want = "ok"
			}
			assert.Equal(t, tt.want, get(t, a).body)
			assert.NotContains(t, lines.text(), "Warning")
			require.NoError(t, a.Close())
		})
	}
}

func TestEveryRuntimeOfTheListIsKnown(t *testing.T) {
	withoutTools(t) // looking for all versions takes a minute with some version managers
	require.Len(t, betaRuntimes, 41)
	for _, runtime := range betaRuntimes {
		_, err := findTool(t.Context(), runtime, V1beta1)
		require.Error(t, err, runtime)
		assert.Regexp(t, `^runtime `+runtime+` needs .* install it \(https://.*\), then deploy again$`, err.Error())
	}
}

// The log of a function says which version really runs it, once for each deploy.
func TestVersionIsInTheLog(t *testing.T) {
	for runtime, file := range map[string]string{"node8": "handler.js", "python38": "handler.py"} {
		t.Run(runtime, func(t *testing.T) {
			needs(t, runtime)
			tool, err := findTool(t.Context(), runtime, V1beta1)
			require.NoError(t, err)
			sources := map[string]string{"handler.js": `exports.handle = () => 'ok'`, "handler.py": "def handle(event, context): return 'ok'"}
			_, lines := deployed(t, Options{}, betaSpec(t, runtime, file, sources[file]))
			note := versionNote(runtime, tool.Version)
			if note == "" {
				assert.NotContains(t, lines.text(), "system:")
				return
			}
			assert.Equal(t, []string{"system: " + note}, lines.all())
		})
	}
}

func TestVersionNote(t *testing.T) {
	tests := []struct{ runtime, installed, want string }{
		{"node22", "v22.4.0", ""},
		{"node22", "v20.20.2", "runtime node22: Node.js 22 is not on this machine, Node.js 20.20.2 runs the function"},
		{"node8", "v20.20.2", "runtime node8: Node.js 8 is not on this machine, Node.js 20.20.2 runs the function"},
		{"python311", "3.11.7", ""},
		{"python39", "3.11.7", "runtime python39: Python 3.9 is not on this machine, Python 3.11.7 runs the function"},
		{"python3", "3.11.7", ""},
		{"python", "2.7.18", ""},
		{"python", "3.11.7", "runtime python: Python 2.7 is not on this machine, Python 3.11.7 runs the function"},
		{"php84", "8.2.31", "runtime php84: PHP 8.4 is not on this machine, PHP 8.2.31 runs the function"},
		{"go126", "go1.26.8", ""},
		{"go118", "go1.26.8", "runtime go118: Go 1.18 is not on this machine, Go 1.26.8 runs the function"},
		{"golang", "go1.26.8", ""},
		{"rust196", "1.95.0", "runtime rust196: Rust 1.96 is not on this machine, Rust 1.95.0 runs the function"},
	}
	for _, tt := range tests {
		assert.Equal(t, tt.want, versionNote(tt.runtime, tt.installed), tt.runtime)
	}
}

func TestDefaultHandlers(t *testing.T) {
	tests := map[string]string{
		"node22": "handler.handle", "python": "handler.handle", "php84": "handler.handle",
		"golang": ".", "go113": ".", "go117": "Handle", "go126": "Handle", "rust196": "handle",
	}
	for runtime, want := range tests {
		assert.Equal(t, want, handlerOf(Spec{Rules: V1beta1, Runtime: runtime}), runtime)
	}
	assert.Equal(t, ".", handlerOf(Spec{Runtime: "go117"}))
}
