// Package rustbuild compiles Rust functions with the installed toolchain.
//
// A function is a library crate with an axum handler. Build puts a crate beside
// it that serves the handler with the versions of axum and tokio that the
// function itself depends on. Cargo fetches what is neither vendored nor on this
// machine, if it can reach a registry.
package rustbuild

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/rumpl/gosc/emulator/internal/apps/process"
)

// Request is what Build compiles.
type Request struct {
	// Cargo is the path of the cargo command.
	Cargo string
	// Root of the unpacked archive.
	Root string
	// Handler is the function's name in the crate, after the modules that it is
	// in, such as "handle" or "handlers::hello".
	Handler string
	// Target is a folder for what is compiled, which later builds use again. It
	// is made when it is missing.
	Target string
	// Scratch is an existing folder for files that the build needs.
	Scratch string
	// Line gets what cargo says about downloads and compiled crates.
	Line func(string) // may be nil
}

// CompileError reports that cargo refused the code, or could not get what it
// depends on.
type CompileError struct {
	// Output is what cargo said, with paths as they are in the archive.
	Output string
	// Offline says that a registry of crates could not be reached.
	Offline bool
	Err     error
}

func newCompileError(output string, err error) *CompileError {
	offline := slices.ContainsFunc(unreachable, func(text string) bool { return strings.Contains(output, text) })
	return &CompileError{Output: output, Offline: offline, Err: err}
}

// unreachable is how cargo, git and curl complain of a registry.
var unreachable = []string{"failed to download", "failed to query replaced source registry", "Could not resolve host", "Could not connect", "download of config.json failed"}

// Error says what cargo said.
func (e *CompileError) Error() string {
	return fmt.Sprintf("cargo build failed: %v\n%s", e.Err, e.Output)
}

// Unwrap returns how cargo ended.
func (e *CompileError) Unwrap() error { return e.Err }

var handlerPattern = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*((::|\.)[A-Za-z_][A-Za-z0-9_]*)*$`)

// Build compiles the function and returns the path of the program.
func Build(ctx context.Context, s *process.Supervisor, r Request) (string, error) {
	if !handlerPattern.MatchString(r.Handler) {
		return "", fmt.Errorf("handler %q is not the name of a function, such as handle", r.Handler)
	}
	if _, err := os.Stat(filepath.Join(r.Root, "Cargo.toml")); err != nil {
		return "", errors.New("the archive has no Cargo.toml at its root")
	}
	crate, err := describe(ctx, r)
	if err != nil {
		return "", err
	}
	dir, err := writeMain(r, crate)
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // it goes with the archive's folder at the latest
	args := []string{"build", "--release", "--manifest-path", filepath.Join(dir, "Cargo.toml"), "--target-dir", r.Target}
	if err := cargo(ctx, s, r, args); err != nil {
		return "", err
	}
	output := filepath.Join(r.Scratch, "function"+exeSuffix())
	if err := os.Rename(filepath.Join(r.Target, "release", mainName(r)+exeSuffix()), output); err != nil {
		return "", fmt.Errorf("keep the function's program: %w", err)
	}
	return output, nil
}

func exeSuffix() string {
	if runtime.GOOS == "windows" {
		return ".exe"
	}
	return ""
}

// crate is what is needed of the function's own crate.
type crate struct {
	Name         string
	Dependencies []dependency
	Targets      []struct {
		Name string
		Kind []string
	}
}

type dependency struct {
	Name string
	Req  string
}

// describe asks cargo about the crate at the root.
func describe(ctx context.Context, r Request) (crate, error) {
	manifest := filepath.Join(r.Root, "Cargo.toml")
	cmd := exec.CommandContext(ctx, r.Cargo, "metadata", "--no-deps", "--format-version", "1", "--manifest-path", manifest)
	cmd.Dir = r.Root
	cmd.Env = environment(r.Scratch)
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		return crate{}, errors.Join(ctx.Err(), newCompileError(r.plain(said.String()), err))
	}
	var metadata struct {
		Packages []struct {
			crate
			ManifestPath string `json:"manifest_path"`
		}
	}
	if err := json.Unmarshal(out, &metadata); err != nil {
		return crate{}, fmt.Errorf("read what cargo says about Cargo.toml: %w", err)
	}
	for _, p := range metadata.Packages {
		if filepath.Clean(p.ManifestPath) == manifest {
			return p.crate, nil
		}
	}
	return crate{}, errors.New("the file Cargo.toml at the root of the archive names no package")
}

// hasLibrary reports whether the crate can be imported.
func (c crate) hasLibrary() bool {
	for _, t := range c.Targets {
		if slices.Contains(t.Kind, "lib") || slices.Contains(t.Kind, "rlib") {
			return true
		}
	}
	return false
}

// requirement returns the versions of a dependency that the crate accepts.
func (c crate) requirement(name string) string {
	for _, d := range c.Dependencies {
		if d.Name == name {
			return d.Req
		}
	}
	return "*"
}

// mainName is a name that no two functions share.
func mainName(r Request) string {
	sum := sha256.Sum256([]byte(r.Scratch))
	return "function-main-" + hex.EncodeToString(sum[:6])
}

// writeMain makes the crate that serves the handler. It lies inside of the
// archive's folder, for cargo to find the configuration that the archive brings.
func writeMain(r Request, c crate) (string, error) {
	if !c.hasLibrary() {
		return "", errors.New("the crate has no library: give Cargo.toml a [lib] whose path is the handler's file, such as src/handler.rs")
	}
	dir := filepath.Join(r.Root, ".function-main")
	manifest := fmt.Sprintf(`[package]
name = %q
version = "0.0.0"
edition = "2021"

[workspace]

[dependencies]
function = { package = %q, path = ".." }
axum = %q
tokio = { version = %q, features = ["rt-multi-thread", "net"] }
`, mainName(r), c.Name, c.requirement("axum"), c.requirement("tokio"))
	serve := serveNew
	if old := regexp.MustCompile(`^[\^~=]?0\.[1-6](\.|$)`); old.MatchString(c.requirement("axum")) {
		serve = serveOld
	}
	source := fmt.Sprintf(serve, strings.ReplaceAll(r.Handler, ".", "::"))
	for name, content := range map[string]string{"Cargo.toml": manifest, filepath.Join("src", "main.rs"): source} {
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return "", fmt.Errorf("write the function's program: %w", err)
		}
		if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
			return "", fmt.Errorf("write the function's program: %w", err)
		}
	}
	// The versions that the function was tried with.
	if lock, err := os.ReadFile(filepath.Join(r.Root, "Cargo.lock")); err == nil {
		if err := os.WriteFile(filepath.Join(dir, "Cargo.lock"), lock, 0o644); err != nil {
			return "", fmt.Errorf("write the function's program: %w", err)
		}
	}
	return dir, nil
}

// parent ends the program when the emulator is gone, which closes standard input.
const parent = `
fn watch_parent() {
    std::thread::spawn(|| {
        let _ = std::io::copy(&mut std::io::stdin(), &mut std::io::sink());
        std::process::exit(0);
    });
}

fn address() -> String {
    format!("127.0.0.1:{}", std::env::var("PORT").expect("PORT"))
}
`

const serveNew = `fn main() {
    watch_parent();
    let app = axum::Router::new().fallback(function::%s);
    tokio::runtime::Runtime::new().expect("runtime").block_on(async {
        let listener = tokio::net::TcpListener::bind(address()).await.expect("cannot serve the function");
        axum::serve(listener, app).await.expect("cannot serve the function");
    });
}
` + parent

const serveOld = `fn main() {
    watch_parent();
    let app = axum::Router::new().fallback(function::%s);
    tokio::runtime::Runtime::new().expect("runtime").block_on(async {
        axum::Server::bind(&address().parse().expect("address"))
            .serve(app.into_make_service())
            .await
            .expect("cannot serve the function");
    });
}
` + parent

// outputBytes bounds what is kept of cargo's output.
const outputBytes = 64 << 10

// cargo runs the command.
func cargo(ctx context.Context, s *process.Supervisor, r Request, args []string) error {
	var mu sync.Mutex
	var said strings.Builder
	err := process.Run(ctx, s, process.Command{
		Path: r.Cargo,
		Args: args,
		Dir:  r.Root,
		Env:  environment(r.Scratch),
		Line: func(_, line string) {
			mu.Lock()
			defer mu.Unlock()
			if said.Len() < outputBytes {
				said.WriteString(line + "\n")
			}
			if line = strings.TrimSpace(line); r.Line != nil && strings.HasPrefix(line, "Downloaded ") {
				r.Line(line)
			}
		},
	})
	if err == nil || ctx.Err() != nil {
		return errors.Join(err, ctx.Err())
	}
	return newCompileError(r.plain(said.String()), err)
}

// plain names files as in the archive.
func (r Request) plain(text string) string {
	for _, path := range []string{r.Root, r.Scratch} {
		text = strings.ReplaceAll(text, path+string(filepath.Separator), "")
		text = strings.ReplaceAll(text, path, ".")
	}
	return strings.TrimSpace(text)
}

// environment of cargo: the user's settings of Rust and of the network, never
// the variables of functions or the secrets around us.
func environment(scratch string) []string {
	env := []string{"TMPDIR=" + scratch, "CARGO_TERM_COLOR=never", "CARGO_NET_RETRY=0"}
	for _, kv := range os.Environ() {
		name, _, _ := strings.Cut(kv, "=")
		if wanted[name] {
			env = append(env, kv)
		}
	}
	return env
}

var wanted = map[string]bool{
	"PATH": true, "HOME": true, "USERPROFILE": true, "SYSTEMROOT": true, "CARGO_HOME": true, "RUSTUP_HOME": true, "RUSTUP_TOOLCHAIN": true,
	"HTTP_PROXY": true, "HTTPS_PROXY": true, "NO_PROXY": true, "http_proxy": true, "https_proxy": true, "no_proxy": true,
	"SSL_CERT_FILE": true, "SSL_CERT_DIR": true, "CC": true, "PKG_CONFIG": true,
}
