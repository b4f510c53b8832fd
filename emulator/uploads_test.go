package emulator_test

import (
	"bytes"
	"crypto/md5"
	"encoding/hex"
	"encoding/xml"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc/emulator"
)

func TestUploadAndDownload(t *testing.T) {
	c := start(t, emulator.Options{})
	fn := c.function(c.namespace("shop"), "f", "")
	for _, size := range []int{1, 675, 1 << 20} { // each replaces the one before
		data := bytes.Repeat([]byte("z"), size)
		sum := md5.Sum(data)
		etag := strconv.Quote(hex.EncodeToString(sum[:]))
		r := c.putRequest(fn, data)
		r.Header.Set("content_length", strconv.Itoa(size)) // the plugin sends this, too
		sent := send(t, r)
		require.Equal(t, http.StatusOK, sent.status, sent.body)
		assert.Empty(t, sent.body)
		assert.Equal(t, etag, sent.header.Get("ETag"))

		got := c.download(fn)
		assert.Equal(t, http.StatusOK, got.status)
		assert.Equal(t, "application/octet-stream", got.header.Get("Content-Type"))
		assert.Equal(t, etag, got.header.Get("ETag"))
		assert.Equal(t, strconv.Itoa(size), got.header.Get("Content-Length"))
		assert.True(t, string(data) == got.body)
	}
	assert.Equal(t, "created", c.ok("GET", "/functions/"+fn, "").field(t, "status"), "an upload changes no status")
}

func (c *remote) download(function string) reply {
	c.t.Helper()
	url := c.ok("GET", "/functions/"+function+"/download-url", "").field(c.t, "url")
	r, err := http.NewRequestWithContext(c.t.Context(), "GET", url, nil)
	require.NoError(c.t, err)
	return send(c.t, r)
}

func TestTamperedUploads(t *testing.T) {
	clock := emulator.NewManualClock(time.Date(2020, 6, 20, 15, 40, 19, 0, time.UTC))
	c := start(t, emulator.Options{Clock: clock})
	ns := c.namespace("shop")
	fn, other := c.function(ns, "f", ""), c.function(ns, "g", "")
	query := func(old, changed string) func(*http.Request) {
		return func(r *http.Request) { r.URL.RawQuery = strings.Replace(r.URL.RawQuery, old, changed, 1) }
	}
	tests := []struct {
		name   string
		change func(*http.Request)
		code   string
	}{
		{"larger", body("longer than announced"), "SignatureDoesNotMatch"},
		{"smaller", body("a"), "SignatureDoesNotMatch"},
		{"size unknown", func(r *http.Request) { r.ContentLength = -1 }, "SignatureDoesNotMatch"},
		{"other type", func(r *http.Request) { r.Header.Set("Content-Type", "application/zip") }, "SignatureDoesNotMatch"},
		{"other function", func(r *http.Request) { r.URL.Path = strings.Replace(r.URL.Path, fn, other, 1) }, "SignatureDoesNotMatch"},
		{"other method", func(r *http.Request) { r.Method = "POST" }, "SignatureDoesNotMatch"},
		{"longer life", query("Expires=3600", "Expires=86400"), "SignatureDoesNotMatch"},
		{"other date", query("20200620T154019Z", "20200620T164019Z"), "SignatureDoesNotMatch"},
		{"no signature", query("X-Amz-Signature", "X-Amz-Nothing"), "AccessDenied"},
		{"no query", func(r *http.Request) { r.URL.RawQuery = "" }, "AccessDenied"},
		{"expired", func(*http.Request) { clock.Advance(time.Hour + time.Second) }, "AccessDenied"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := c.putRequest(fn, []byte("data"))
			test.change(r)
			got := send(t, r)
			assert.Equal(t, http.StatusForbidden, got.status)
			assert.Equal(t, "application/xml", got.header.Get("Content-Type"))
			var answer struct{ Code, Message, Resource, RequestId string }
			require.NoError(t, xml.Unmarshal([]byte(got.body), &answer), got.body)
			assert.Equal(t, test.code, answer.Code)
			assert.NotEmpty(t, answer.Message)
			assert.Equal(t, got.header.Get("X-Request-Id"), answer.RequestId)
		})
	}
	for _, id := range []string{fn, other} {
		assert.Equal(t, http.StatusNotFound, c.call("GET", "/functions/"+id+"/download-url", "").status, "nothing was stored")
	}
}

func body(text string) func(*http.Request) {
	return func(r *http.Request) {
		r.Body = io.NopCloser(strings.NewReader(text))
		r.ContentLength = int64(len(text))
	}
}

func TestUploadThatBreaksOffLeavesTheOldCode(t *testing.T) {
	c := start(t, emulator.Options{})
	fn := c.function(c.namespace("shop"), "f", "")
	require.Equal(t, http.StatusOK, c.put(fn, []byte("old")).status)

	r := c.putRequest(fn, []byte("new code"))
	conn, err := net.Dial("tcp", r.URL.Host)
	require.NoError(t, err)
	_, err = io.WriteString(conn, "PUT "+r.URL.RequestURI()+" HTTP/1.1\r\nHost: "+r.URL.Host+
		"\r\nContent-Type: application/octet-stream\r\nContent-Length: 8\r\n\r\nnew")
	require.NoError(t, err)
	require.NoError(t, conn.(*net.TCPConn).CloseWrite())
	answer, err := io.ReadAll(conn)
	require.NoError(t, err)
	require.NoError(t, conn.Close())
	assert.Contains(t, string(answer), " 400 ")
	assert.Contains(t, string(answer), "<Code>IncompleteBody</Code>")
	assert.Equal(t, "old", c.download(fn).body)
}

func TestUploadToADeletedFunction(t *testing.T) {
	c := start(t, emulator.Options{})
	fn := c.function(c.namespace("shop"), "f", "")
	r := c.putRequest(fn, []byte("data"))
	c.ok("DELETE", "/functions/"+fn, "")
	got := send(t, r)
	assert.Equal(t, http.StatusNotFound, got.status)
	assert.Contains(t, got.body, "<Code>NoSuchKey</Code>")
}

func TestUploadURLNamesTheHostThatTheClientUses(t *testing.T) {
	c := start(t, emulator.Options{Hosts: []string{"functions.test"}})
	fn := c.function(c.namespace("shop"), "f", "")
	r := c.request("GET", base+"/functions/"+fn+"/upload-url?content_length=4", "")
	r.Host = "functions.test:8080" // a container sees its host under such a name
	url := send(t, r).field(t, "url")
	require.True(t, strings.HasPrefix(url, "http://functions.test:8080/"), "host is part of the signature")

	put, err := http.NewRequestWithContext(t.Context(), "PUT", strings.Replace(url, "http://functions.test:8080", c.srv.URL(), 1), strings.NewReader("data"))
	require.NoError(t, err)
	put.Header.Set("Content-Type", "application/octet-stream")
	assert.Equal(t, http.StatusForbidden, send(t, put.Clone(t.Context())).status)
	put.Host = "functions.test:8080"
	put.Body = io.NopCloser(strings.NewReader("data"))
	assert.Equal(t, http.StatusOK, send(t, put).status)
}
