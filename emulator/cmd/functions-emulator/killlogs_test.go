package main

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	killsInTheGate = 3
	// killsVariable sets the number of kills for a long run.
	killsVariable = "FUNCTIONS_EMULATOR_KILLS"
)

func numberOfKills(t *testing.T) int {
	t.Helper()
	text := os.Getenv(killsVariable)
	if text == "" {
		return killsInTheGate
	}
	kills, err := strconv.Atoi(text)
	require.NoError(t, err, killsVariable)
	return kills
}

// A function writes lines, a reader lists them and writers create namespaces when
// the emulator is killed. Every line that was listed is there afterwards, with
// its id and time, no id is given to another line, and every namespace that was
// acknowledged exists.
func TestListedLogLinesSurviveSIGKILL(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", t.TempDir())
	p := startProgram(t, "-data", dir)
	ns := p.ok("POST", "/namespaces", `{"name":"shop","organization_id":"o"}`)["id"].(string)
	fn := p.ok("POST", "/functions", fmt.Sprintf(`{"namespace_id":%q,"name":"f","runtime":"node10"}`, ns))["id"].(string)
	code := zipOf(t, "handler.js", `let n = 0; exports.handle = () => {
		for (let i = 0; i < 20; i++) console.log("line " + process.pid + " " + n++)
		return "" }`)
	upload := p.ok("GET", "/functions/"+fn+"/upload-url?content_length="+strconv.Itoa(len(code)), "")["url"].(string)
	p.ok("PUT", upload, code)
	p.ok("POST", "/functions/"+fn+"/deploy", "{}")
	endpoint := p.ready("/functions/" + fn)["endpoint"].(string)

	seen := map[string]string{} // lines by id
	kills, namespaces, lines := numberOfKills(t), 0, 0
	for round := range kills {
		stop := make(chan struct{})
		listed := make(chan []map[string]any)
		go p.callUntil(stop, endpoint)
		go func() { listed <- p.listUntilKilled(fn) }()
		acknowledged := p.createUntilKilled(round)
		close(stop)
		newest := <-listed
		address := p.env["SCW_API_URL"]
		p = startProgram(t, "-data", dir, "-addr", strings.TrimPrefix(address, "http://"))

		for _, id := range acknowledged {
			p.ready(id)
			p.ok("DELETE", id, "")
		}
		kept := p.allLines(fn)
		for _, line := range newest {
			id := line["id"].(string)
			require.Equal(t, fmt.Sprint(line), kept[id], "round %d: a line that was listed is gone or changed", round)
		}
		for id, line := range kept {
			if before, ok := seen[id]; ok {
				require.Equal(t, before, line, "round %d: an id was given to another line", round)
			}
			seen[id] = line
		}
		namespaces, lines = namespaces+len(acknowledged), lines+len(newest)
		p.ready("/functions/" + fn)
	}
	assert.Positive(t, lines)
	assert.Equal(t, 0, p.end(syscall.SIGTERM))
	t.Logf("%d kills: %d acknowledged namespaces and %d listed lines, none lost; %d ids, none used twice", kills, namespaces, lines, len(seen))
}

// callUntil calls the function again and again.
func (p *program) callUntil(stop <-chan struct{}, endpoint string) {
	for {
		select {
		case <-stop:
			return
		case <-time.After(rand.N(10 * time.Millisecond)):
		}
		response, err := http.Get(endpoint) //nolint:noctx // ends with the program
		if err != nil {
			return // killed
		}
		_ = response.Body.Close()
	}
}

// listUntilKilled polls the log and returns all lines that it was shown.
func (p *program) listUntilKilled(fn string) []map[string]any {
	seen := map[string]map[string]any{}
	for {
		status, list, err := p.call("GET", "/logs?page_size=100&application_id="+fn, "")
		if err != nil || status != http.StatusOK {
			break
		}
		for _, line := range list["logs"].([]any) {
			line := line.(map[string]any)
			seen[line["id"].(string)] = line
		}
	}
	var lines []map[string]any
	for _, line := range seen {
		lines = append(lines, line)
	}
	return lines
}

// allLines returns all lines of a log, by id.
func (p *program) allLines(fn string) map[string]string {
	p.t.Helper()
	found := map[string]string{}
	for page := 1; ; page++ {
		list := p.ok("GET", fmt.Sprintf("/logs?page_size=100&order_by=timestamp_asc&page=%d&application_id=%s", page, fn), "")["logs"].([]any)
		for _, line := range list {
			found[line.(map[string]any)["id"].(string)] = fmt.Sprint(line)
		}
		if len(list) == 0 {
			return found
		}
	}
}
