// Package hello is a function: its handler is the name of a plain HTTP handler,
// "Handle".
package hello

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
)

func Handle(w http.ResponseWriter, r *http.Request) {
	fmt.Printf("quickstart: %s from %s\n", r.Method, os.Getenv("WHERE"))
	body, _ := io.ReadAll(r.Body)
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(map[string]string{
		"message": "Hello, World",
		"where":   os.Getenv("WHERE"),
		"level":   os.Getenv("LEVEL"),
		"body":    string(body),
		"secret":  os.Getenv("SECRET"),
	})
}
