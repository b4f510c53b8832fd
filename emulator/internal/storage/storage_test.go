package storage

import (
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc/emulator/internal/platform"
	"github.com/rumpl/gosc/emulator/internal/presign"
	"github.com/rumpl/gosc/emulator/internal/state"
)

// fake keeps one archive in a file.
type fake struct {
	now  time.Time
	file string // empty: there is none
	id   string // that was asked for last
	size int64
	err  error // of every request
}

func (f *fake) Signer() presign.Signer {
	return presign.Signer{AccessKey: "SCWXXXXXXXXXXXXXXXXX", Secret: "secret", Region: "fr-par"}
}

func (f *fake) Now() time.Time { return f.now }

func (f *fake) SaveArchive(id string, size int64, body io.Reader) (string, error) {
	f.id, f.size = id, size
	data, err := io.ReadAll(body)
	if err == nil && f.err == nil {
		err = os.WriteFile(f.file, data, 0o600)
	}
	return "tag", errors.Join(err, f.err)
}

func (f *fake) OpenArchive(id string) (*os.File, *state.Archive, error) {
	f.id = id
	if f.err != nil {
		return nil, nil, f.err
	}
	file, err := os.Open(f.file)
	return file, &state.Archive{ETag: "tag"}, err
}

func newStorage(t *testing.T) (*Storage, *fake) {
	t.Helper()
	p := &fake{now: time.Date(2026, 7, 3, 13, 0, 0, 0, time.UTC), file: filepath.Join(t.TempDir(), "archive")}
	return New(p, slog.New(slog.DiscardHandler)), p
}

func serve(s *Storage, method, url, body string, header map[string]string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, url, strings.NewReader(body))
	for name, value := range header {
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	s.Serve(w, r, "the-request")
	return w
}

var typed = map[string]string{"Content-Type": "application/octet-stream", "X-Auth-Token": "of the Go tools"}

func TestUploadAndDownload(t *testing.T) {
	s, p := newStorage(t)
	up := s.UploadURL("127.0.0.1:8080", "f1", 3)
	assert.True(t, strings.HasPrefix(up.URL, "http://127.0.0.1:8080/functions-emulator-uploads/uploads/function-f1.zip?X-Amz-Algorithm="), up.URL)
	assert.Equal(t, map[string][]string{"content-length": {"3"}, "content-type": {"application/octet-stream"}}, up.Headers)
	put := serve(s, "PUT", up.URL, "zip", typed)
	assert.Equal(t, http.StatusOK, put.Code)
	assert.Empty(t, put.Body.String())
	assert.Equal(t, `"tag"`, put.Header().Get("ETag"))
	assert.Equal(t, "f1", p.id)
	assert.EqualValues(t, 3, p.size)

	down := s.DownloadURL("127.0.0.1:8080", "f1")
	assert.Equal(t, map[string][]string{}, down.Headers, "an object, not null")
	get := serve(s, "GET", down.URL, "", nil)
	assert.Equal(t, http.StatusOK, get.Code)
	assert.Equal(t, "zip", get.Body.String())
	assert.Equal(t, "application/octet-stream", get.Header().Get("Content-Type"))
	assert.Equal(t, `"tag"`, get.Header().Get("ETag"))
	part := serve(s, "GET", down.URL, "", map[string]string{"Range": "bytes=1-"})
	assert.Equal(t, http.StatusPartialContent, part.Code)
	assert.Equal(t, "ip", part.Body.String())
}

// Every refusal is XML, as of an object storage, and nothing is stored.
func TestRefusals(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(s *Storage, p *fake) *httptest.ResponseRecorder
		status int
		code   string
	}{
		{"no signature", func(s *Storage, _ *fake) *httptest.ResponseRecorder {
			return serve(s, "PUT", "http://h/functions-emulator-uploads/uploads/function-f1.zip", "zip", typed)
		}, 403, "AccessDenied"},
		{"other size", func(s *Storage, _ *fake) *httptest.ResponseRecorder {
			return serve(s, "PUT", s.UploadURL("h", "f1", 4).URL, "zip", typed)
		}, 403, "SignatureDoesNotMatch"},
		{"other type", func(s *Storage, _ *fake) *httptest.ResponseRecorder {
			return serve(s, "PUT", s.UploadURL("h", "f1", 3).URL, "zip", map[string]string{"Content-Type": "text/plain"})
		}, 403, "SignatureDoesNotMatch"},
		{"other function", func(s *Storage, _ *fake) *httptest.ResponseRecorder {
			return serve(s, "PUT", strings.Replace(s.UploadURL("h", "f1", 3).URL, "function-f1", "function-f2", 1), "zip", typed)
		}, 403, "SignatureDoesNotMatch"},
		{"upload with the URL of a download", func(s *Storage, _ *fake) *httptest.ResponseRecorder {
			return serve(s, "PUT", s.DownloadURL("h", "f1").URL, "zip", typed)
		}, 403, "SignatureDoesNotMatch"},
		{"too late", func(s *Storage, p *fake) *httptest.ResponseRecorder {
			url := s.UploadURL("h", "f1", 3).URL
			p.now = p.now.Add(urlLife + time.Second)
			return serve(s, "PUT", url, "zip", typed)
		}, 403, "AccessDenied"},
		{"body that ends early", func(s *Storage, p *fake) *httptest.ResponseRecorder {
			p.err = platform.ErrIncomplete
			return serve(s, "PUT", s.UploadURL("h", "f1", 3).URL, "zip", typed)
		}, 400, "IncompleteBody"},
		{"function that is gone", func(s *Storage, p *fake) *httptest.ResponseRecorder {
			p.err = &platform.NotFoundError{Resource: state.Function, ID: "f1"}
			return serve(s, "PUT", s.UploadURL("h", "f1", 3).URL, "zip", typed)
		}, 404, "NoSuchKey"},
		{"nothing to download", func(s *Storage, p *fake) *httptest.ResponseRecorder {
			p.err = &platform.NotFoundError{Resource: state.Function, ID: "f1"}
			return serve(s, "GET", s.DownloadURL("h", "f1").URL, "", nil)
		}, 404, "NoSuchKey"},
		{"broken disk", func(s *Storage, p *fake) *httptest.ResponseRecorder {
			p.err = errors.New("disk full")
			return serve(s, "PUT", s.UploadURL("h", "f1", 3).URL, "zip", typed)
		}, 500, "InternalError"},
	} {
		s, p := newStorage(t)
		got := test.change(s, p)
		assert.Equal(t, test.status, got.Code, test.name)
		assert.Equal(t, "application/xml", got.Header().Get("Content-Type"), test.name)
		assert.Contains(t, got.Body.String(), "<Error><Code>"+test.code+"</Code>", test.name)
		assert.Contains(t, got.Body.String(), "<RequestId>the-request</RequestId>", test.name)
		assert.NotContains(t, got.Body.String(), "X-Amz", test.name)
		_, err := os.Stat(p.file)
		require.ErrorIs(t, err, os.ErrNotExist, test.name)
	}
}
