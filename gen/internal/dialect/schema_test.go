package dialect

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc/gen/internal/diag"
	"github.com/rumpl/gosc/gen/internal/openapi"
)

// schema reads a schema written in YAML, as the only component of a document.
func schema(t *testing.T, version, yaml string) *openapi.Schema {
	t.Helper()
	text := "openapi: " + version + "\ninfo: {title: x, version: v1}\npaths:\n  /x: {get: {operationId: X, responses: {'204': {description: x}}}}\n" +
		"components:\n  schemas:\n    Other: {type: object, properties: {x: {type: string}}}\n    S:\n      " +
		strings.ReplaceAll(strings.TrimSpace(yaml), "\n", "\n      ") + "\n"
	problems := &diag.List{File: "test"}
	doc := openapi.Load([]byte(text), problems, false)
	require.NoError(t, problems.Err())
	return doc.Schemas[1].Schema
}
