package apps

import (
	"context"
	"errors"

	"github.com/rumpl/gosc/emulator/internal/apps/toolchain"
)

func (m *Manager) rustProgram(ctx context.Context, a *App, spec Spec, tool toolchain.Tool, root, dir string) (program, error) {
	return program{}, errors.New("rust functions cannot be built here")
}
