package gobuild

import (
	"archive/zip"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/rumpl/gosc/emulator/internal/apps/process"
	"github.com/rumpl/gosc/emulator/internal/apps/toolchain"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const (
	usesLibrary = `package main

import (
	"github.com/scaleway/scaleway-functions-go/events"
	"github.com/scaleway/scaleway-functions-go/lambda"
)

func main() {
	println("provided")
	lambda.Start(func(events.APIGatewayProxyRequest) error { return nil })
}
`
	// Libraries that archives bring themselves.
	ownEvents = "package events\n\ntype APIGatewayProxyRequest struct{}\n"
	ownLambda = "package lambda\n\nfunc Start(interface{}) { println(\"own library\") }\n"
)

// layout is the shape of an archive and what its program prints first.
type layout struct {
	name    string
	handler string
	files   map[string]string
	want    string
	wantErr []string
}

var layouts = []layout{
	{name: "no module", files: map[string]string{"handler.go": usesLibrary}, want: "provided"},
	{name: "no module, in a folder", handler: "handlers/hello", files: map[string]string{"handlers/hello/main.go": usesLibrary}, want: "provided"},
	{name: "named by its file", handler: "hello/handler.go", files: map[string]string{"hello/handler.go": "package main\nfunc main() { println(\"by file\") }\n"}, want: "by file"},
	{name: "module", files: map[string]string{
		"go.mod":     "module example.com/fn\n\ngo 1.12\n\nrequire github.com/scaleway/scaleway-functions-go v0.0.0-20190913090627-dce37b40fe59\n",
		"go.sum":     "github.com/scaleway/scaleway-functions-go v0.0.0-20190913090627-dce37b40fe59 h1:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
		"handler.go": usesLibrary,
	}, want: "provided"},
	{name: "module that forgets the library, with packages of its own", handler: "cmd/fn", files: map[string]string{
		"go.mod":         "module example.com/fn\n\ngo 1.21\n",
		"cmd/fn/main.go": "package main\n\nimport \"example.com/fn/said\"\n\nfunc main() { println(said.What) }\n",
		"said/said.go":   "package said\n\nimport _ \"github.com/scaleway/scaleway-functions-go/lambda\"\n\nconst What = \"said\"\n",
	}, want: "said"},
	{name: "module in the handler's folder", handler: "fn", files: map[string]string{
		"fn/go.mod": "module fn\n", "fn/main.go": "package main\nfunc main() { println(\"inner\") }\n", "other/x.go": "this is no Go",
	}, want: "inner"},
	{name: "module that replaces the library", files: map[string]string{
		"go.mod": "module example.com/fn\n\ngo 1.20\n\nrequire github.com/scaleway/scaleway-functions-go v0.0.0\n\n" +
			"replace github.com/scaleway/scaleway-functions-go => ./lib\n",
		"lib/go.mod":           "module github.com/scaleway/scaleway-functions-go\n",
		"lib/lambda/lambda.go": ownLambda,
		"main.go":              strings.Replace(strings.Replace(usesLibrary, `"github.com/scaleway/scaleway-functions-go/events"`, "", 1), "func(events.APIGatewayProxyRequest) error { return nil }", "nil", 1),
	}, want: "provided\nown library"},
	{name: "module with vendor", files: map[string]string{
		"go.mod": "module example.com/fn\n\ngo 1.14\n\nrequire github.com/scaleway/scaleway-functions-go v0.0.0\n",
		"vendor/modules.txt": "# github.com/scaleway/scaleway-functions-go v0.0.0\n## explicit\n" +
			"github.com/scaleway/scaleway-functions-go/events\ngithub.com/scaleway/scaleway-functions-go/lambda\n",
		"vendor/github.com/scaleway/scaleway-functions-go/events/e.go": ownEvents,
		"vendor/github.com/scaleway/scaleway-functions-go/lambda/l.go": ownLambda,
		"handler.go": usesLibrary,
	}, want: "provided\nown library"},
	{name: "vendor from before modules", handler: "fn", files: map[string]string{
		"vendor/github.com/scaleway/scaleway-functions-go/events/e.go": ownEvents,
		"vendor/github.com/scaleway/scaleway-functions-go/lambda/l.go": ownLambda,
		"Gopkg.toml": "", "fn/handler.go": usesLibrary,
	}, want: "provided\nown library"},
	{name: "vendor from before modules, without the library", files: map[string]string{
		"vendor/example.com/dep/d.go": "package dep\n\nfunc Say() { println(\"dep\") }\n",
		"handler.go":                  strings.Replace(strings.Replace(usesLibrary, "import (", "import (\n\t\"example.com/dep\"", 1), "println(\"provided\")", "dep.Say()", 1),
	}, want: "dep"},

	{name: "does not compile", files: map[string]string{"main.go": "package main\n\nfunc main() {\n\tx := 1\n}\n"},
		wantErr: []string{"go build failed: exit status 1", "./main.go:4:2: declared and not used: x"}},
	{name: "no program", files: map[string]string{"main.go": "package hello\n"}, wantErr: []string{`handler ".": package hello is not a program`}},
	{name: "no Go files", files: map[string]string{"main.js": ""}, wantErr: []string{`handler ".": no Go files`}},
	{name: "two packages", files: map[string]string{"a.go": "package a\n", "b.go": "package b\n"}, wantErr: []string{"found packages a and b in one folder"}},
	{name: "no such folder", handler: "nope", files: map[string]string{"main.go": "package main\n"}, wantErr: []string{`handler "nope": the archive has no such folder`}},
	{name: "outside of the archive", handler: "../..", files: map[string]string{"main.go": "package main\n"}, wantErr: []string{`handler "../.." is not a folder of the archive`}},
	{name: "broken go.mod", files: map[string]string{"go.mod": "modul x\n", "main.go": "package main\nfunc main() {}\n"}, wantErr: []string{"go.mod of the archive", "go.mod:1: unknown directive: modul"}},
	{name: "a module that is nowhere", files: map[string]string{
		"go.mod": "module x\n\ngo 1.21\n\nrequire example.com/nowhere v1.0.0\n", "main.go": "package main\n\nimport _ \"example.com/nowhere\"\n\nfunc main() {}\n",
	}, wantErr: []string{"main.go:3:8: module lookup disabled by GOPROXY=off"}},
}

func TestBuild(t *testing.T) {
	// Nothing here may need the network, nor be confused by the user's flags.
	t.Setenv("GOPROXY", "off")
	t.Setenv("GOFLAGS", "-mod=readonly")
	b, goCommand := newBuilder(t)
	for _, tt := range layouts {
		t.Run(tt.name, func(t *testing.T) {
			r := request(t, goCommand, tt.handler, tt.files)
			err := b.Build(t.Context(), r)
			if tt.wantErr != nil {
				for _, want := range tt.wantErr {
					require.ErrorContains(t, err, want)
				}
				assert.NotContains(t, err.Error(), filepath.Dir(r.Scratch))
				assert.NotContains(t, err.Error(), b.dir)
				return
			}
			require.NoError(t, err)
			assert.Equal(t, tt.want, firstOutput(t, r.Output, strings.Count(tt.want, "\n")+1))
			for file, content := range tt.files {
				got, err := os.ReadFile(filepath.Join(r.Root, filepath.FromSlash(file)))
				require.NoError(t, err)
				assert.Equal(t, content, string(got), "the user's %s was changed", file)
			}
		})
	}
}

func newBuilder(t *testing.T) (*Builder, string) {
	t.Helper()
	tool, err := toolchain.Go(t.Context(), "golang")
	if err != nil {
		t.Skip(err)
	}
	s := process.NewSupervisor()
	t.Cleanup(s.Close)
	b, err := New(filepath.Join(t.TempDir(), "go"), s)
	require.NoError(t, err)
	return b, tool.Path
}

func request(t *testing.T, goCommand, handler string, files map[string]string) Request {
	t.Helper()
	dir := t.TempDir()
	root := filepath.Join(dir, "src", "function")
	for file, content := range files {
		name := filepath.Join(root, filepath.FromSlash(file))
		require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o755))
		require.NoError(t, os.WriteFile(name, []byte(content), 0o644))
	}
	return Request{Go: goCommand, Root: root, Handler: handler, Output: filepath.Join(dir, "function"), Scratch: dir}
}

// firstOutput runs a program until it has printed so many lines.
func firstOutput(t *testing.T, path string, lines int) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	s := process.NewSupervisor()
	defer s.Close()
	said := make(chan string, 100)
	p, err := s.Start(process.Command{Path: path, Env: []string{"SCW_UPSTREAM_PORT=0"}, Line: func(_, l string) { said <- l }})
	require.NoError(t, err)
	defer p.Stop(0)
	var got []string
	for len(got) < lines {
		select {
		case l := <-said:
			got = append(got, l)
		case <-ctx.Done():
			t.Fatalf("only %q", got)
		}
	}
	return strings.Join(got, "\n")
}

// What an archive needs and this machine does not have is downloaded.
func TestBuildDownloadsModules(t *testing.T) {
	b, goCommand := newBuilder(t)
	proxy := t.TempDir()
	writeProxyModule(t, proxy)
	t.Setenv("GOPROXY", "file://"+filepath.ToSlash(proxy))
	t.Setenv("GOSUMDB", "off")
	t.Setenv("GOMODCACHE", filepath.Join(t.TempDir(), "mod"))
	t.Cleanup(func() { // the toolchain makes its files read-only
		clean := exec.Command(goCommand, "clean", "-modcache")
		clean.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=")
		assert.NoError(t, clean.Run())
	})
	for _, goMod := range []string{"module x\n\ngo 1.21\n\nrequire example.com/dep v1.0.0\n", ""} {
		files := map[string]string{"main.go": "package main\n\nimport \"example.com/dep\"\n\nfunc main() { println(dep.Name) }\n"}
		if goMod != "" {
			files["go.mod"] = goMod
		}
		r := request(t, goCommand, ".", files)
		require.NoError(t, b.Build(t.Context(), r))
		assert.Equal(t, "downloaded", firstOutput(t, r.Output, 1))
	}
}

func writeProxyModule(t *testing.T, proxy string) {
	t.Helper()
	dir := filepath.Join(proxy, "example.com", "dep", "@v")
	require.NoError(t, os.MkdirAll(dir, 0o755))
	for name, content := range map[string]string{
		"list": "v1.0.0\n", "v1.0.0.info": `{"Version":"v1.0.0","Time":"2020-01-01T00:00:00Z"}`, "v1.0.0.mod": "module example.com/dep\n",
	} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(content), 0o644))
	}
	out, err := os.Create(filepath.Join(dir, "v1.0.0.zip"))
	require.NoError(t, err)
	w := zip.NewWriter(out)
	for name, content := range map[string]string{"go.mod": "module example.com/dep\n", "dep.go": "package dep\n\nconst Name = \"downloaded\"\n"} {
		f, err := w.Create("example.com/dep@v1.0.0/" + name)
		require.NoError(t, err)
		_, err = f.Write([]byte(content))
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	require.NoError(t, out.Close())
}

func TestBuildEndsWithItsContext(t *testing.T) {
	b, goCommand := newBuilder(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err := b.Build(ctx, request(t, goCommand, "", map[string]string{"main.go": usesLibrary}))
	assert.ErrorIs(t, err, context.Canceled)
}

func TestEnvironmentKeepsSecretsOut(t *testing.T) {
	t.Setenv("SCW_SECRET_KEY", "secret")
	t.Setenv("GOPRIVATE", "example.com")
	env := environment(t.TempDir(), nil)
	assert.NotContains(t, strings.Join(env, "\n"), "secret")
	assert.Contains(t, env, "GOPRIVATE=example.com")
	assert.Contains(t, env, "GOFLAGS=")
}
