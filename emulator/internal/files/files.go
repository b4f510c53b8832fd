// Package files writes files that survive a crash of the machine: the work of a
// function of this package is on disk when it returns, and a file has its name only
// when it is complete.
package files

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
)

// SyncDir writes the entries of a folder to disk: the names of new files,
// renames and deletions.
func SyncDir(dir string) error {
	if runtime.GOOS == "windows" { // which has no such call, and needs none
		return nil
	}
	folder, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

// Rename renames a file inside of its folder.
func Rename(from, to string) error {
	if err := os.Rename(from, to); err != nil {
		return err
	}
	return SyncDir(filepath.Dir(to))
}

// Write makes or replaces a small file in place; a crash may leave it cut off.
func Write(path string, data []byte) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(data)
	if err := errors.Join(err, file.Sync(), file.Close()); err != nil {
		return err
	}
	return SyncDir(filepath.Dir(path))
}

// Copy makes a copy of a file under another name.
func Copy(from, to string) (err error) {
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer source.Close() // nothing was written
	temp, err := os.CreateTemp(filepath.Dir(to), filepath.Base(to)+".*.part")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(temp.Name()))
		}
	}()
	_, err = io.Copy(temp, source)
	if err = errors.Join(err, temp.Sync(), temp.Close()); err != nil {
		return err
	}
	return Rename(temp.Name(), to)
}
