package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/module"
	"golang.org/x/mod/sumdb/dirhash"
	"golang.org/x/mod/zip"
)

// published is a fixed time, so that the same tree gives the same proxy.
const published = "2021-01-01T00:00:00Z"

// writeProxy writes the released modules into dir in the layout of the module
// proxy protocol, and returns their lines of go.sum.
func writeProxy(ctx context.Context, root, dir, version string) ([]string, error) {
	files, err := treeFiles(ctx, root)
	if err != nil {
		return nil, err
	}
	var sums []string
	for _, folder := range released {
		lines, err := writeModule(root, dir, folder, version, files)
		if err != nil {
			return nil, fmt.Errorf("module %s: %w", modulePath(folder), err)
		}
		sums = append(sums, lines...)
	}
	return sums, nil
}

// treeFiles returns the files of the tree, with slashes: those in git, and untracked
// ones that are not ignored.
func treeFiles(ctx context.Context, root string) ([]string, error) {
	list, err := output(ctx, root, nil, "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
	if err != nil {
		return nil, err
	}
	names := strings.Split(strings.TrimSuffix(list, "\x00"), "\x00")
	slices.Sort(names)
	return slices.DeleteFunc(slices.Compact(names), func(name string) bool {
		_, err := os.Lstat(filepath.Join(root, filepath.FromSlash(name)))
		return err != nil // deleted, and not committed yet
	}), nil
}

func writeModule(root, dir, folder, version string, tree []string) ([]string, error) {
	mod := module.Version{Path: modulePath(folder), Version: version}
	escaped, err := module.EscapePath(mod.Path)
	if err != nil {
		return nil, err
	}
	at := filepath.Join(dir, filepath.FromSlash(escaped), "@v")
	if err := os.MkdirAll(at, 0o755); err != nil {
		return nil, err
	}
	goMod, err := os.ReadFile(filepath.Join(root, folder, "go.mod"))
	if err != nil {
		return nil, err
	}
	var archive bytes.Buffer
	if err := zip.Create(&archive, mod, moduleFiles(root, folder, tree)); err != nil {
		return nil, err
	}
	archiveName := filepath.Join(at, version+".zip")
	for name, content := range map[string][]byte{
		filepath.Join(at, "list"):          []byte(version + "\n"),
		filepath.Join(at, version+".info"): fmt.Appendf(nil, `{"Version":%q,"Time":%q}`, version, published),
		filepath.Join(at, version+".mod"):  goMod,
		archiveName:                        archive.Bytes(),
	} {
		if err := os.WriteFile(name, content, 0o644); err != nil {
			return nil, err
		}
	}
	return sumLines(mod, archiveName, goMod)
}

func sumLines(mod module.Version, archive string, goMod []byte) ([]string, error) {
	ofArchive, err := dirhash.HashZip(archive, dirhash.Hash1)
	if err != nil {
		return nil, err
	}
	ofGoMod, err := dirhash.Hash1([]string{"go.mod"}, func(string) (io.ReadCloser, error) {
		return io.NopCloser(bytes.NewReader(goMod)), nil
	})
	if err != nil {
		return nil, err
	}
	return []string{
		fmt.Sprintf("%s %s %s", mod.Path, mod.Version, ofArchive),
		fmt.Sprintf("%s %s/go.mod %s", mod.Path, mod.Version, ofGoMod),
	}, nil
}

// moduleFiles returns the files below a folder; package zip leaves out nested
// modules. As the go command does, it gives a nested module without a license that
// of the root, so that the checksums are those of the tagged version.
func moduleFiles(root, folder string, tree []string) []zip.File {
	var out []zip.File
	licensed := false
	for _, name := range tree {
		inside := name
		if folder != "." {
			var ok bool
			if inside, ok = strings.CutPrefix(name, folder+"/"); !ok {
				continue
			}
		}
		licensed = licensed || inside == "LICENSE"
		out = append(out, file{inside, filepath.Join(root, filepath.FromSlash(name))})
	}
	if !licensed {
		out = append(out, file{"LICENSE", filepath.Join(root, "LICENSE")})
	}
	return out
}

// file is a zip.File.
type file struct {
	name string // in the module
	disk string
}

func (f file) Path() string                 { return path.Clean(f.name) }
func (f file) Lstat() (os.FileInfo, error)  { return os.Lstat(f.disk) }
func (f file) Open() (io.ReadCloser, error) { return os.Open(f.disk) }
