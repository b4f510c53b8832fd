package main

import (
	"context"
	"os"
	"path/filepath"
)

// tool is a generator.
type tool struct {
	name    string
	version string
	install string // Go package, "" for this repository's generator
	args    func(spec, dir string) []string
	extra   []string // for a second attempt, after a refusal
	need    []string // modules of the generated code
}

func tools(work string) []tool {
	return []tool{
		{
			name: "gen", args: func(spec, dir string) []string { return []string{"-spec", spec, "-out", dir, "-package", "api"} },
			extra: []string{"-skip-unsupported"}, need: []string{"github.com/antihax/optional"},
		},
		{
			name: "oapi-codegen", version: "v2.8.2", install: "github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen",
			args: func(spec, dir string) []string {
				return []string{"-generate", "types,client", "-package", "api", "-o", filepath.Join(dir, "api.go"), spec}
			},
			need: []string{"github.com/oapi-codegen/runtime@latest"},
		},
		{
			name: "ogen", version: "v1.24.0", install: "github.com/ogen-go/ogen/cmd/ogen",
			args: func(spec, dir string) []string {
				return []string{"--config", filepath.Join(work, "ogen.yml"), "--package", "api", "--target", dir, spec}
			},
			need: []string{"github.com/ogen-go/ogen@v1.24.0"},
		},
	}
}

// ogenConfig makes ogen generate only a client, like the others.
const ogenConfig = "generator:\n  features:\n    disable_all: true\n    enable: [paths/client]\n"

// prepare builds the program and a module for what it generates.
func (t tool) prepare(ctx context.Context, work, repo string) error {
	bin := filepath.Join(work, "bin")
	dir := t.module(work)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	if t.install == "" {
		if _, err := command(ctx, filepath.Join(repo, "gen"), nil, "go", "build", "-o", filepath.Join(bin, t.name), "."); err != nil {
			return err
		}
	} else if _, err := command(ctx, work, []string{"GOBIN=" + bin, "GOFLAGS=-mod=mod", "GOWORK=off"}, "go", "install", t.install+"@"+t.version); err != nil {
		return err
	}
	// This file imports everything that generated code imports, so that go.sum is
	// complete.
	uses := map[string]string{
		"gen":          "import (\n\t_ \"github.com/rumpl/gosc\"\n\t_ \"github.com/rumpl/gosc/jsoncodec\"\n\t_ \"github.com/antihax/optional\"\n)\n",
		"oapi-codegen": "import (\n\t_ \"github.com/oapi-codegen/runtime\"\n\t_ \"github.com/oapi-codegen/runtime/types\"\n)\n",
		"ogen": "import (\n\t_ \"github.com/ogen-go/ogen/http\"\n\t_ \"github.com/ogen-go/ogen/conv\"\n\t_ \"github.com/ogen-go/ogen/otelogen\"\n\t_ \"github.com/ogen-go/ogen/ogenerrors\"\n" +
			"\t_ \"github.com/ogen-go/ogen/json\"\n\t_ \"github.com/ogen-go/ogen/uri\"\n\t_ \"github.com/ogen-go/ogen/validate\"\n\t_ \"github.com/ogen-go/ogen/middleware\"\n)\n",
	}
	mod := "module compared\n\ngo 1.26.0\n"
	if t.install == "" {
		mod += "\nrequire github.com/rumpl/gosc v1.0.0\n\nreplace github.com/rumpl/gosc => " + repo + "\n"
	}
	if err := os.WriteFile(filepath.Join(dir, "go.mod"), []byte(mod), 0o644); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "uses.go"), []byte("package compared\n\n"+uses[t.name]), 0o644); err != nil {
		return err
	}
	if len(t.need) > 0 && t.install != "" {
		if _, err := command(ctx, dir, moduleEnv, "go", append([]string{"get"}, t.need...)...); err != nil {
			return err
		}
	}
	_, err := command(ctx, dir, moduleEnv, "go", "mod", "tidy")
	return err
}

func (t tool) module(work string) string { return filepath.Join(work, t.name) }

var moduleEnv = []string{"GOWORK=off", "GOFLAGS=-mod=mod"}
