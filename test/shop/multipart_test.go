package shop

import (
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc"
)

// part is a part of a form as the server found it.
type part struct{ Name, File, ContentType, Content string }

// partsOf reads a form with package mime/multipart.
func partsOf(t *testing.T, request seen) []part {
	t.Helper()
	mediaType, params, err := mime.ParseMediaType(request.Header.Get("Content-Type"))
	require.NoError(t, err)
	require.Equal(t, "multipart/form-data", mediaType)
	var out []part
	for r := multipart.NewReader(strings.NewReader(request.Body), params["boundary"]); ; {
		p, err := r.NextRawPart()
		if err == io.EOF {
			return out
		}
		require.NoError(t, err)
		content, err := io.ReadAll(p)
		require.NoError(t, err)
		out = append(out, part{p.FormName(), p.FileName(), p.Header.Get("Content-Type"), string(content)})
	}
}

func TestMultipartForm(t *testing.T) {
	s := newServer(t, noContent)
	path := filepath.Join(t.TempDir(), "orders.csv")
	require.NoError(t, os.WriteFile(path, []byte("a,b\r\n1,2\r\n"), 0o600))
	file, err := os.Open(path)
	require.NoError(t, err)
	defer file.Close()
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	_, err = s.client().DefaultApi.UploadForm(t.Context(), "x", UploadFormRequest{
		Title: "ü\r\n\"t\"", File: gosc.File{Content: file},
		Scans: []gosc.File{
			{Name: "1.png", ContentType: "image/png", Content: strings.NewReader("\x89PNG\x00")},
			{Name: `2 "b".jpg`, ContentType: "image/jpeg", Content: strings.NewReader("")},
		},
		Tags: []string{"a,b", ""}, Sizes: []uint64{1, 18446744073709551615}, At: &at, Status: UploadFormRequestStatusReady,
		Address: &UploadFormRequestAddress{Street: "s"}, Parcels: []UploadFormRequestParcel{{ID: new("n")}, {}}, Password: new("secret"),
	})
	require.NoError(t, err)
	assert.Equal(t, []part{
		{"title", "", "", "ü\r\n\"t\""},
		{"file", "orders.csv", "text/csv", "a,b\r\n1,2\r\n"},
		{"scans", "1.png", "image/png", "\x89PNG\x00"},
		{"scans", `2 "b".jpg`, "image/jpeg", ""},
		{"tags", "", "", "a,b"},
		{"tags", "", "", ""},
		{"sizes", "", "", "1,18446744073709551615"},
		{"at", "", "", "2026-01-02T03:04:05Z"},
		{"status", "", "", "ready"},
		{"address", "", "application/json", `{"street":"s"}`},
		{"parcels", "", "application/json", `{"id":"n"}`},
		{"parcels", "", "application/json", `{}`},
		{"password", "", "", "secret"},
	}, partsOf(t, s.last(t)))

	small := UploadFormRequest{Title: "t", File: gosc.File{Content: strings.NewReader("f")}}
	_, err = s.client().DefaultApi.UploadForm(t.Context(), "x", small)
	require.NoError(t, err)
	assert.Equal(t, []part{{"title", "", "", "t"}, {"file", "file", "text/csv", "f"}}, partsOf(t, s.last(t)), "what is not set is not sent")

	_, err = s.client().DefaultApi.UploadMore(t.Context(), "x", map[string]gosc.File{"b": {Content: strings.NewReader("2")}, "a": {Name: "1", Content: strings.NewReader("1")}})
	require.NoError(t, err)
	assert.Equal(t, []part{{"a", "1", "application/octet-stream", "1"}, {"b", "b", "application/octet-stream", "2"}}, partsOf(t, s.last(t)))
}

func TestMultipartFormsThatCannotBeSent(t *testing.T) {
	s := newServer(t, noContent)
	file := gosc.File{Content: strings.NewReader("f")}
	for argument, body := range map[string]UploadFormRequest{
		"file":           {Title: "t"},
		"title":          {File: file},
		"address.street": {Title: "t", File: file, Address: &UploadFormRequestAddress{}},
		"scans[0]":       {Title: "t", File: file, Scans: []gosc.File{{Name: "no type", Content: file.Content}}},
		"scans[1]":       {Title: "t", File: file, Scans: []gosc.File{{ContentType: "image/png", Content: file.Content}, {ContentType: "image/png"}}},
	} {
		_, err := s.client().DefaultApi.UploadForm(t.Context(), "x", body)
		var refused *gosc.ArgumentError
		require.ErrorAs(t, err, &refused, argument)
		assert.Equal(t, argument, refused.Argument)
		assert.Equal(t, "UploadForm", refused.Operation)
	}
	assert.Empty(t, s.requests(), "nothing is sent")
}

func TestMultipartFormIsRetried(t *testing.T) {
	var calls atomic.Int32
	s := newServer(t, func(w http.ResponseWriter, _ *http.Request) {
		if calls.Add(1) == 1 {
			w.WriteHeader(http.StatusTooManyRequests)
			return
		}
		w.WriteHeader(http.StatusNoContent)
	})
	cfg := s.config()
	cfg.Retry = gosc.RetryPolicy{MaxAttempts: 3, MinBackoff: time.Millisecond}
	body := UploadFormRequest{Title: "t", File: gosc.File{Content: strings.NewReader("content")}}
	_, err := NewAPIClient(cfg).DefaultApi.UploadForm(t.Context(), "x", body)
	require.NoError(t, err)
	requests := s.requests()
	require.Len(t, requests, 2)
	assert.Equal(t, requests[0].Body, requests[1].Body)
	assert.Contains(t, requests[1].Body, "content")
}

func TestMultipartFormPrintsWithoutSecretsAndFiles(t *testing.T) {
	body := UploadFormRequest{Title: "t", Password: new("s3cret"), File: gosc.File{Name: "f", Content: strings.NewReader("content")}}
	want := `UploadFormRequest{title: "t", file: File("f", ""), password: "REDACTED"}`
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%d"} {
		assert.Equal(t, want, fmt.Sprintf(verb, body))
	}
}

// TestMultipartFormIsReadByNode checks that a parser other than Go's finds the same
// parts.
func TestMultipartFormIsReadByNode(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("node is missing")
	}
	s := newServer(t, noContent)
	_, err = s.client().DefaultApi.UploadForm(t.Context(), "x", UploadFormRequest{
		Title: "ü\r\n\"t\"", File: gosc.File{Name: "ü b.csv", Content: strings.NewReader("--x\r\n\r\n--\r\n")}, Tags: []string{"a", ""},
	})
	require.NoError(t, err)
	script := `const form = await new Response(require('fs').readFileSync(0), {headers: {'content-type': process.argv[1]}}).formData();
		for (const [name, value] of form) console.log(JSON.stringify(typeof value === 'string' ? [name, value] : [name, value.name, value.type, await value.text()]));`
	cmd := exec.CommandContext(t.Context(), node, "-e", "(async () => {"+script+"})()", s.last(t).Header.Get("Content-Type"))
	cmd.Stdin = strings.NewReader(s.last(t).Body)
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, string(out))
	assert.Equal(t, `["title","ü\r\n\"t\""]
["file","ü b.csv","text/csv","--x\r\n\r\n--\r\n"]
["tags","a"]
["tags",""]
`, string(out))
}
