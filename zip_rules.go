package gosc

import (
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/rumpl/gosc/internal/gitignore"
)

const (
	gitIgnoreFile  = ".gitignore"
	goscIgnoreFile = ".gosciignore"
)

// reasonFolder is the reason for leaving out the content of a folder that was left
// out, and reported, already.
const reasonFolder = "its folder"

// dependencyFolders hold what package managers install. Repositories ignore
// them, and functions need them.
var dependencyFolders = []string{"node_modules", "vendor", "package"}

// zipRules decides what goes into an archive.
type zipRules struct {
	exclude, include gitignore.List
	files            []ignoreFile // of the folders entered, the innermost last
	dependencies     int          // how many of the folders entered are dependency folders
	ignored          int          // how many of them are entered only for what Include names
}

// ignoreFile is a .gitignore or a .gosciignore.
type ignoreFile struct {
	name   string
	folder string // in the archive
	list   gitignore.List
}

func newZipRules(params *ZipParams) zipRules {
	parse := func(patterns []string) gitignore.List { return gitignore.Parse(strings.Join(patterns, "\n")) }
	return zipRules{exclude: parse(params.Exclude), include: parse(params.Include)}
}

// enter reads the ignore files of a folder. The function that it returns drops them
// again.
func (r *zipRules) enter(fsys fs.FS, name, real string, noFiles bool) (leave func(), err error) {
	before := *r
	leave = func() { *r = before }
	if slices.Contains(dependencyFolders, path.Base(name)) {
		r.dependencies++
	}
	if name != "." && r.isLeftOut(fsys, name, real) {
		r.ignored++
	}
	if noFiles {
		return leave, nil
	}
	for _, file := range []string{gitIgnoreFile, goscIgnoreFile} { // the second overrides the first
		data, err := fs.ReadFile(fsys, path.Join(real, file))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return leave, withName(path.Join(real, file), err)
		}
		r.files = append(slices.Clip(r.files), ignoreFile{file, name, gitignore.Parse(string(data))})
	}
	return leave, nil
}

func (r *zipRules) isLeftOut(fsys fs.FS, name, real string) bool {
	reason, _ := r.verdict(fsys, name, real, true)
	return reason != ""
}

// verdict returns why a file or folder is left out; "" means that it is packed. A
// folder that is left out may contain something that Include names.
func (r *zipRules) verdict(fsys fs.FS, name, real string, isDir bool) (reason string, inside bool) {
	switch {
	case r.exclude.Ignores(name, isDir):
		return "ZipParams.Exclude", false
	case r.include.Ignores(name, isDir):
		return "", false
	case r.ignored > 0:
		reason = reasonFolder
	default:
		reason = r.ignoredBy(fsys, name, real, isDir)
	}
	return reason, reason != "" && isDir && len(r.include) > 0
}

// ignoredBy consults the ignore files, the innermost first, and then the defaults.
func (r *zipRules) ignoredBy(fsys fs.FS, name, real string, isDir bool) string {
	dependency := r.dependencies > 0 || (isDir && slices.Contains(dependencyFolders, path.Base(name)))
	for _, file := range slices.Backward(r.files) {
		if dependency && file.name == gitIgnoreFile {
			continue
		}
		inFolder := name
		if file.folder != "." {
			inFolder = strings.TrimPrefix(name, file.folder+"/")
		}
		if ignored, matched := file.list.Match(inFolder, isDir); matched {
			if ignored {
				return file.name
			}
			return ""
		}
	}
	return leftOutByDefault(fsys, path.Base(name), real, isDir)
}

// leftOutByDefault returns why a file or folder that no function needs is left out.
func leftOutByDefault(fsys fs.FS, base, real string, isDir bool) string {
	switch {
	case slices.Contains([]string{".git", ".hg", ".svn", ".bzr", ".jj"}, base):
		return "version control"
	case !isDir && (base == ".env" || strings.HasPrefix(base, ".env.")):
		return "environment file"
	case isDir && base == "__pycache__":
		return "Python bytecode"
	case isDir && isVirtualEnvironment(fsys, real):
		return "Python virtual environment"
	case base == ".DS_Store":
		return "folder settings"
	case base == goscIgnoreFile:
		return "only for packing"
	}
	return ""
}

// isVirtualEnvironment reports whether Python treats the folder as one.
func isVirtualEnvironment(fsys fs.FS, folder string) bool {
	_, err := fs.Stat(fsys, path.Join(folder, "pyvenv.cfg"))
	return err == nil
}
