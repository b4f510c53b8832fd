package gosc

import (
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc/jsoncodec"
)

// FuzzMultipart checks that every form is either refused or read back unchanged by
// package mime/multipart.
func FuzzMultipart(f *testing.F) {
	f.Add("name", "file.txt", "text/plain", "text", "content")
	f.Add(`a"b\`, `\"`, "", "--b\r\n", "\r\n--b--\r\n")
	f.Add("a\nb", "x\x00", "a/b;c=\"d\"", "", "")
	f.Add("name*", "=?utf-8?q?x?=", "image/*", "\xff", "\xff\xfe")
	f.Fuzz(func(t *testing.T, name, fileName, mediaType, text, content string) {
		var body, contentType string
		caller := newTestCaller(t, "http://127.0.0.1")
		caller.Config().HTTPClient = &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
			data, err := io.ReadAll(r.Body)
			body, contentType = string(data), r.Header.Get("Content-Type")
			assert.EqualValues(t, len(data), r.ContentLength)
			return canned(204, nil, ""), err
		})}
		call := caller.NewCall("PutForm", http.MethodPut, "/forms")
		call.Multipart(func(f *MultipartForm) {
			f.Value(name, "", func(e *jsoncodec.Encoder) { jsoncodec.EncodeString(&text, e) })
			f.File(name, "", File{Name: fileName, ContentType: mediaType, Content: strings.NewReader(content)})
		})
		if _, err := DoEmpty(t.Context(), call, nil); err != nil {
			require.ErrorIs(t, err, ErrInvalidArguments)
			require.Empty(t, body, "nothing is sent")
			return
		}
		_, params, err := mime.ParseMediaType(contentType)
		require.NoError(t, err)
		parts := multipart.NewReader(strings.NewReader(body), params["boundary"])
		p, err := parts.NextRawPart()
		require.NoError(t, err)
		got, err := io.ReadAll(p)
		require.NoError(t, err)
		assert.Equal(t, strings.ToValidUTF8(text, "\ufffd"), strings.ToValidUTF8(string(got), "\ufffd"))
		p, err = parts.NextRawPart()
		require.NoError(t, err)
		_, disposition, err := mime.ParseMediaType(p.Header.Get("Content-Disposition"))
		require.NoError(t, err)
		assert.Equal(t, name, disposition["name"])
		if fileName != "" {
			assert.Equal(t, fileName, disposition["filename"])
		}
		if mediaType != "" {
			assert.Equal(t, strings.TrimSpace(mediaType), p.Header.Get("Content-Type"))
		}
		got, err = io.ReadAll(p)
		require.NoError(t, err)
		assert.Equal(t, content, string(got))
		_, err = parts.NextRawPart()
		assert.ErrorIs(t, err, io.EOF)
	})
}
