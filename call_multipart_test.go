package gosc

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc/jsoncodec"
)

// posted is a request as the server got it.
type posted struct {
	header  http.Header
	length  int64
	chunked bool
	body    string
}

// recorder keeps what a server gets and answers with the statuses in turn, then
// with the last one.
type recorder struct {
	mu       sync.Mutex
	requests []posted
	statuses []int
}

func (r *recorder) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	body, _ := io.ReadAll(req.Body)
	r.mu.Lock()
	defer r.mu.Unlock()
	status := r.statuses[min(len(r.requests), len(r.statuses)-1)]
	r.requests = append(r.requests, posted{req.Header, req.ContentLength, len(req.TransferEncoding) > 0, string(body)})
	writeReply(w, status, "")
}

func (r *recorder) all() []posted {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.requests
}

// postForm sends a form with the boundary "b". It is a PUT, which is repeated.
func postForm(t *testing.T, caller *Caller, add func(*MultipartForm)) error {
	t.Helper()
	call := caller.NewCall("PutForm", http.MethodPut, "/forms")
	call.multipart(add, "b")
	_, err := DoEmpty(t.Context(), call, nil)
	return err
}

// sentForm returns the only request that a form leads to.
func sentForm(t *testing.T, add func(*MultipartForm)) posted {
	t.Helper()
	server := &recorder{statuses: []int{204}}
	require.NoError(t, postForm(t, serve(t, server.ServeHTTP), add))
	require.Len(t, server.all(), 1)
	return server.all()[0]
}

// stream is a reader that cannot seek.
type stream struct{ io.Reader }

func TestMultipartBytes(t *testing.T) {
	var none *string
	for name, tc := range map[string]struct {
		add  func(*MultipartForm)
		want string
	}{
		"text": {
			func(f *MultipartForm) { f.Value("title", "", object(`"a\"b\r\nc"`)) },
			"--b\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\na\"b\r\nc\r\n--b--\r\n",
		},
		"text with a media type": {
			func(f *MultipartForm) { f.Value("title", "text/html; charset=utf-8", object(`"<p>"`)) },
			"--b\r\nContent-Disposition: form-data; name=\"title\"\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>\r\n--b--\r\n",
		},
		"list and scalars": {
			func(f *MultipartForm) {
				f.Value("n", "", object(`[1,-2.5]`))
				f.Value("t", "", object(`true`))
				f.Value("empty", "", object(`""`))
				f.Value("none", "", object(`[]`))
				f.Value("null", "", func(e *jsoncodec.Encoder) { jsoncodec.EncodePointer(none, e, jsoncodec.EncodeString) })
			},
			"--b\r\nContent-Disposition: form-data; name=\"n\"\r\n\r\n1\r\n--b\r\nContent-Disposition: form-data; name=\"n\"\r\n\r\n-2.5\r\n" +
				"--b\r\nContent-Disposition: form-data; name=\"t\"\r\n\r\ntrue\r\n--b\r\nContent-Disposition: form-data; name=\"empty\"\r\n\r\n\r\n--b--\r\n",
		},
		"objects": {
			func(f *MultipartForm) {
				f.Value("o", "", object(`{"a":1}`))
				f.Value("l", "", object(`[{"a":1},[2]]`))
				f.JSON("j", "application/vnd.x+json", object(`[1,2]`))
				f.JSON("s", "", object(`"x"`))
			},
			"--b\r\nContent-Disposition: form-data; name=\"o\"\r\nContent-Type: application/json\r\n\r\n{\"a\":1}\r\n" +
				"--b\r\nContent-Disposition: form-data; name=\"l\"\r\nContent-Type: application/json\r\n\r\n{\"a\":1}\r\n" +
				"--b\r\nContent-Disposition: form-data; name=\"l\"\r\nContent-Type: application/json\r\n\r\n[2]\r\n" +
				"--b\r\nContent-Disposition: form-data; name=\"j\"\r\nContent-Type: application/vnd.x+json\r\n\r\n[1,2]\r\n" +
				"--b\r\nContent-Disposition: form-data; name=\"s\"\r\nContent-Type: application/json\r\n\r\n\"x\"\r\n--b--\r\n",
		},
		"joined": {
			func(f *MultipartForm) {
				f.Joined("tags", "", ",", object(`["a","b"]`))
				f.Joined("none", "", ",", object(`[]`))
			},
			"--b\r\nContent-Disposition: form-data; name=\"tags\"\r\n\r\na,b\r\n--b--\r\n",
		},
		"deep": {
			func(f *MultipartForm) { f.Deep("o", object(`{"a":"x","b":[1,2],"c":null,"d":true}`)) },
			"--b\r\nContent-Disposition: form-data; name=\"o[a]\"\r\n\r\nx\r\n--b\r\nContent-Disposition: form-data; name=\"o[b]\"\r\n\r\n1\r\n" +
				"--b\r\nContent-Disposition: form-data; name=\"o[b]\"\r\n\r\n2\r\n--b\r\nContent-Disposition: form-data; name=\"o[d]\"\r\n\r\ntrue\r\n--b--\r\n",
		},
		"files": {
			func(f *MultipartForm) {
				f.File("file", "", File{Content: strings.NewReader("one")})
				f.Value("between", "", object(`1`))
				f.Files("files", "image/png", []File{
					{Name: `a"\b.png`, Content: strings.NewReader("two")},
					{Name: "ü.svg", ContentType: "image/svg+xml", Content: stream{strings.NewReader("three")}},
				})
				f.Files("no_files", "", nil)
			},
			"--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"file\"\r\nContent-Type: application/octet-stream\r\n\r\none\r\n" +
				"--b\r\nContent-Disposition: form-data; name=\"between\"\r\n\r\n1\r\n" +
				"--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a\\\"\\\\b.png\"\r\nContent-Type: image/png\r\n\r\ntwo\r\n" +
				"--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"ü.svg\"\r\nContent-Type: image/svg+xml\r\n\r\nthree\r\n--b--\r\n",
		},
		"names that need an escape": {
			func(f *MultipartForm) {
				f.Value(`a"b\c`, "", object(`1`))
				f.File(`d"e\f`, "", File{Name: "x", Content: strings.NewReader("")})
			},
			"--b\r\nContent-Disposition: form-data; name=\"a\\\"b\\\\c\"\r\n\r\n1\r\n" +
				"--b\r\nContent-Disposition: form-data; name=\"d\\\"e\\\\f\"; filename=\"x\"\r\nContent-Type: application/octet-stream\r\n\r\n\r\n--b--\r\n",
		},
	} {
		t.Run(name, func(t *testing.T) {
			got := sentForm(t, tc.add)
			assert.Equal(t, tc.want, got.body)
			assert.Equal(t, "multipart/form-data; boundary=b", got.header.Get("Content-Type"))
		})
	}
}

// TestMultipartIsReadByOthers compares a form with what the reader of package
// mime/multipart finds in it and with what its writer writes for the same parts.
func TestMultipartIsReadByOthers(t *testing.T) {
	const name, fileName = `na"m\e ü`, `fi"l\e ü.txt`
	got := sentForm(t, func(f *MultipartForm) {
		f.Value(name, "", object(`"text"`))
		f.File(name, "", File{Name: fileName, Content: strings.NewReader("content")})
	})
	var want bytes.Buffer
	w := multipart.NewWriter(&want)
	require.NoError(t, w.SetBoundary("b"))
	require.NoError(t, w.WriteField(name, "text"))
	file, err := w.CreateFormFile(name, fileName)
	require.NoError(t, err)
	_, _ = io.WriteString(file, "content")
	require.NoError(t, w.Close())
	assert.Equal(t, want.String(), got.body)

	form, err := multipart.NewReader(strings.NewReader(got.body), "b").ReadForm(1 << 20)
	require.NoError(t, err)
	assert.Equal(t, map[string][]string{name: {"text"}}, form.Value)
	require.Len(t, form.File[name], 1)
	assert.Equal(t, fileName, form.File[name][0].Filename)
}

func TestMultipartBoundaryIsRandomAndTheSameForAllAttempts(t *testing.T) {
	server := &recorder{statuses: []int{503, 204}}
	caller := serve(t, server.ServeHTTP)
	for range 2 {
		call := caller.NewCall("PutForm", http.MethodPut, "/forms")
		call.Multipart(func(f *MultipartForm) { f.Value("a", "", object(`1`)) })
		_, err := DoEmpty(t.Context(), call, nil)
		require.NoError(t, err)
	}
	requests := server.all()
	require.Len(t, requests, 3)
	assert.Equal(t, requests[0].body, requests[1].body)
	assert.Equal(t, requests[0].header.Get("Content-Type"), requests[1].header.Get("Content-Type"))
	assert.NotEqual(t, requests[1].header.Get("Content-Type"), requests[2].header.Get("Content-Type"))
	_, params, err := mime.ParseMediaType(requests[2].header.Get("Content-Type"))
	require.NoError(t, err)
	assert.GreaterOrEqual(t, len(params["boundary"]), 32)
	assert.Contains(t, requests[2].body, params["boundary"])
}

func TestMultipartIsSentAgainFromWhereItsFilesStood(t *testing.T) {
	path := filepath.Join(t.TempDir(), "report.txt")
	require.NoError(t, os.WriteFile(path, []byte("skipped on disk"), 0o600))
	onDisk, err := os.Open(path)
	require.NoError(t, err)
	defer onDisk.Close()
	_, err = onDisk.Seek(8, io.SeekStart)
	require.NoError(t, err)
	inMemory := strings.NewReader("skipped in memory")
	_, err = inMemory.Seek(8, io.SeekStart)
	require.NoError(t, err)

	server := &recorder{statuses: []int{503, 502, 204}}
	require.NoError(t, postForm(t, serve(t, server.ServeHTTP), func(f *MultipartForm) {
		f.File("disk", "", File{Content: onDisk})
		f.File("memory", "", File{Content: inMemory})
		f.File("again", "", File{Content: inMemory}) // two parts may share a reader
	}))
	requests := server.all()
	require.Len(t, requests, 3)
	for _, r := range requests {
		assert.Equal(t, requests[0].body, r.body)
		assert.EqualValues(t, len(r.body), r.length)
	}
	form, err := multipart.NewReader(strings.NewReader(requests[2].body), "b").ReadForm(1 << 20)
	require.NoError(t, err)
	for member, want := range map[string]string{"disk": "on disk", "memory": "in memory", "again": "in memory"} {
		assert.Equal(t, want, fileOf(t, form, member))
	}
	assert.Equal(t, "report.txt", form.File["disk"][0].Filename)
	_, err = onDisk.Seek(0, io.SeekStart)
	assert.NoError(t, err, "the file is still open")
}

func fileOf(t *testing.T, form *multipart.Form, member string) string {
	t.Helper()
	require.Len(t, form.File[member], 1)
	file, err := form.File[member][0].Open()
	require.NoError(t, err)
	defer file.Close()
	data, err := io.ReadAll(file)
	require.NoError(t, err)
	return string(data)
}

func TestMultipartOfAStreamIsSentOnce(t *testing.T) {
	for name, tc := range map[string]struct {
		file   File
		length int64
	}{
		"in chunks":   {File{Content: stream{strings.NewReader("data")}}, -1},
		"with a size": {File{Content: stream{strings.NewReader("data")}, Size: 4}, 127},
	} {
		t.Run(name, func(t *testing.T) {
			server := &recorder{statuses: []int{503, 204}}
			err := postForm(t, serve(t, server.ServeHTTP), func(f *MultipartForm) {
				f.File("seeks", "", File{Content: strings.NewReader("more")})
				f.File("file", "", tc.file)
			})
			var failed GenericOpenAPIError
			require.ErrorAs(t, err, &failed)
			assert.Equal(t, 503, failed.StatusCode)
			requests := server.all()
			require.Len(t, requests, 1)
			assert.Contains(t, requests[0].body, "data")
			if tc.length < 0 {
				assert.True(t, requests[0].chunked)
				assert.EqualValues(t, -1, requests[0].length)
			} else {
				assert.False(t, requests[0].chunked)
				assert.EqualValues(t, len(requests[0].body), requests[0].length)
			}
		})
	}
}

func TestMultipartOfAPipe(t *testing.T) {
	// An *os.File that cannot seek.
	r, w, err := os.Pipe()
	require.NoError(t, err)
	defer r.Close()
	go func() { _, _ = io.WriteString(w, "piped"); w.Close() }()
	got := sentForm(t, func(f *MultipartForm) { f.File("file", "", File{Name: "p", Content: r}) })
	assert.True(t, got.chunked)
	assert.Contains(t, got.body, "\r\n\r\npiped\r\n--b--")
}

func TestMultipartArguments(t *testing.T) {
	closed, err := os.Open(os.DevNull)
	require.NoError(t, err)
	require.NoError(t, closed.Close())
	content := func() io.Reader { return strings.NewReader("the content") }
	for name, tc := range map[string]struct {
		add              func(*MultipartForm)
		argument, reason string
	}{
		"no content":  {func(f *MultipartForm) { f.File("file", "", File{Name: "x"}) }, "file", "has no Content"},
		"one of many": {func(f *MultipartForm) { f.Files("files", "", []File{{Content: content()}, {}}) }, "files[1]", "has no Content"},
		"a stream twice": {
			func(f *MultipartForm) {
				once := bytes.NewBufferString("the content")
				f.Files("files", "", []File{{Content: once}, {Content: once}})
			}, "files[1]", "has the Content of another file",
		},
		"negative size":    {func(f *MultipartForm) { f.File("file", "", File{Content: content(), Size: -1}) }, "file", "has a Size of -1"},
		"wrong size":       {func(f *MultipartForm) { f.File("file", "", File{Content: content(), Size: 3}) }, "file", "has 11 bytes, not its Size of 3"},
		"closed file":      {func(f *MultipartForm) { f.File("file", "", File{Content: closed}) }, "file", "cannot be measured"},
		"CR in a filename": {func(f *MultipartForm) { f.File("file", "", File{Name: "a\rb", Content: content()}) }, "file", "has a Name with a line break"},
		"LF in a filename": {func(f *MultipartForm) { f.File("file", "", File{Name: "a\nb", Content: content()}) }, "file", "has a Name with a line break"},
		"NUL in a filename": {
			func(f *MultipartForm) { f.File("file", "", File{Name: "a\x00b", Content: content()}) }, "file", "has a Name with a line break",
		},
		"LF in a media type": {
			func(f *MultipartForm) {
				f.File("file", "", File{ContentType: "a/b\r\nX-Y: z", Content: content()})
			}, "file", "has a ContentType with a line break",
		},
		"no media type":     {func(f *MultipartForm) { f.File("file", "", File{ContentType: "png", Content: content()}) }, "file", "has a ContentType that is not a media type"},
		"several types":     {func(f *MultipartForm) { f.File("file", "image/png, image/jpeg", File{Content: content()}) }, "file", "has no ContentType, which has to be one of image/png, image/jpeg"},
		"wildcard":          {func(f *MultipartForm) { f.File("file", "image/*", File{Content: content()}) }, "file", "has no ContentType"},
		"LF in a name":      {func(f *MultipartForm) { f.Value("a\nb", "", object(`1`)) }, "a\nb", "is a name with a line break"},
		"LF in a part name": {func(f *MultipartForm) { f.File("a\nb", "", File{Name: "x", Content: content()}) }, "a\nb", "is a name with a line break"},
		"bad media type":    {func(f *MultipartForm) { f.JSON("a", "x\ny", object(`1`)) }, "a", "has a media type with a line break"},
		"null in a list":    {func(f *MultipartForm) { f.Value("a", "", object(`[1,null]`)) }, "a[1]", "is null"},
		"separator":         {func(f *MultipartForm) { f.Joined("a", "", ",", object(`["x","y,z"]`)) }, "a[1]", `contains ","`},
		"deep object":       {func(f *MultipartForm) { f.Deep("a", object(`{"b":{}}`)) }, "a.b", "cannot be sent as text"},
		"joined object":     {func(f *MultipartForm) { f.Joined("a", "", ",", object(`[{}]`)) }, "a", "cannot be sent as text"},
		"cannot be encoded": {
			func(f *MultipartForm) {
				f.Value("a", "", func(e *jsoncodec.Encoder) { e.Fail(errors.New("no such value")) })
			}, "a", "cannot be encoded: no such value",
		},
	} {
		t.Run(name, func(t *testing.T) {
			server := &recorder{statuses: []int{204}}
			var refused *ArgumentError
			require.ErrorAs(t, postForm(t, serve(t, server.ServeHTTP), tc.add), &refused)
			assert.Equal(t, "PutForm", refused.Operation)
			assert.Equal(t, tc.argument, refused.Argument)
			assert.Contains(t, refused.Reason, tc.reason)
			assert.NotContains(t, refused.Error(), "the content")
			assert.Empty(t, server.all(), "nothing is sent")
		})
	}
}

func TestMultipartReportsItsProgress(t *testing.T) {
	for name, tc := range map[string]struct {
		content io.Reader
		known   bool
	}{"known length": {strings.NewReader("data"), true}, "unknown length": {stream{strings.NewReader("data")}, false}} {
		server := &recorder{statuses: []int{204}}
		call := serve(t, server.ServeHTTP).NewCall("PutForm", http.MethodPut, "/forms")
		call.Multipart(func(f *MultipartForm) { f.File("file", "", File{Content: tc.content}) })
		var sent, total int64
		_, err := DoEmpty(t.Context(), call, []CallOption{WithUploadProgress(func(s, n int64) { sent, total = s, n })})
		require.NoError(t, err)
		length := int64(len(server.all()[0].body))
		assert.Equal(t, length, sent, name)
		if !tc.known {
			length = -1
		}
		assert.Equal(t, length, total, name)
	}
}
