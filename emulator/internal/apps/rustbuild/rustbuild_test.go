package rustbuild

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestHandlersThatAreRefused(t *testing.T) {
	for _, handler := range []string{"", "1st", "a-b", "a::", "::a", "a:b", "a..b", "a b", "a\nb", "f);panic!("} {
		_, err := Build(t.Context(), nil, Request{Handler: handler, Root: t.TempDir()})
		assert.ErrorContains(t, err, "is not the name of a function", "%q", handler)
	}
	for _, handler := range []string{"handle", "_h1", "handlers::hello", "handlers.hello"} {
		_, err := Build(t.Context(), nil, Request{Handler: handler, Root: t.TempDir()})
		assert.ErrorContains(t, err, "has no Cargo.toml at its root", "%q passes, the next check does not", handler)
	}
}

// fakeCargo prints text on stdout, complains on stderr and ends with the status.
func fakeCargo(t *testing.T, stdout, stderr, status string) string {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("needs a shell")
	}
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "out"), []byte(stdout), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "err"), []byte(stderr), 0o600))
	script := "#!/bin/sh\ncat '" + dir + "/out'\ncat '" + dir + "/err' >&2\nexit " + status + "\n"
	path := filepath.Join(dir, "cargo")
	require.NoError(t, os.WriteFile(path, []byte(script), 0o700))
	return path
}

func TestDescribeFindsTheCrateAtTheRoot(t *testing.T) {
	r := Request{Root: t.TempDir(), Scratch: t.TempDir()}
	manifest := filepath.Join(r.Root, "Cargo.toml")
	r.Cargo = fakeCargo(t, `{"packages":[{"name":"member","manifest_path":"/elsewhere/Cargo.toml"},
		{"name":"mine","manifest_path":"`+manifest+`","targets":[{"name":"mine","kind":["lib"]}],
		"dependencies":[{"name":"axum","req":"^0.6"}]}]}`, "", "0")
	got, err := describe(t.Context(), r)
	require.NoError(t, err)
	assert.Equal(t, "mine", got.Name)
	assert.True(t, got.hasLibrary())
	assert.Equal(t, "^0.6", got.requirement("axum"))
	assert.Equal(t, "*", got.requirement("tokio"), "what the crate does not depend on")

	r.Cargo = fakeCargo(t, `{"packages":[]}`, "", "0")
	_, err = describe(t.Context(), r)
	assert.ErrorContains(t, err, "names no package")

	r.Cargo = fakeCargo(t, `not JSON`, "", "0")
	_, err = describe(t.Context(), r)
	assert.ErrorContains(t, err, "read what cargo says")

	r.Cargo = fakeCargo(t, "", "error: bad key in "+manifest+"\n", "101")
	_, err = describe(t.Context(), r)
	var refused *CompileError
	require.ErrorAs(t, err, &refused)
	assert.Equal(t, "error: bad key in Cargo.toml", refused.Output, "paths are those of the archive")
	assert.False(t, refused.Offline)
}

func TestWriteMain(t *testing.T) {
	crateWith := func(kind, axum string) crate {
		c := crate{Name: "hello", Dependencies: []dependency{{"axum", axum}, {"tokio", "^1.38"}}}
		c.Targets = append(c.Targets, struct {
			Name string
			Kind []string
		}{"hello", []string{kind}})
		return c
	}
	tests := []struct{ axum, serve string }{
		{"^0.6.20", "axum::Server::bind"},
		{"0.5", "axum::Server::bind"},
		{"=0.1.0", "axum::Server::bind"},
		{"^0.7", "axum::serve("},
		{"^0.60", "axum::serve("},
		{"^0.10", "axum::serve("},
		{"^1.6", "axum::serve("},
	}
	for _, test := range tests {
		t.Run(test.axum, func(t *testing.T) {
			r := Request{Root: t.TempDir(), Scratch: t.TempDir(), Handler: "handlers.hello"}
			require.NoError(t, os.WriteFile(filepath.Join(r.Root, "Cargo.lock"), []byte("locked"), 0o600))
			dir, err := writeMain(r, crateWith("rlib", test.axum))
			require.NoError(t, err)
			read := func(name string) string {
				content, err := os.ReadFile(filepath.Join(dir, name))
				require.NoError(t, err)
				return string(content)
			}
			assert.Contains(t, read("src/main.rs"), test.serve)
			assert.Contains(t, read("src/main.rs"), "fallback(function::handlers::hello)")
			assert.Contains(t, read("Cargo.toml"), `axum = "`+test.axum+`"`)
			assert.Contains(t, read("Cargo.toml"), `tokio = { version = "^1.38"`)
			assert.Equal(t, "locked", read("Cargo.lock"))
		})
	}
	_, err := writeMain(Request{Root: t.TempDir()}, crateWith("bin", "^0.7"))
	assert.ErrorContains(t, err, "the crate has no library")
}

func TestProgramsOfTwoFunctionsHaveTwoNames(t *testing.T) {
	one, two := mainName(Request{Scratch: "/a"}), mainName(Request{Scratch: "/b"})
	assert.NotEqual(t, one, two, "they may share a target folder")
	assert.Equal(t, one, mainName(Request{Scratch: "/a"}))
}

func TestCompileErrorsSayWhetherARegistryWasMissing(t *testing.T) {
	cause := errors.New("exit status 101")
	for output, offline := range map[string]bool{
		"error: failed to download from `https://index.crates.io/config.json`": true,
		"[6] Could not resolve host: index.crates.io":                          true,
		"error[E0425]: cannot find value `x` in this scope":                    false,
		"": false,
	} {
		err := newCompileError(output, cause)
		assert.Equal(t, offline, err.Offline, output)
		assert.ErrorIs(t, err, cause)
		assert.ErrorContains(t, err, output)
	}
}

func TestCargoGetsNoSecretsOfTheEnvironment(t *testing.T) {
	t.Setenv("SCW_SECRET_KEY", "5ec2e7b1")
	t.Setenv("CARGO_REGISTRY_TOKEN", "t0ken")
	t.Setenv("CARGO_HOME", "/home/me/.cargo")
	env := strings.Join(environment("/scratch"), "\n")
	assert.NotContains(t, env, "5ec2e7b1")
	assert.NotContains(t, env, "t0ken")
	assert.Contains(t, env, "CARGO_HOME=/home/me/.cargo")
	assert.Contains(t, env, "TMPDIR=/scratch")
}
