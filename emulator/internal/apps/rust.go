package apps

import (
	"context"
	"path/filepath"

	"github.com/rumpl/gosc/emulator/internal/apps/rustbuild"
	"github.com/rumpl/gosc/emulator/internal/apps/toolchain"
)

// rustProgram compiles a Rust function below dir.
func (m *Manager) rustProgram(ctx context.Context, a *App, spec Spec, tool toolchain.Tool, root, dir string) (program, error) {
	output, err := rustbuild.Build(ctx, m.supervisor, rustbuild.Request{
		Cargo:   tool.Path,
		Root:    root,
		Handler: handlerOf(spec),
		Target:  filepath.Join(m.dir, "rust"),
		Scratch: dir,
		Line:    a.system,
	})
	if err != nil {
		return program{}, &buildError{err}
	}
	return program{path: output, dir: root, grace: functionGrace}, nil
}
