package main

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// get, post and so on return the status and the members of a JSON reply.
func (p *program) call(method, url, body string) (int, map[string]any, error) {
	if strings.HasPrefix(url, "/") {
		url = p.env["SCW_URL"] + url
	}
	r, err := http.NewRequest(method, url, strings.NewReader(body)) // ends with the program
	if err != nil {
		return 0, nil, err
	}
	r.Header.Set("X-Auth-Token", p.env["SCW_TOKEN"])
	if method == "PUT" {
		r.Header.Set("Content-Type", "application/octet-stream")
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, nil, err
	}
	defer response.Body.Close() // read to its end
	data, err := io.ReadAll(response.Body)
	if err != nil {
		return 0, nil, err
	}
	members := map[string]any{"": string(data)}
	_ = json.Unmarshal(data, &members) // not every reply is an object
	return response.StatusCode, members, nil
}

func (p *program) ok(method, url, body string) map[string]any {
	p.t.Helper()
	status, members, err := p.call(method, url, body)
	require.NoError(p.t, err)
	require.Equal(p.t, http.StatusOK, status, "%s %s: %v", method, url, members[""])
	return members
}

func (p *program) ready(path string) map[string]any {
	p.t.Helper()
	var resource map[string]any
	require.Eventually(p.t, func() bool {
		resource = p.ok("GET", path, "")
		return resource["status"] != "pending"
	}, time.Minute, 10*time.Millisecond)
	require.Equal(p.t, "ready", resource["status"], resource[""])
	return resource
}

func zipOf(t *testing.T, name, content string) string {
	t.Helper()
	var buffer bytes.Buffer
	writer := zip.NewWriter(&buffer)
	file, err := writer.Create(name)
	require.NoError(t, err)
	_, err = io.WriteString(file, content)
	require.NoError(t, err)
	require.NoError(t, writer.Close())
	return buffer.String()
}

func TestWhatWasAcknowledgedSurvivesSIGKILL(t *testing.T) {
	dir, temp := t.TempDir(), t.TempDir()
	t.Setenv("TMPDIR", temp)
	p := startProgram(t, "-data", dir)
	ns := p.ok("POST", "/namespaces", `{"name":"shop","organization_id":"o","environment_variables":{"STAGE":"dev"}}`)["id"].(string)
	fn := p.ok("POST", "/functions", fmt.Sprintf(`{"namespace_id":%q,"name":"f","runtime":"node10","privacy":"private"}`, ns))["id"].(string)
	code := zipOf(t, "handler.js", `exports.handle = () => { console.log("line"); return "works in " + process.env.STAGE }`)
	upload := p.ok("GET", "/functions/"+fn+"/upload-url?content_length="+strconv.Itoa(len(code)), "")["url"].(string)
	p.ok("PUT", upload, code)
	p.ok("POST", "/functions/"+fn+"/deploy", "{}")
	before := p.ready("/functions/" + fn)
	p.ok("PATCH", "/functions/"+fn, `{"redeploy":false,"handler":"stored.only"}`)
	cron := p.ok("POST", "/crons", fmt.Sprintf(`{"application_id":%q,"schedule":"0 0 1 1 *","args":{"a":1}}`, fn))
	token := p.ok("GET", "/jwt/issue?namespace_id="+ns, "")
	p.invoke(before, token)
	var logs map[string]any
	require.Eventually(t, func() bool {
		logs = p.ok("GET", "/logs?application_id="+fn, "")
		return logs["total_count"] == 1.0
	}, time.Minute, 10*time.Millisecond)
	download := p.ok("GET", "/functions/"+fn+"/download-url", "")["url"].(string)

	var acknowledged []string
	for round := range 3 {
		acknowledged = append(acknowledged, p.createUntilKilled(round)...)
		address := p.env["SCW_API_URL"]
		p = startProgram(t, "-data", dir, "-addr", strings.TrimPrefix(address, "http://"))
		require.Equal(t, address, p.env["SCW_API_URL"])

		for _, id := range acknowledged {
			p.ready(id)
		}
		after := p.ready("/functions/" + fn)
		assert.Equal(t, before["endpoint"], after["endpoint"])
		assert.Equal(t, "stored.only", after["handler"])
		assert.Equal(t, cron["schedule"], p.ok("GET", "/crons/"+cron["id"].(string), "")["schedule"])
		assert.Equal(t, token["public_key"], p.ok("GET", "/jwt/issue?function_id="+fn, "")["public_key"])
		kept := p.ok("GET", "/logs?order_by=timestamp_asc&application_id="+fn, "")["logs"].([]any)
		assert.Equal(t, logs["logs"].([]any)[0], kept[0], "a line that was listed stays, with its id and time")
		assert.Equal(t, code, p.ok("GET", download, "")[""], "a signed URL is still good")
		p.invoke(before, token)
	}
	assert.Equal(t, 0, p.end(syscall.SIGTERM))
	assert.Empty(t, entries(t, temp), "killed emulators have left nothing elsewhere")
	assert.Equal(t, []string{"archives", "functions-emulator.txt", "state.db"}, entries(t, dir))
}

func entries(t *testing.T, dir string) []string {
	t.Helper()
	list, err := os.ReadDir(dir)
	require.NoError(t, err)
	var names []string
	for _, entry := range list {
		names = append(names, entry.Name())
	}
	return names
}

// invoke calls the private function.
func (p *program) invoke(function, token map[string]any) {
	p.t.Helper()
	r, err := http.NewRequestWithContext(p.t.Context(), "GET", function["endpoint"].(string), nil)
	require.NoError(p.t, err)
	r.Header["SCW_FUNCTIONS_TOKEN"] = []string{token["token"].(string)}
	response, err := http.DefaultClient.Do(r)
	require.NoError(p.t, err)
	body, err := io.ReadAll(response.Body)
	require.NoError(p.t, err)
	require.NoError(p.t, response.Body.Close())
	assert.Equal(p.t, "works in dev", string(body))
}

// createUntilKilled makes namespaces from several clients, under both versions of
// the API, kills the program in the middle of it, and returns the addresses of
// those that were acknowledged.
func (p *program) createUntilKilled(round int) []string {
	var mu sync.Mutex
	var ids []string
	var group sync.WaitGroup
	for client := range 4 {
		collection, owner := p.env["SCW_URL"]+"/namespaces", "organization_id"
		if client%2 == 1 {
			collection, owner = p.env["SCW_API_URL"]+"/functions/v1beta1/regions/nl-ams/namespaces", "project_id"
		}
		group.Go(func() {
			for i := 0; ; i++ {
				status, ns, err := p.call("POST", collection, fmt.Sprintf(`{"name":"n-%d-%d-%d",%q:%q}`, round, client, i, owner, p.env["SCW_ORGANIZATION"]))
				if err != nil {
					return // killed
				}
				if !assert.Equal(p.t, http.StatusOK, status, ns[""]) {
					return
				}
				mu.Lock()
				ids = append(ids, collection+"/"+ns["id"].(string))
				mu.Unlock()
			}
		})
	}
	require.Eventually(p.t, func() bool { // the machine may be busy
		mu.Lock()
		defer mu.Unlock()
		return len(ids) > 0
	}, time.Minute, time.Millisecond)
	time.Sleep(50*time.Millisecond + rand.N(100*time.Millisecond))
	status := p.end(syscall.SIGKILL)
	group.Wait()
	assert.Equal(p.t, -1, status)
	assert.NotEmpty(p.t, ids)
	return ids
}
