//go:build unix

package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// largeSpec is a description of three operations for each of a number of things, of
// fifty schemas or more and about 170 lines an operation, with a description of a
// megabyte.
func largeSpec(things int) string {
	var b strings.Builder
	b.WriteString("openapi: 3.1.0\ninfo:\n  title: Large\n  version: v1\n  description: |\n")
	for range 15_000 {
		b.WriteString("    A line of prose that is not needed in every single file of a client.\n")
	}
	b.WriteString("paths:\n")
	for i := range things {
		fmt.Fprintf(&b, "  /large/v1/regions/{region}/things%d:\n", i)
		largeOperation(&b, i, "get", "List", "s")
		largeOperation(&b, i, "post", "Create", "")
		fmt.Fprintf(&b, "  /large/v1/regions/{region}/things%d/{thing_id}:\n", i)
		largeOperation(&b, i, "patch", "Update", "")
	}
	b.WriteString("components:\n  schemas:\n")
	schemas := max(50, things)
	for i := range schemas {
		fmt.Fprintf(&b, "    scaleway.large.v1.Thing%d:\n      type: object\n      description: A thing.\n      properties:\n", i)
		largeFields(&b, i, "        ")
		fmt.Fprintf(&b, "        next:\n          $ref: '#/components/schemas/scaleway.large.v1.Thing%d'\n          deprecated: true\n", (i+1)%schemas)
	}
	return b.String()
}

func largeOperation(b *strings.Builder, i int, method, verb, plural string) {
	fmt.Fprintf(b, "    %s:\n      operationId: %sThing%d%s\n      tags: [Things %d]\n      summary: %s a thing\n      parameters:\n", method, verb, i, plural, i%6, verb)
	fmt.Fprintf(b, "        - {in: path, name: region, required: true, schema: {type: string}}\n")
	if verb == "Update" {
		fmt.Fprintf(b, "        - {in: path, name: thing_id, required: true, schema: {type: string}}\n")
	}
	for j := range 6 {
		fmt.Fprintf(b, "        - in: query\n          name: filter_%d\n          schema:\n            type: string\n            enum: [a%d, b, c]\n", j, j)
	}
	if verb != "List" {
		b.WriteString("      requestBody:\n        content:\n          application/json:\n            schema:\n              type: object\n              properties:\n")
		largeFields(b, i, "                ")
	}
	fmt.Fprintf(b, "      responses:\n        '200':\n          content:\n            application/json:\n              schema:\n                $ref: '#/components/schemas/scaleway.large.v1.Thing%d'\n", i)
}

func largeFields(b *strings.Builder, seed int, indent string) {
	for j := range 14 {
		fmt.Fprintf(b, "%sfield_%d:\n%s  type: string\n%s  nullable: true\n%s  description: Field %d of a thing.\n", indent, j, indent, indent, indent, j)
	}
	fmt.Fprintf(b, "%sstatus:\n%s  type: string\n%s  enum: [unknown, ready, s%d]\n", indent, indent, indent, seed)
	fmt.Fprintf(b, "%slabels:\n%s  type: object\n%s  properties:\n%s    <labelKey>:\n%s      type: string\n", indent, indent, indent, indent, indent)
	fmt.Fprintf(b, "%slines:\n%s  type: array\n%s  items:\n%s    type: object\n%s    properties:\n%s      amount:\n%s        type: integer\n", indent, indent, indent, indent, indent, indent, indent)
}

var operations = flag.Int("operations", 60, "how many operations the description of BenchmarkRun has")

// BenchmarkRun runs the program, as a process, from the description to the files of
// a large API:
//
//	go test ./gen -run '^$' -bench Run -operations 1002
//
// Its goals, on a machine with two processors that does nothing else: 60 operations
// in half a second and 100 MB, 1,002 operations in two seconds and 400 MB.
func BenchmarkRun(b *testing.B) {
	dir := b.TempDir()
	program := filepath.Join(dir, "gen")
	require.NoError(b, exec.CommandContext(b.Context(), "go", "build", "-o", program, ".").Run())
	spec := filepath.Join(dir, "spec.yaml")
	require.NoError(b, os.WriteFile(spec, []byte(largeSpec(*operations/3)), 0o644))
	peak, n, spent := int64(0), 0, time.Duration(0)
	for b.Loop() {
		n++
		cmd := exec.CommandContext(b.Context(), program, "-spec", spec, "-out", filepath.Join(b.TempDir(), fmt.Sprint("out", n)), "-package", "large")
		out, err := cmd.CombinedOutput()
		require.NoError(b, err, string(out))
		spent += cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
		if usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
			peak = max(peak, usage.Maxrss) // kB on Linux
		}
	}
	b.ReportMetric(float64(peak)/1024, "peak-MB")
	b.ReportMetric(spent.Seconds()/float64(n), "cpu-s/op")
}

// TestLargeDescriptionIsNotRepeated checks that a long description is written only once
// in a file.
func TestLargeDescriptionIsNotRepeated(t *testing.T) {
	inDir(t, largeSpec(2))
	require.Equal(t, 0, run([]string{"-spec", "spec.yaml", "-out", "out", "-package", "large"}, io.Discard, io.Discard))
	total := int64(0)
	require.NoError(t, filepath.WalkDir("out", func(path string, entry os.DirEntry, err error) error {
		require.NoError(t, err)
		info, err := entry.Info()
		require.NoError(t, err)
		if !entry.IsDir() {
			total += info.Size()
			require.Less(t, info.Size(), int64(100<<10), path)
		}
		return nil
	}))
	require.Less(t, total, int64(3<<20))
}
