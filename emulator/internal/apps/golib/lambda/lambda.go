// Package lambda runs a function: its main hands the handler to Start.
package lambda

import (
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"runtime/debug"
)

const (
	portVariable = "SCW_UPSTREAM_PORT"
	defaultPort  = "8081"
)

// Start serves handler and does not return. A handler is a function with no
// argument or one, into which the event is decoded, that returns an error, or a
// value and an error.
func Start(handler any) {
	port := os.Getenv(portVariable)
	if port == "" {
		port = defaultPort
	}
	key := watchParent(os.Stdin, os.Exit)
	listener, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", port))
	if err != nil {
		log.Fatalf("cannot serve the function: %v", err)
	}
	log.Fatal(http.Serve(listener, newServer(handler, key)))
}

// newServer answers requests that carry the key; an empty key asks for none.
func newServer(handler any, key string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if key != "" && r.Header.Get("X-Instance-Key") != key {
			http.Error(w, "this port belongs to the emulator", http.StatusForbidden)
			return
		}
		serve(w, r, handler)
	})
}

func serve(w http.ResponseWriter, r *http.Request, handler any) {
	defer func() {
		if p := recover(); p != nil {
			log.Printf("panic: %v\n%s", p, debug.Stack())
			fail(w, fmt.Errorf("panic: %v", p))
		}
	}()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		http.Error(w, "unable to read the request: "+err.Error(), http.StatusInternalServerError)
		return
	}
	var call struct{ Event json.RawMessage }
	if err := json.Unmarshal(body, &call); err != nil {
		http.Error(w, "unable to parse the request: "+err.Error(), http.StatusInternalServerError)
		return
	}
	result, err := invoke(handler, call.Event)
	if err != nil {
		fail(w, err)
		return
	}
	reply, err := json.Marshal(result)
	if err != nil {
		fail(w, fmt.Errorf("the result has no JSON form: %w", err))
		return
	}
	w.Header().Set("Content-Type", "application/json")
	if _, err := w.Write(reply); err != nil {
		log.Printf("cannot send the reply: %v", err)
	}
}

func fail(w http.ResponseWriter, err error) {
	http.Error(w, "error during handler execution: "+err.Error(), http.StatusInternalServerError)
}
