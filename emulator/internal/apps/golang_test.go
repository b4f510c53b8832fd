package apps

import (
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const goHello = `package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"github.com/scaleway/scaleway-functions-go/events"
	"github.com/scaleway/scaleway-functions-go/lambda"
)

func handler(req events.APIGatewayProxyRequest) (events.APIGatewayProxyResponse, error) {
	switch req.Path {
	case "/fail":
		return events.APIGatewayProxyResponse{}, errors.New("it failed")
	case "/panic":
		panic("no way")
	case "/exit":
		os.Exit(5)
	}
	fmt.Println("called with", req.HTTPMethod)
	body, err := json.Marshal(req)
	return events.APIGatewayProxyResponse{
		StatusCode: 201,
		Headers:    map[string]string{"X-From": os.Getenv("WHO"), "Content-Type": "application/json"},
		Body:       string(body),
	}, err
}

func main() { lambda.Start(handler) }
`

func TestGolang(t *testing.T) {
	needs(t, "golang")
	a, lines := deployed(t, Options{}, Spec{
		Runtime: "golang",
		Archive: zipOf(t, map[string]string{"handler.go": goHello}),
		Env:     map[string]string{"WHO": "env"},
	})
	got := send(t, a, http.MethodPost, "/p?q=1", "text", nil)
	assert.Equal(t, 201, got.status)
	assert.Equal(t, "env", got.header.Get("X-From"))
	assert.Contains(t, got.body, `"body":"text"`)
	assert.Contains(t, got.body, `"queryStringParameters":{"q":"1"}`)
	lines.await(t, "stdout: called with POST")

	got = send(t, a, http.MethodGet, "/fail", "", nil)
	assert.Equal(t, 500, got.status)
	assert.Equal(t, "error during handler execution: it failed\n", got.body)

	got = send(t, a, http.MethodGet, "/panic", "", nil)
	assert.Equal(t, 500, got.status)
	assert.Equal(t, "error during handler execution: panic: no way\n", got.body)
	lines.await(t, "goroutine ")

	got = send(t, a, http.MethodGet, "/exit", "", nil)
	assert.Equal(t, 500, got.status)
	assert.JSONEq(t, `{"message":"the function's process ended during the call: exit status 5"}`, got.body)
	assert.Equal(t, 201, get(t, a).status, "the next call works")
}

// A program may also bring its own server, as the library of 2019-07 did: it
// gets the request itself.
func TestGolangServesHTTPItself(t *testing.T) {
	needs(t, "golang")
	a, _ := deployed(t, Options{}, Spec{Runtime: "golang", Archive: zipOf(t, map[string]string{
		"go.mod": "module own\n\ngo 1.20\n",
		"main.go": `package main

import (
	"io"
	"net/http"
	"os"
)

func main() {
	http.ListenAndServe(":"+os.Getenv("PORT"), http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Method", r.Method)
		w.WriteHeader(418)
		io.Copy(w, r.Body)
	}))
}
`})})
	got := post(t, a, "echo")
	assert.Equal(t, http.StatusTeapot, got.status)
	assert.Equal(t, "POST", got.header.Get("X-Method"))
	assert.Equal(t, "echo", got.body)
}

func TestGolangBuildErrorIsComplete(t *testing.T) {
	needs(t, "golang")
	a, _ := newTestApp(t, newTestManager(t, Options{}))
	err := a.Deploy(t.Context(), Spec{Runtime: "golang", Archive: zipOf(t, map[string]string{"main.go": "package main\n\nfunc main() { undefinedThing() }\n"})})
	require.ErrorContains(t, err, "go build failed")
	assert.ErrorContains(t, err, "main.go:3:15: undefined: undefinedThing")
	assert.NotContains(t, err.Error(), a.manager.dir)
}

func TestGolangBuildsAProgramOnce(t *testing.T) {
	needs(t, "golang")
	m := newTestManager(t, Options{})
	spec := Spec{Runtime: "golang", Archive: zipOf(t, map[string]string{"handler.go": goHello})}
	first, _ := newTestApp(t, m)
	require.NoError(t, first.Deploy(t.Context(), spec))
	second, _ := newTestApp(t, m)
	require.NoError(t, second.Deploy(t.Context(), spec))
	assert.True(t, os.SameFile(binary(t, first), binary(t, second)))
	assert.Equal(t, 201, get(t, second).status)
}

// binary is the program of a function that is deployed.
func binary(t *testing.T, a *App) os.FileInfo {
	t.Helper()
	info, err := os.Stat(filepath.Join(a.current.Load().dir, "function"))
	require.NoError(t, err)
	return info
}
