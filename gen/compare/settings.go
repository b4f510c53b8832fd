package main

import (
	"os"
	"path/filepath"
	"regexp"
	"time"
)

// settings are what all tables need.
type settings struct {
	work, repo string
	limit      time.Duration
	chosen     *regexp.Regexp // descriptions
}

// prepare finds the repository and makes the folder to work in. The function that it
// returns removes that again if it is temporary.
func (s *settings) prepare() (cleanUp func(), err error) {
	cleanUp = func() {}
	if s.repo, err = repository(); err != nil {
		return cleanUp, err
	}
	if s.work == "" {
		if s.work, err = os.MkdirTemp("", "compare"); err != nil {
			return cleanUp, err
		}
		temporary := s.work
		cleanUp = func() { os.RemoveAll(temporary) }
	}
	if s.work, err = filepath.Abs(s.work); err != nil {
		return cleanUp, err
	}
	if err := os.MkdirAll(filepath.Join(s.work, "bin"), 0o755); err != nil {
		return cleanUp, err
	}
	return cleanUp, os.WriteFile(filepath.Join(s.work, "ogen.yml"), []byte(ogenConfig), 0o644)
}
