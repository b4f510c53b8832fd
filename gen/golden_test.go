package main

import (
	"bytes"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"

	"github.com/rumpl/gosc/gen/internal/testkit"
)

var update = flag.Bool("update", false, "write the golden files anew; review their diff")

// A golden file holds a description, spec.yaml, and what is generated from it: the
// warnings and the Go files. Reference pages are left out except in pages.txtar.
func TestGolden(t *testing.T) {
	paths, err := filepath.Glob("testdata/golden/*.txtar")
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	work := testkit.NewWorkspace(t)
	for _, path := range paths {
		name := strings.TrimSuffix(filepath.Base(path), ".txtar")
		t.Run(name, func(t *testing.T) {
			path, err := filepath.Abs(path)
			require.NoError(t, err)
			golden, err := txtar.ParseFile(path)
			require.NoError(t, err)
			require.Equal(t, "spec.yaml", golden.Files[0].Name)
			inputs := partsOf(golden)
			got := runGolden(t, inputs)
			for _, f := range got {
				if strings.HasSuffix(f.Name, ".go") {
					work.Write(name+"/"+f.Name, string(f.Data))
				}
			}
			golden.Files = append(inputs, selected(name, got)...)
			if *update {
				require.NoError(t, os.WriteFile(path, txtar.Format(golden), 0o644))
			}
			want, err := os.ReadFile(path)
			require.NoError(t, err)
			assert.Equal(t, string(want), string(txtar.Format(golden)), "if this is meant: go test ./gen -run TestGolden -update")
		})
	}
	work.Vet()
}

// partsOf returns the description, spec.yaml, and the files in the folder part, over
// which it may be spread.
func partsOf(archive *txtar.Archive) []txtar.File {
	n := 1
	for n < len(archive.Files) && strings.HasPrefix(archive.Files[n].Name, "part/") {
		n++
	}
	return archive.Files[:n:n]
}

// runGolden generates the package "golden" twice and returns all its files.
func runGolden(t *testing.T, inputs []txtar.File) []txtar.File {
	t.Helper()
	t.Chdir(t.TempDir())
	for _, f := range inputs {
		write(t, f.Name, string(f.Data))
	}
	var stderr bytes.Buffer
	require.Equal(t, 0, run([]string{"-spec", "spec.yaml", "-out", "out", "-package", "golden"}, io.Discard, &stderr), stderr.String())
	require.Equal(t, 0, run([]string{"-spec", "spec.yaml", "-out", "out", "-package", "golden", "-check"}, io.Discard, io.Discard), "a second run changes nothing")
	files := []txtar.File{{Name: "tolerated", Data: stderr.Bytes()}}
	require.NoError(t, filepath.WalkDir("out", func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.Contains(path, ".openapi-generator") {
			return err
		}
		data, err := os.ReadFile(path)
		files = append(files, txtar.File{Name: filepath.ToSlash(strings.TrimPrefix(path, "out/")), Data: data})
		return err
	}))
	return files
}

func selected(name string, files []txtar.File) []txtar.File {
	var out []txtar.File
	for _, f := range files {
		isPage := strings.HasSuffix(f.Name, ".md")
		isClient := f.Name == "client.go"
		isDoc := f.Name == "doc.go"
		if isPage && name != "pages" || isClient && name != "tags" || isDoc && name != "live" || f.Name == "tolerated" && len(f.Data) == 0 {
			continue
		}
		out = append(out, f)
	}
	return out
}
