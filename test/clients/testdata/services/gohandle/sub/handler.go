// Package sub is a function.
package sub

import (
	"io"
	"net/http"
)

// Handle answers a call.
func Handle(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "from the subfolder") }
