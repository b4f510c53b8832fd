package main

import (
	"bytes"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	spreadSpec = `openapi: 3.0.3
info: {title: x, version: v1}
paths:
  /x/v1/orders:
    get:
      operationId: GetOrder
      responses:
        '200': {description: ok, content: {application/json: {schema: {$ref: schemas/Order.yaml}}}}
`
	spreadOrder = "type: object\nproperties:\n  id: {type: string}\n  name: {type: string}\n"
)

// TestFilesAreChecked checks that -check, the hash and -diff look at every file of a
// description.
func TestFilesAreChecked(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "new/spec.yaml", spreadSpec)
	write(t, "new/schemas/Order.yaml", spreadOrder)
	args := []string{"-spec", "new/spec.yaml", "-out", "out", "-package", "x"}
	require.Equal(t, 0, run(args, io.Discard, io.Discard))
	sum := read(t, "out/.openapi-generator/openapi.sha256")
	require.Equal(t, 0, run(append(args, "-check"), io.Discard, io.Discard))

	write(t, "old/spec.yaml", spreadSpec)
	write(t, "old/schemas/Order.yaml", spreadOrder)
	write(t, "new/schemas/Order.yaml", strings.Replace(spreadOrder, "  name: {type: string}\n", "", 1))
	var stdout bytes.Buffer
	require.Equal(t, 1, run(append(args, "-check"), &stdout, io.Discard))
	assert.Contains(t, stdout.String(), "update model_order.go\n")
	assert.Contains(t, stdout.String(), "update .openapi-generator/openapi.sha256\n")
	require.Equal(t, 0, run(args, io.Discard, io.Discard))
	assert.NotEqual(t, sum, read(t, "out/.openapi-generator/openapi.sha256"))

	stdout.Reset()
	require.Equal(t, 1, run([]string{"-spec", "new/spec.yaml", "-diff", "old/spec.yaml", "-package", "x"}, &stdout, io.Discard))
	assert.Contains(t, stdout.String(), "the field Order.Name is gone")
}

// TestLinksOutOfTheFolderAreNotFollowed checks that only files of the folder are read,
// even through symbolic links.
func TestLinksOutOfTheFolderAreNotFollowed(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "in/spec.yaml", spreadSpec)
	write(t, "Order.yaml", spreadOrder)
	require.NoError(t, os.Mkdir("in/schemas", 0o755))
	require.NoError(t, os.Symlink("../../Order.yaml", "in/schemas/Order.yaml"))
	var stderr bytes.Buffer
	require.Equal(t, 1, run([]string{"-spec", "in/spec.yaml", "-out", "out", "-package", "x"}, io.Discard, &stderr))
	assert.Contains(t, stderr.String(), `in/spec.yaml:8: `)
	assert.Contains(t, stderr.String(), "path escapes")
	assert.NoDirExists(t, "out")
}
