package state

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/rumpl/gosc/emulator/internal/files"
)

const (
	fileName = "state.db"
	newName  = "state.db.new" // until it is complete
	// MarkName is the file by which the emulator knows a folder as its own.
	MarkName = "functions-emulator.txt"
	markText = "This folder belongs to functions-emulator"
	markRest = ", which keeps its state, code and logs here.\n" +
		"Without this file it does not touch a folder that is not empty.\n"
	// ArchivesName is the folder of uploaded code beside the state file.
	ArchivesName = "archives"
	lostAndFound = "lost+found" // an empty volume has it
)

// ForeignFolderError means that a folder has something in it and was not made
// by the emulator.
type ForeignFolderError struct {
	Dir string
}

func (e *ForeignFolderError) Error() string {
	return fmt.Sprintf("%s is not empty and is not a folder of the emulator (it has no %s). Nothing was changed; "+
		"name a folder that is empty or does not exist", e.Dir, MarkName)
}

// takeFolder makes sure that a folder is the emulator's own. It changes nothing
// in one that is not. An empty folder is marked at once; one that an emulator
// without marks has left is marked by the caller when its state has been read.
func takeFolder(dir string) (marked bool, err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return false, err
	}
	text, err := os.ReadFile(filepath.Join(dir, MarkName))
	if err == nil && bytes.HasPrefix(text, []byte(markText)) {
		return true, nil
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return false, err
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return false, err
	}
	// A mark that is cut off is what a kill in the very first moment leaves.
	cutOff := strings.HasPrefix(markText+markRest, string(text))
	if !slices.ContainsFunc(entries, func(entry fs.DirEntry) bool {
		return entry.Name() != lostAndFound && (entry.Name() != MarkName || !cutOff)
	}) {
		return true, mark(dir)
	}
	if madeBefore(dir) {
		return false, nil
	}
	return false, &ForeignFolderError{Dir: dir}
}

func mark(dir string) error {
	return files.Write(filepath.Join(dir, MarkName), []byte(markText+markRest))
}

// madeBefore reports whether an emulator that made no marks has left this
// folder: its state file is a database with the tables of that time. A file
// that is damaged is looked at when it is opened.
func madeBefore(dir string) bool {
	path := filepath.Join(dir, fileName)
	if info, err := os.Lstat(path); err != nil || !info.Mode().IsRegular() {
		return false
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return false
	}
	for _, table := range []string{"namespaces", "applications", "servers"} {
		if !bytes.Contains(data, []byte(table)) {
			return false
		}
	}
	return true
}

// hasArchives reports whether there is code beside the state file.
func hasArchives(dir string) bool {
	entries, err := os.ReadDir(filepath.Join(dir, ArchivesName))
	return err == nil && len(entries) > 0
}

// setAside renames the state file and the archives, and returns the new names.
func setAside(dir string, now time.Time) ([]string, error) {
	suffix := ".damaged-" + now.UTC().Format(timeInName)
	var moved []string
	for _, name := range []string{fileName, ArchivesName} {
		from := filepath.Join(dir, name)
		if _, err := os.Lstat(from); errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err := os.Rename(from, from+suffix); err != nil {
			return moved, err
		}
		moved = append(moved, from+suffix)
	}
	return moved, files.SyncDir(dir)
}
