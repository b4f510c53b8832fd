package gobuild

import (
	"context"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const handleSource = `package hello

import "net/http"

func Handle(w http.ResponseWriter, r *http.Request) {}

func init() { println("the function") }
`

var functionLayouts = []layout{
	{name: "module", handler: "Handle", files: map[string]string{"go.mod": "module example.com/fn\n\ngo 1.18\n", "handler.go": handleSource}, want: "the function"},
	{name: "no module", handler: "Handle", files: map[string]string{"handler.go": handleSource}, want: "the function"},
	{name: "folder", handler: "sub/Handle", files: map[string]string{"go.mod": "module example.com/fn\n", "sub/handler.go": handleSource}, want: "the function"},
	{name: "folder without a module", handler: "sub/deep/Handle", files: map[string]string{"sub/deep/handler.go": handleSource}, want: "the function"},
	{name: "folder with its own module", handler: "sub/Handle", files: map[string]string{"sub/go.mod": "module sub\n", "sub/handler.go": handleSource, "x.go": "no Go"}, want: "the function"},
	{name: "folder alone", handler: "sub", files: map[string]string{"sub/handler.go": handleSource}, want: "the function"},
	{name: "dot", handler: ".", files: map[string]string{"handler.go": handleSource}, want: "the function"},
	{name: "another name", handler: "Greet", files: map[string]string{"handler.go": strings.Replace(handleSource, "Handle", "Greet", 1)}, want: "the function"},
	{name: "internal package", handler: "internal/fn/Handle", files: map[string]string{"go.mod": "module m\n", "internal/fn/handler.go": handleSource}, want: "the function"},
	{name: "a main beside it, for trying out", handler: "Handle", files: map[string]string{
		"go.mod": "module m\n", "handler.go": handleSource, "cmd/main.go": "package main\n\nimport _ \"example.com/nowhere\"\n",
	}, want: "the function"},
	{name: "vendored dependency", handler: "Handle", files: map[string]string{
		"go.mod":                      "module m\n\ngo 1.18\n\nrequire example.com/dep v1.0.0\n",
		"vendor/modules.txt":          "# example.com/dep v1.0.0\n## explicit\nexample.com/dep\n",
		"vendor/example.com/dep/d.go": "package dep\n\nfunc init() { println(\"dep\") }\n",
		"handler.go":                  strings.Replace(handleSource, `import "net/http"`, "import (\n\t\"net/http\"\n\n\t_ \"example.com/dep\"\n)", 1),
	}, want: "dep\nthe function"},
	{name: "vendor without a module", handler: "Handle", files: map[string]string{
		"vendor/example.com/dep/d.go": "package dep\n\nfunc init() { println(\"dep\") }\n",
		"handler.go":                  strings.Replace(handleSource, `import "net/http"`, "import (\n\t\"net/http\"\n\n\t_ \"example.com/dep\"\n)", 1),
	}, want: "dep\nthe function"},
	{name: "program", handler: ".", files: map[string]string{"main.go": "package main\nfunc main() { println(\"a program\") }\n"}, want: "a program"},
	{name: "program of a folder", handler: "mypackage", files: map[string]string{
		"go.mod": "module root\n", "main.go": "package main\nfunc main() {}\n",
		"mypackage/go.mod": "module mypackage\n", "mypackage/main.go": "package main\nfunc main() { println(\"of the folder\") }\n",
	}, want: "of the folder"},
	{name: "program under the default handler", handler: "Handle", files: map[string]string{"main.go": "package main\nfunc main() { println(\"a program\") }\n"}, want: "a program"},

	{name: "no such function", handler: "Nope", files: map[string]string{"handler.go": handleSource}, wantErr: []string{`handler "Nope": package hello has no function Nope; it has: Handle`}},
	{name: "not exported", handler: "handle", files: map[string]string{"handler.go": strings.Replace(handleSource, "Handle", "handle", 1)},
		wantErr: []string{`the function handle of package hello must be exported`}},
	{name: "in package main", handler: "Handle", files: map[string]string{"handler.go": strings.Replace(handleSource, "hello", "main", 1)},
		wantErr: []string{`Handle is in package main, which nothing can import: give the package another name`}},
	{name: "wrong signature", handler: "Handle", files: map[string]string{"handler.go": "package hello\n\nfunc Handle() {}\n"},
		wantErr: []string{"cannot use function.Handle (value of type func()) as http.HandlerFunc value"}},
	{name: "does not compile", handler: "Handle", files: map[string]string{"handler.go": strings.Replace(handleSource, "println", "printline", 1)},
		wantErr: []string{"handler.go:7:15: undefined: printline"}},
	{name: "no such folder for a function", handler: "nope/Handle", files: map[string]string{"handler.go": handleSource},
		wantErr: []string{`handler "nope/Handle": the archive has no such folder (the handler of a Go function is the function's name, after the folder of its package, such as sub/Handle)`}},
}

func TestBuildFunction(t *testing.T) {
	t.Setenv("GOPROXY", "off")
	b, goCommand := newBuilder(t)
	for _, tt := range functionLayouts {
		t.Run(tt.name, func(t *testing.T) {
			r := request(t, goCommand, tt.handler, tt.files)
			r.Functions = true
			err := b.Build(t.Context(), r)
			for _, pattern := range []string{"function-main-*", "*/function-main-*"} {
				left, err := filepath.Glob(filepath.Join(r.Root, pattern))
				require.NoError(t, err)
				assert.Empty(t, left)
			}
			if tt.wantErr != nil {
				for _, want := range tt.wantErr {
					require.ErrorContains(t, err, want)
				}
				return
			}
			require.NoError(t, err)
			cmd := exec.Command(r.Output)
			cmd.Env = []string{"PORT=none"} // ends at once
			out, _ := cmd.CombinedOutput()
			assert.True(t, strings.HasPrefix(string(out), tt.want+"\n"), "%s", out)
		})
	}
}

// A build that is ended early leaves nothing in the system's folder for
// temporary files, nor in the one it was given.
func TestCancelledBuildLeavesNothing(t *testing.T) {
	tmp := t.TempDir()
	t.Setenv("TMPDIR", tmp)
	b, goCommand := newBuilder(t)
	r := request(t, goCommand, "Handle", map[string]string{"handler.go": handleSource})
	r.Functions = true
	ctx, cancel := contextThatEndsWith(t, func() bool {
		found, _ := filepath.Glob(filepath.Join(r.Scratch, "go-build-*", "go-build*"))
		return len(found) > 0
	})
	defer cancel()
	require.ErrorIs(t, b.Build(ctx, r), ctx.Err())
	require.Error(t, ctx.Err(), "the build was quicker than the test")
	for _, dir := range []string{r.Scratch, tmp} {
		left, err := filepath.Glob(filepath.Join(dir, "go-build*"))
		require.NoError(t, err)
		assert.Empty(t, left)
	}
}

// contextThatEndsWith returns a context that is cancelled as soon as condition
// holds.
func contextThatEndsWith(t *testing.T, condition func() bool) (context.Context, func()) {
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		for ctx.Err() == nil && !condition() {
			time.Sleep(time.Millisecond)
		}
		cancel()
	}()
	return ctx, func() { cancel(); <-done }
}
