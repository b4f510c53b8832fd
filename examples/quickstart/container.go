package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
)

// serveAsContainer is the program in the guide's container: a server that listens on
// $PORT. The emulator runs this executable for it, so that nothing else has to be
// installed.
func serveAsContainer() error {
	return http.ListenAndServe("127.0.0.1:"+os.Getenv("PORT"), http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Printf("quickstart container: %s %s\n", r.Method, r.URL.Path)
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(greeting{Message: "Hello from a container", Where: os.Getenv("WHERE")})
	}))
}
