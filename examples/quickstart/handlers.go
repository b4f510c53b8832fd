package main

import (
	"embed"
	"fmt"
	"io/fs"
	"os/exec"

	"github.com/rumpl/gosc"
)

//go:embed _handlers
var handlers embed.FS

// runtimes are what the guide can show, in the order in which the default is
// looked for. The program is what the runtime needs on this machine.
var runtimes = []struct {
	name    gosc.FunctionRuntime
	handler string
	program string
}{
	{gosc.FunctionRuntimeNode10, "handler.hello", "node"},
	{gosc.FunctionRuntimePython3, "handler.hello", "python3"},
	{gosc.FunctionRuntimeGolang, ".", "go"},
}

// pickRuntime returns the handler of the wanted runtime; "" is the first one
// whose program is installed.
func pickRuntime(wanted string) (name gosc.FunctionRuntime, handler string, code fs.FS, err error) {
	for _, r := range runtimes {
		_, missing := exec.LookPath(r.program)
		if string(r.name) == wanted || (wanted == "" && missing == nil) {
			code, err = fs.Sub(handlers, "_handlers/"+string(r.name))
			return r.name, r.handler, code, err
		}
	}
	return "", "", nil, fmt.Errorf("no runtime %q: use node10, python3 or golang", wanted)
}
