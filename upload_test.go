package gosc

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const presignedQuery = "?X-Amz-Credential=SCWHUNTER2&X-Amz-Signature=hunter2hunter2"

// storage serves both an API that returns upload URLs and the object storage that
// they lead to.
func storage(t *testing.T, put http.HandlerFunc) *APIClient {
	t.Helper()
	bucket := httptest.NewServer(put)
	t.Cleanup(bucket.Close)
	return uploadAPI(t, bucket.URL+"/bucket/f.zip"+presignedQuery, nil)
}

// uploadAPI answers every request for an upload URL with url.
func uploadAPI(t *testing.T, url string, headers map[string][]string) *APIClient {
	t.Helper()
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		assert.Equal(t, "/base/functions/v1alpha2/regions/fr-par/functions/fn-1/upload-url", r.URL.Path)
		size := r.URL.Query().Get("content_length")
		if headers == nil {
			headers = map[string][]string{"content-length": {size}, "content-type": {"application/octet-stream"}}
		}
		body, _ := json.Marshal(map[string]any{"url": url, "headers": headers})
		writeReply(w, 200, string(body))
	}))
	t.Cleanup(srv.Close)
	return testClient(t, srv.URL)
}

func testClient(t *testing.T, url string) *APIClient {
	t.Helper()
	cfg := NewConfiguration()
	cfg.BasePath = url + "/base"
	cfg.APIKey = marked
	cfg.Retry = quick
	client := NewAPIClient(cfg)
	t.Cleanup(client.caller.CloseIdleConnections)
	return client
}

func TestUploadSendsJustWhatWasSigned(t *testing.T) {
	code := bytes.Repeat([]byte("zip"), 100_000)
	var got []byte
	var header http.Header
	var length int64
	client := storage(t, func(w http.ResponseWriter, r *http.Request) {
		assert.Equal(t, "PUT", r.Method)
		assert.Equal(t, "/bucket/f.zip"+presignedQuery, r.RequestURI)
		header, length = r.Header.Clone(), r.ContentLength
		got, _ = io.ReadAll(r.Body)
	})
	var sent, total int64
	// The archive is what is left of the reader, not all of it.
	archive := bytes.NewReader(append([]byte("skipped"), code...))
	_, err := archive.Seek(7, io.SeekStart)
	require.NoError(t, err)
	err = client.FunctionsApi.UploadFunctionCode(t.Context(), "", "fn-1", archive,
		WithUploadProgress(func(s, n int64) { sent, total = s, n }))
	require.NoError(t, err)
	assert.Equal(t, code, got)
	assert.EqualValues(t, len(code), length)
	assert.EqualValues(t, len(code), sent)
	assert.EqualValues(t, len(code), total)
	header.Del("Accept-Encoding") // of net/http itself
	assert.Equal(t, http.Header{"Content-Type": {"application/octet-stream"}, "Content-Length": {"300000"}}, header)
}

func TestUploadIsRepeatedFromTheStart(t *testing.T) {
	code := bytes.Repeat([]byte("zip"), 1_000_000)
	var puts atomic.Int32
	client := storage(t, func(w http.ResponseWriter, r *http.Request) {
		if puts.Add(1) < 3 {
			// Answered before the body was read: the transport still holds it.
			w.WriteHeader(503)
			return
		}
		got, _ := io.ReadAll(r.Body)
		assert.Equal(t, code, got)
	})
	err := client.FunctionsApi.UploadFunctionCode(t.Context(), "", "fn-1", bytes.NewReader(code))
	require.NoError(t, err)
	assert.EqualValues(t, 3, puts.Load())
}

func TestUploadFailuresAreToldWithoutTheSignature(t *testing.T) {
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("the redirect was followed") }))
	defer elsewhere.Close()
	for _, tc := range []struct {
		name string
		put  http.HandlerFunc
		text string
		is   error
	}{
		{"forbidden", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "application/xml")
			w.WriteHeader(403)
			_, _ = io.WriteString(w, `<?xml version="1.0"?><Error><Code>SignatureDoesNotMatch</Code><Message>got hunter2hunter2</Message>`+
				`<SignatureProvided>hunter2hunter2</SignatureProvided><RequestId>tx-1</RequestId></Error>`)
		}, "403 Forbidden: SignatureDoesNotMatch: got REDACTED", ErrPermissionsDenied},
		{"redirect", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, elsewhere.URL+"/x?sig=hunter2hunter2", http.StatusTemporaryRedirect)
		}, "307 Temporary Redirect: redirect not followed: to " + elsewhere.URL, nil},
		{"down", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(502) }, "502 Bad Gateway (3 attempts)", nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			client := storage(t, tc.put)
			err := client.FunctionsApi.UploadFunctionCode(t.Context(), "", "fn-1", strings.NewReader("zip"))
			require.ErrorContains(t, err, "gosc: UploadFunctionCode: "+tc.text)
			assert.NotContains(t, err.Error(), "hunter2")
			var e GenericOpenAPIError
			require.ErrorAs(t, err, &e)
			assert.NotContains(t, string(e.Body()), "hunter2")
			if tc.is != nil {
				require.ErrorIs(t, err, tc.is)
				assert.Equal(t, "tx-1", e.RequestID)
			}
		})
	}
	t.Run("refused", func(t *testing.T) {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		require.NoError(t, err)
		listener.Close()
		client := uploadAPI(t, "http://"+listener.Addr().String()+presignedQuery, nil)
		err = client.FunctionsApi.UploadFunctionCode(t.Context(), "", "fn-1", strings.NewReader("zip"))
		require.ErrorContains(t, err, "refused (3 attempts)")
		assert.NotContains(t, err.Error(), "hunter2")
	})
}

func TestUploadRefusesBadURLs(t *testing.T) {
	for _, tc := range []struct {
		name, url string
		headers   map[string][]string
		text      string
	}{
		{"no URL", "%zz?hunter2hunter2", nil, "the presigned URL is not a URL"},
		{"empty", "", nil, "the presigned URL is not a URL"},
		{"plain http", "http://example.com/x?sig=hunter2hunter2", nil, "presigned URL would travel over plain http to example.com"},
		{"other size", "https://example.com/x", map[string][]string{"content-length": {"7"}}, `the URL is for ["7"] bytes, the archive has 3`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			client := uploadAPI(t, tc.url, tc.headers)
			err := client.FunctionsApi.UploadFunctionCode(t.Context(), "", "fn-1", strings.NewReader("zip"))
			require.ErrorContains(t, err, tc.text)
			assert.NotContains(t, err.Error(), "hunter2")
		})
	}
	client := uploadAPI(t, "", nil)
	for _, archive := range []io.ReadSeeker{nil, strings.NewReader("")} {
		err := client.FunctionsApi.UploadFunctionCode(t.Context(), "", "fn-1", archive)
		require.ErrorIs(t, err, ErrInvalidArguments)
	}
	err := client.FunctionsApi.UploadFunctionCode(t.Context(), "", "", strings.NewReader("zip"))
	require.EqualError(t, err, "gosc: GetFunctionUploadURL: function_id is empty")
}

// panickingArchive panics when it is read, as a user's reader or progress bar may.
type panickingArchive struct{ *strings.Reader }

func (panickingArchive) Read([]byte) (int, error) { panic("of the reader") }

// TestAPanicOfTheArchiveReachesTheCaller, whoever reads it.
func TestAPanicOfTheArchiveReachesTheCaller(t *testing.T) {
	for name, transport := range map[string]http.RoundTripper{
		"on a goroutine of net/http": nil,
		"on the caller's own": roundTrip(func(r *http.Request) (*http.Response, error) {
			if r.Body == nil {
				return http.DefaultTransport.RoundTrip(r)
			}
			_, err := io.Copy(io.Discard, r.Body)
			return nil, err
		}),
	} {
		t.Run(name, func(t *testing.T) {
			client := storage(t, func(w http.ResponseWriter, r *http.Request) { _, _ = io.Copy(io.Discard, r.Body) })
			if transport != nil {
				client.caller.cfg.HTTPClient = &http.Client{Transport: transport}
			}
			assert.PanicsWithValue(t, "of the reader", func() {
				_ = client.FunctionsApi.UploadFunctionCode(t.Context(), "", "fn-1", panickingArchive{strings.NewReader("zip")})
			})
			assert.PanicsWithValue(t, "of the progress", func() {
				_ = client.FunctionsApi.UploadFunctionCode(t.Context(), "", "fn-1", strings.NewReader("zip"),
					WithUploadProgress(func(int64, int64) { panic("of the progress") }))
			})
		})
	}
}

func TestUploadEndsWithTheContext(t *testing.T) {
	release := make(chan struct{})
	client := storage(t, func(w http.ResponseWriter, r *http.Request) { <-release })
	defer close(release)
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(20*time.Millisecond, cancel)
	err := client.FunctionsApi.UploadFunctionCode(ctx, "", "fn-1", bytes.NewReader(make([]byte, 8<<20)))
	require.ErrorIs(t, err, context.Canceled)
}
