package apps

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func containerSpec() Spec {
	return Spec{
		Kind:    Container,
		Command: []string{os.Args[0]},
		Env:     map[string]string{roleVariable: "container", "WHO": "env"},
	}
}

func TestContainerGetsTheRequestUntouched(t *testing.T) {
	spec := containerSpec()
	spec.Authorize = func(string) bool { return false } // the application's own affair
	a, lines := deployed(t, Options{}, spec)
	lines.await(t, "stdout: listening")
	header := http.Header{
		"X-Forwarded-For": {"10.0.0.1"}, "X-Many": {"a", "b"}, "Forwarded": {"for=x"}, "User-Agent": {"me"}, "Accept-Encoding": {"gzip"},
	}
	got := send(t, a, http.MethodPut, "/a%2Fb/%20?x=1;y&x=%zz", "body", header)
	assert.Equal(t, http.StatusAccepted, got.status)
	assert.Equal(t, "container", got.header.Get("X-From"))
	var seen struct {
		Method, URI, Host, Body, Who string
		Header                       http.Header
	}
	require.NoError(t, json.Unmarshal([]byte(got.body), &seen))
	assert.Equal(t, "PUT", seen.Method)
	assert.Equal(t, "/a%2Fb/%20?x=1;y&x=%zz", seen.URI)
	assert.Equal(t, strings.TrimPrefix(a.URL(), "http://"), seen.Host)
	assert.Equal(t, "body", seen.Body)
	assert.Equal(t, "env", seen.Who)
	for name, values := range header {
		assert.Equal(t, values, seen.Header[name], name)
	}
	require.NoError(t, a.Close())
}

func TestContainerStreams(t *testing.T) {
	a, _ := deployed(t, Options{}, containerSpec())
	in, out := io.Pipe()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, a.URL()+"/echo", in)
	require.NoError(t, err)
	req.Close = true
	res, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	defer res.Body.Close()
	lines := bufio.NewReader(res.Body)
	for i := range 3 {
		_, err = fmt.Fprintln(out, i)
		require.NoError(t, err)
		line, err := lines.ReadString('\n')
		require.NoError(t, err)
		assert.Equal(t, fmt.Sprintf("echo %d\n", i), line)
	}
	require.NoError(t, out.Close())
	_, err = lines.ReadByte()
	assert.ErrorIs(t, err, io.EOF)
}

func TestContainerUpgrade(t *testing.T) {
	a, _ := deployed(t, Options{}, containerSpec())
	conn, err := net.Dial("tcp", strings.TrimPrefix(a.URL(), "http://"))
	require.NoError(t, err)
	defer conn.Close()
	fmt.Fprint(conn, "GET /upgrade HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: lines\r\n\r\n")
	in := bufio.NewReader(conn)
	res, err := http.ReadResponse(in, nil)
	require.NoError(t, err)
	assert.Equal(t, http.StatusSwitchingProtocols, res.StatusCode)
	assert.Equal(t, "lines", res.Header.Get("Upgrade"))
	for _, text := range []string{"one\n", "two\n"} {
		fmt.Fprint(conn, text)
		line, err := in.ReadString('\n')
		require.NoError(t, err)
		assert.Equal(t, "upgraded "+text, line)
	}
}

func TestContainerTimeoutAndCrash(t *testing.T) {
	spec := containerSpec()
	a, lines := deployed(t, Options{}, spec)
	within(a, 500*time.Millisecond)
	got := send(t, a, http.MethodGet, "/hang", "", nil)
	assert.Equal(t, http.StatusGatewayTimeout, got.status)
	assert.JSONEq(t, `{"message":"the container did not answer within its timeout of 500ms"}`, got.body)

	within(a, time.Minute)
	got = send(t, a, http.MethodGet, "/exit", "", nil)
	assert.Equal(t, http.StatusBadGateway, got.status)
	assert.JSONEq(t, `{"message":"the container's process ended during the call: exit status 9"}`, got.body)
	lines.await(t, "stdout: leaving")
	lines.await(t, "system: the container's process ended by itself: exit status 9")
	assert.Equal(t, http.StatusAccepted, get(t, a).status, "the next call works")
}

func TestContainerThatDoesNotListen(t *testing.T) {
	tests := []struct {
		name, script string
		timeout      time.Duration
		want         string
	}{
		{"waits for input that is not for it", "read -r x; echo got $x >&2; exit 4", time.Second,
			"the container does not start: nothing listens on the port in PORT after 1s"},
		{"ends", "echo no config >&2; exit 3", time.Minute, "the container does not start: it ended with exit status 3\nno config"},
		{"ends well", "exit 0", time.Minute, "the container does not start: it ended with exit status 0"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a, _ := newTestApp(t, newTestManager(t, Options{StartTimeout: tt.timeout}))
			err := a.Deploy(t.Context(), Spec{Kind: Container, Command: []string{"/bin/sh", "-c", tt.script}})
			assert.EqualError(t, err, tt.want)
		})
	}
}
