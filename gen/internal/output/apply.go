package output

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/sync/errgroup"
)

// stageDir holds the new files until all of them are written. Files that a killed run
// has left there are removed by the next run.
const stageDir = Dir + "/next"

// Apply executes the whole plan or nothing: a full disk or a name that is too long is
// detected before the first file is replaced. If the process is killed, the next run
// completes the work, because at any moment
//
//   - every file is either the old or the new one, as a whole;
//   - FILES names at least all the files that the generator has made. It is
//     extended before the first new file appears, and cut down after the last
//     stale one is gone.
func (p *Plan) Apply() error {
	stage := filepath.Join(p.root, filepath.FromSlash(stageDir))
	if err := os.RemoveAll(stage); err != nil {
		return err
	}
	if len(p.Changes) == 0 {
		return nil
	}
	err := p.stage(stage)
	if err == nil {
		err = p.commit(stage)
	}
	return errors.Join(err, os.RemoveAll(stage))
}

// stage writes all new files under their own names, so that a name that the file
// system does not accept is detected here.
func (p *Plan) stage(stage string) error {
	made := map[string]bool{}
	for _, c := range p.Changes {
		dir := filepath.Dir(p.staged(stage, c))
		if c.Kind == Delete || made[dir] {
			continue
		}
		made[dir] = true
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return err
		}
	}
	var group errgroup.Group
	group.SetLimit(8) // files at a time: most of the time is spent waiting for the file system
	for _, c := range p.Changes {
		if c.Kind != Delete {
			group.Go(func() error { return os.WriteFile(p.staged(stage, c), c.data, 0o644) })
		}
	}
	if err := group.Wait(); err != nil {
		return err
	}
	all := append(paths(p.files), p.known...)
	return os.WriteFile(filepath.Join(stage, "FILES"), manifest(all).Data, 0o644)
}

// staged is where a new file is until all of them are written.
func (p *Plan) staged(stage string, c Change) string {
	return filepath.Join(stage, "tree", filepath.FromSlash(c.Path))
}

// commit puts the staged files into place and removes stale ones.
func (p *Plan) commit(stage string) error {
	made := map[string]bool{}
	for _, c := range p.Changes {
		dir := filepath.Dir(p.path(c))
		if c.Kind != Create || made[dir] {
			continue
		}
		made[dir] = true
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return err
		}
	}
	manifestPath := filepath.Join(p.root, filepath.FromSlash(manifestFile))
	if err := rename(filepath.Join(stage, "FILES"), manifestPath); err != nil {
		return err
	}
	final := ""
	for _, c := range p.Changes {
		switch {
		case c.Kind == Delete:
			if err := remove(p.path(c)); err != nil {
				return err
			}
		case c.Path == manifestFile:
			final = p.staged(stage, c)
		default:
			if err := rename(p.staged(stage, c), p.path(c)); err != nil {
				return err
			}
		}
	}
	if final == "" { // FILES does not change after all: restore it
		final = filepath.Join(stage, "FILES")
		if err := os.WriteFile(final, manifest(paths(p.files)).Data, 0o644); err != nil {
			return err
		}
	}
	return rename(final, manifestPath)
}

func (p *Plan) path(c Change) string { return filepath.Join(p.root, filepath.FromSlash(c.Path)) }

// rename and remove are variables so that a test can stop the work at any step.
var (
	rename = os.Rename
	remove = func(path string) error {
		if err := os.Remove(path); !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		return nil
	}
)
