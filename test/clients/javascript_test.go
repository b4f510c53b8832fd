package clients

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc"
)

// answerJS returns what it was called with, and what it has in its environment.
var answerJS = fstest.MapFS{"handler.js": {Data: []byte(`export function handle(event) {
  const { STAGE: stage, OVEN: oven, RECIPE: recipe } = process.env
  const { httpMethod: method, path, queryStringParameters: { q } = {}, body } = event
  return { statusCode: 200, body: JSON.stringify({ stage, oven, recipe, method, path, q, body }) }
}
`)}}

// TestJavaScriptSDK runs sdk.mjs, which has the assertions on values.
func TestJavaScriptSDK(t *testing.T) {
	needPackages(t)
	h := newHarness(t)
	archive, err := gosc.ZipFS(answerJS)
	require.NoError(t, err)
	code := make([]byte, archive.Len())
	_, err = archive.Read(code)
	require.NoError(t, err)
	file := filepath.Join(t.TempDir(), "code.zip")
	require.NoError(t, os.WriteFile(file, code, 0o600))

	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	command := exec.CommandContext(ctx, "node", "sdk.mjs")
	command.Env = append(os.Environ(), "EMULATOR_URL="+h.proxy.URL, "SCW_SECRET_KEY="+secretKey, "PROJECT_ID="+projectID, "ARCHIVE="+file)
	out, err := command.CombinedOutput()
	require.NoError(t, err, "%s", out)
	assert.Equal(t, 61, h.proxy.Operations())
	assert.Empty(t, h.proxy.Missing(), "every operation")
	t.Logf("%d exchanges kept the contract", h.proxy.Exchanges())
}
