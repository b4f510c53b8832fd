package gosc

import (
	"bytes"
	"io"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestASuccessBeforeTheWholeArchiveIsNone(t *testing.T) {
	client := storage(t, func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, "<html>please log in</html>") // without reading the body
	})
	err := client.FunctionsApi.UploadFunctionCode(t.Context(), "", "fn-1", bytes.NewReader(make([]byte, 32<<20)))
	require.ErrorContains(t, err, "of 33554432 bytes")
}
