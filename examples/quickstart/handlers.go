package main

import (
	"embed"
	"fmt"
	"io/fs"
	"os/exec"
	"strings"
)

//go:embed _handlers
var handlers embed.FS

// choice is a runtime that the guide can use.
type choice struct {
	name    string
	handler string
	program string // the program that the runtime needs on this machine
}

// runtimes are those of each API, in the order in which the default is looked for.
var runtimes = map[string][]choice{
	apiV1alpha2: {{"node10", "handler.hello", "node"}, {"python3", "handler.hello", "python3"}, {"golang", ".", "go"}},
	apiV1beta1:  {{"node24", "handler.hello", "node"}, {"python313", "handler.hello", "python3"}, {"go125", "Handle", "go"}},
}

// pickRuntime returns the handler of the wanted runtime; "" is the first one
// whose program is installed.
func pickRuntime(api, wanted string) (name, handler string, code fs.FS, err error) {
	var names []string
	for _, r := range runtimes[api] {
		_, missing := exec.LookPath(r.program)
		if r.name == wanted || (wanted == "" && missing == nil) {
			code, err = fs.Sub(handlers, "_handlers/"+r.name)
			return r.name, r.handler, code, err
		}
		names = append(names, r.name)
	}
	if names == nil {
		return "", "", nil, fmt.Errorf("no API %q: use v1alpha2 or v1beta1", api)
	}
	last := len(names) - 1
	return "", "", nil, fmt.Errorf("no runtime %q: use %s or %s", wanted, strings.Join(names[:last], ", "), names[last])
}
