package apps

import (
	"maps"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A registry that cannot be reached is no fault of the function's.
func TestBetaRustWithoutRegistry(t *testing.T) {
	needs(t, "rust196")
	a, lines := newTestApp(t, newTestManager(t, Options{}))
	err := a.Deploy(t.Context(), Spec{Rules: V1beta1, Runtime: "rust196", Archive: zipOf(t, map[string]string{
		".cargo/config.toml": "[source.crates-io]\nreplace-with = \"gone\"\n[source.gone]\nregistry = \"sparse+http://127.0.0.1:1/\"\n",
		"Cargo.toml":         rustCrates["Cargo.toml"],
		"src/handler.rs":     "pub async fn handle() -> &'static str { \"ok\" }",
	})})
	var deploy *DeployError
	require.ErrorAs(t, err, &deploy)
	assert.Equal(t, messageCrates, deploy.Message)
	lines.await(t, "127.0.0.1")
}

// rustCrates stands for the crates of an archive with vendor/: as much of axum
// and tokio as the emulator's program uses.
var rustCrates = map[string]string{
	".cargo/config.toml": "[source.crates-io]\nreplace-with = \"vendored\"\n[source.vendored]\ndirectory = \"vendor\"\n",
	"Cargo.toml": `[package]
name = "hello-fn"
version = "0.1.0"
edition = "2021"

[lib]
path = "src/handler.rs"

[dependencies]
axum = "0.7"
`,
	"vendor/tokio/.cargo-checksum.json": `{"files":{}}`,
	"vendor/tokio/Cargo.toml":           "[package]\nname = \"tokio\"\nversion = \"1.0.0\"\nedition = \"2021\"\n[features]\nrt-multi-thread = []\nnet = []\n",
	"vendor/tokio/src/lib.rs": `pub mod runtime {
    use std::{future::Future, pin::pin, task::{Context, Poll, Waker}};
    pub struct Runtime;
    impl Runtime {
        pub fn new() -> std::io::Result<Self> { Ok(Runtime) }
        pub fn block_on<F: Future>(&self, future: F) -> F::Output {
            let mut future = pin!(future);
            loop {
                if let Poll::Ready(out) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) { return out; }
            }
        }
    }
}
pub mod net {
    pub struct TcpListener(pub std::net::TcpListener);
    impl TcpListener {
        pub async fn bind(address: String) -> std::io::Result<Self> { std::net::TcpListener::bind(address).map(TcpListener) }
    }
}
`,
	"vendor/axum/.cargo-checksum.json": `{"files":{}}`,
	"vendor/axum/Cargo.toml":           "[package]\nname = \"axum\"\nversion = \"0.7.9\"\nedition = \"2021\"\n[dependencies]\ntokio = \"1\"\n",
	"vendor/axum/src/lib.rs": `use std::{future::Future, io::{Read, Write}};
pub struct Router<F>(F);
impl Router<()> {
    pub fn new() -> Self { Router(()) }
    pub fn fallback<F>(self, handler: F) -> Router<F> { Router(handler) }
}
pub async fn serve<F: Fn(String) -> R, R: Future<Output = String>>(listener: tokio::net::TcpListener, router: Router<F>) -> std::io::Result<()> {
    loop {
        let (mut connection, _) = listener.0.accept()?;
        let mut head = [0; 4096];
        let n = connection.read(&mut head)?;
        if n == 0 { continue; }
        let line = String::from_utf8_lossy(&head[..n]).lines().next().unwrap_or("").to_string();
        let body = (router.0)(line).await;
        write!(connection, "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{}", body.len(), body)?;
    }
}
`,
}

func rustSpec(t *testing.T, handler, source string) Spec {
	needs(t, "rust196")
	files := maps.Clone(rustCrates)
	files["src/handler.rs"] = source
	return Spec{Rules: V1beta1, Runtime: "rust196", Handler: handler, Archive: zipOf(t, files)}
}

func TestBetaRust(t *testing.T) {
	a, lines := deployed(t, Options{}, rustSpec(t, "", `pub async fn handle(request: String) -> String { println!("called"); format!("rust saw {request}") }`))
	got := send(t, a, "GET", "/path", "", nil)
	assert.Equal(t, 200, got.status)
	assert.Equal(t, "rust saw GET /path HTTP/1.1", got.body)
	assert.Equal(t, "envoy", got.header.Get("Server"))
	lines.await(t, "called")
}

func TestBetaRustErrors(t *testing.T) {
	const build = "an error occurred during function source code build step"
	noLibrary := rustSpec(t, "", "")
	noLibrary.Archive = zipOf(t, map[string]string{"Cargo.toml": "[package]\nname = \"x\"\nversion = \"0.1.0\"\n", "src/main.rs": "fn main() {}"})
	noManifest := rustSpec(t, "", "")
	noManifest.Archive = zipOf(t, map[string]string{"src/handler.rs": ""})
	tests := []struct {
		name string
		spec Spec
		log  string
	}{
		{"does not compile", rustSpec(t, "", `pub async fn handle(request: String) -> String { nope() }`), "cannot find function `nope`"},
		{"no such handler", rustSpec(t, "other", `pub async fn handle(request: String) -> String { request }`), "other"},
		{"no library", noLibrary, "the crate has no library"},
		{"no manifest", noManifest, "the archive has no Cargo.toml at its root"},
		{"no handler name", rustSpec(t, "a-b", ""), `handler "a-b" is not the name of a function`},
	}
	m := newTestManager(t, Options{})
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a, lines := newTestApp(t, m)
			err := a.Deploy(t.Context(), tt.spec)
			var deploy *DeployError
			require.ErrorAs(t, err, &deploy)
			assert.Equal(t, build, deploy.Message)
			lines.await(t, tt.log)
			assert.NotContains(t, lines.text(), m.dir)
		})
	}
}
