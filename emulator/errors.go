package emulator

import "github.com/rumpl/gosc/emulator/internal/state"

// DamagedStateError means that the state file in Options.DataDir is not what an
// emulator has written: its text names the file, the damage, and what to do.
// Nothing has been changed.
type DamagedStateError = state.DamagedError

// ForeignFolderError means that Options.DataDir is not empty and was not made by an
// emulator. Nothing has been changed.
type ForeignFolderError = state.ForeignFolderError
