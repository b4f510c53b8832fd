package emulator_test

import (
	"errors"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc"
	"github.com/rumpl/gosc/emulator"
	"github.com/rumpl/gosc/functions/v1beta1"
)

func TestStartIsQuick(t *testing.T) {
	const quick = 50 * time.Millisecond
	best := time.Hour
	for range 50 { // the machine may be busy
		begin := time.Now()
		srv := emulator.Start(t)
		r, err := http.NewRequestWithContext(t.Context(), "GET", srv.URL()+base+"/namespaces", nil)
		require.NoError(t, err)
		r.Header.Set("X-Auth-Token", srv.SecretKey())
		assert.Equal(t, http.StatusOK, send(t, r).status)
		if best = min(best, time.Since(begin)); best < quick {
			break
		}
	}
	http.DefaultClient.CloseIdleConnections()
	assert.Less(t, best, quick)
}

func TestCloseEndsTheServer(t *testing.T) {
	srv, err := emulator.New(emulator.Options{})
	require.NoError(t, err)
	require.NoError(t, srv.Close())
	require.NoError(t, srv.Close(), "a second time")
	_, err = net.Dial("tcp", strings.TrimPrefix(srv.URL(), "http://"))
	require.Error(t, err)
}

func TestCloseLeavesNoFiles(t *testing.T) {
	scratch := t.TempDir()
	t.Setenv("TMPDIR", scratch)
	c := start(t, emulator.Options{})
	fn := c.function(c.namespace("shop"), "f", "")
	require.Equal(t, http.StatusOK, c.put(fn, []byte("data")).status)
	left, err := os.ReadDir(scratch)
	require.NoError(t, err)
	require.NotEmpty(t, left)
	require.NoError(t, c.srv.Close())
	left, err = os.ReadDir(scratch)
	require.NoError(t, err)
	assert.Empty(t, left)
}

func TestBadOptions(t *testing.T) {
	taken := emulator.Start(t)
	dir := t.TempDir()
	user, err := emulator.New(emulator.Options{DataDir: dir})
	require.NoError(t, err)
	defer func() { assert.NoError(t, user.Close()) }()
	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	tests := []struct {
		options emulator.Options
		want    string
	}{
		{emulator.Options{Address: "nowhere"}, "missing port"},
		{emulator.Options{Address: strings.TrimPrefix(taken.URL(), "http://")}, "in use"},
		{emulator.Options{DataDir: dir}, "another emulator uses this folder"},
		{emulator.Options{DataDir: file}, file},
		{emulator.Options{Delays: emulator.Delays{Cron: -1}}, "must not be negative"},
		{emulator.Options{Limits: emulator.Limits{Body: -1}}, "must not be negative"},
		{emulator.Options{SecretKeys: []string{"key", ""}}, "a secret key must not be empty"},
		{emulator.Options{SecretKeys: []string{"two words"}}, "without spaces"},
		{emulator.Options{SecretKeys: []string{"line\nend"}}, "without spaces"},
		{emulator.Options{SecretKeys: []string{strings.Repeat("x", 257)}}, "more than 256 characters"},
		{emulator.Options{Containers: map[string][]string{"web": nil}}, "web"},
	}
	for _, test := range tests {
		srv, err := emulator.New(test.options)
		require.ErrorContains(t, err, test.want)
		assert.Nil(t, srv)
	}
}

func TestAddressOfAllInterfacesIsReachedByLoopback(t *testing.T) {
	c := start(t, emulator.Options{Address: "0.0.0.0:0"})
	assert.Regexp(t, `^http://127\.0\.0\.1:\d+$`, c.srv.URL())
	c.ok("GET", "/runtimes", "")
}

func TestRootTellsWhatThisIs(t *testing.T) {
	c := start(t, emulator.Options{})
	r, err := http.NewRequestWithContext(t.Context(), "GET", c.srv.URL()+"/", nil)
	require.NoError(t, err)
	assert.Equal(t, http.StatusOK, send(t, r).status)
}

func TestDataFolderKeepsEverythingAcrossRestarts(t *testing.T) {
	options := emulator.Options{DataDir: t.TempDir()}
	c := start(t, options)
	ns := c.namespace("shop")
	c.create("/containers", `{"namespace_id":%q,"name":"web","description":"d"}`, ns)
	fn := c.function(ns, "f", "")
	require.Equal(t, http.StatusOK, c.put(fn, []byte("one")).status)
	require.Equal(t, http.StatusOK, c.put(fn, []byte("two")).status)
	c.create("/crons", `{"application_id":%q,"schedule":"0 0 1 1 *","args":{"a":{"b":[1.5]}}}`, fn)
	gone := c.function(ns, "gone", "")
	require.Equal(t, http.StatusOK, c.put(gone, []byte("x")).status)
	c.ok("DELETE", "/functions/"+gone, "")
	lists := []string{"/namespaces", "/functions", "/containers", "/crons"}
	var before []string
	for _, list := range lists {
		before = append(before, c.ok("GET", list, "").body)
	}
	http.DefaultClient.CloseIdleConnections()
	require.NoError(t, c.srv.Close())

	stray := filepath.Join(options.DataDir, "archives", "upload-1.part") // of an upload that a crash has cut off
	require.NoError(t, os.WriteFile(stray, nil, 0o600))
	again := start(t, options)
	for i, list := range lists {
		assert.Equal(t, before[i], again.ok("GET", list, "").body, list)
	}
	assert.Equal(t, "two", again.download(fn).body)
	archives, err := os.ReadDir(filepath.Join(options.DataDir, "archives"))
	require.NoError(t, err)
	assert.Len(t, archives, 1, "only what is needed")
	_, err = os.Stat(stray)
	assert.True(t, errors.Is(err, os.ErrNotExist))
}

func TestLifeCyclesGoOnAfterARestart(t *testing.T) {
	clock := emulator.NewManualClock(newYear)
	options := emulator.Options{DataDir: t.TempDir(), Clock: clock, Delays: emulator.AllDelays(time.Second)}
	c := start(t, options)
	ns := c.namespace("shop")
	clock.Advance(time.Second)
	fn := c.function(ns, "f", "")
	deploying := c.function(ns, "g", "")
	cron := c.create("/crons", `{"application_id":%q,"schedule":"0 0 1 1 *"}`, deploying)
	c.ok("DELETE", "/functions/"+fn, "")
	c.ok("POST", "/functions/"+deploying+"/deploy", "{}")
	second := c.namespace("second")
	http.DefaultClient.CloseIdleConnections()
	require.NoError(t, c.srv.Close())

	again := start(t, options)
	assert.Equal(t, "pending", again.status("/namespaces/"+second))
	assert.Equal(t, "deleting", again.status("/functions/"+fn))
	assert.Equal(t, "pending", again.status("/functions/"+deploying))
	assert.Equal(t, "pending", again.status("/crons/"+cron))
	clock.Advance(time.Second)
	assert.Equal(t, "ready", again.status("/namespaces/"+second))
	assert.Equal(t, "gone", again.status("/functions/"+fn))
	assert.Equal(t, "ready", again.status("/crons/"+cron))
	assert.Contains(t, again.settled("/functions/"+deploying).field(t, "error_message"), "no code")
}

func TestConfigurationIsCompleteForBothVersions(t *testing.T) {
	srv := emulator.Start(t)
	_, err := functions.NewAPIClient(srv.Configuration()).NamespacesApi.CreateNamespaceAndWait(
		t.Context(), "", functions.CreateNamespaceRequest{Name: "shop"}, nil)
	require.NoError(t, err)
	_, _, err = srv.Client().NamespacesApi.CreateNamespace(t.Context(), "", gosc.CreateNamespaceRequest{Name: "bakery"})
	require.NoError(t, err)
}
