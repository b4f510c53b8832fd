// Package wrapper carries the programs that load a function's handler in its
// own language and serve it to the emulator.
//
// A wrapper is started in the folder of the unpacked archive with the handler as
// its argument, which "v1beta1" follows if the rules of that version hold for how
// the handler is found. It reads the line "instance KEY" from standard input, loads the
// handler, listens on 127.0.0.1:$PORT, and ends when standard input does. It
// answers requests whose X-Instance-Key is KEY: the body is a JSON object with
// the members event and context, the reply 200 with the JSON form of what the
// handler returned (nothing at all for undefined and None), or 500 with a JSON
// message.
package wrapper

import (
	"embed"
	"fmt"
	"os"
	"path/filepath"
)

// Names of the wrappers' files.
const (
	Node   = "node.cjs"
	Python = "python.py"
	PHP    = "php.php"
)

//go:embed node.cjs python.py php.php
var files embed.FS

// Write puts the wrappers into dir.
func Write(dir string) error {
	for _, name := range []string{Node, Python, PHP} {
		content, err := files.ReadFile(name)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o644); err != nil {
			return fmt.Errorf("write wrapper: %w", err)
		}
	}
	return nil
}
