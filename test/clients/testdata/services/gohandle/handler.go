// Package bread is a function.
package bread

import (
	"io"
	"net/http"
)

// Handle answers a call.
func Handle(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "from the root") }
