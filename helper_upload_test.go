package gosc

import (
	"bytes"
	"io"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestUploadFunctionCode(t *testing.T) {
	var got []byte
	client := storage(t, func(w http.ResponseWriter, r *http.Request) { got, _ = io.ReadAll(r.Body) })
	err := client.FunctionsApi.UploadFunctionCode(t.Context(), "", "fn-1", bytes.NewReader([]byte("zip")))
	require.NoError(t, err)
	assert.Equal(t, "zip", string(got))
	err = client.FunctionsApi.UploadFunctionCode(t.Context(), "", "", bytes.NewReader([]byte("zip")))
	require.EqualError(t, err, "gosc: GetFunctionUploadURL: function_id is empty")
}
