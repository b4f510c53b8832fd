package output

import (
	"errors"
	"io/fs"
	"os"

	"github.com/rumpl/gosc/internal/gitignore"
)

// readIgnore reads patterns in the syntax of .gitignore. Without the file nothing
// is ignored.
func readIgnore(path string) (func(string) bool, error) {
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return func(string) bool { return false }, nil
	}
	if err != nil {
		return nil, err
	}
	patterns := gitignore.Parse(string(data))
	return func(path string) bool { return patterns.Ignores(path, false) }, nil
}
