package emulator_test

// Code that the tests deploy.
const (
	// echoJS answers with what it was called with, and writes it to its log.
	echoJS = `exports.handle = async (event) => {
  console.log("called with " + event.body)
  return { body: { got: event.body, method: event.httpMethod, env: process.env } }
}`

	// webServer is a container: a web server on $PORT.
	webServer = `import http.server, os, sys
class Handler(http.server.BaseHTTPRequestHandler):
    def answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        print(self.command, body.decode(), flush=True)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(("web " + os.environ["SCW_APPLICATION_ID"]).encode())
    do_GET = do_POST = answer
    def log_message(self, *args): pass
http.server.ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Handler).serve_forever()`
)
