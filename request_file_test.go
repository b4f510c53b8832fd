package gosc

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc/jsoncodec"
)

func TestMultipartMediaTypeOfAFile(t *testing.T) {
	for accepts, want := range map[string]string{
		"": "application/octet-stream", "image/png": "image/png", "*/*": "application/octet-stream",
		"image/png, application/*": "application/octet-stream", "image/png,application/octet-stream": "application/octet-stream",
	} {
		got := sentForm(t, func(f *MultipartForm) { f.File("file", accepts, File{Content: strings.NewReader("")}) })
		assert.Contains(t, got.body, "\r\nContent-Type: "+want+"\r\n", accepts)
	}
}

// TestMultipartOfAFileThatIsNotAsAnnounced checks that the call fails and is not
// repeated when a file is shorter or longer than its announced size.
func TestMultipartOfAFileThatIsNotAsAnnounced(t *testing.T) {
	for name, tc := range map[string]struct {
		file File
		want string
	}{
		"shorter": {File{Content: stream{strings.NewReader("data")}, Size: 5}, "cannot read the body to send: file: ended after 4 of 5 bytes"},
		"longer":  {File{Content: stream{strings.NewReader("data")}, Size: 3}, "cannot read the body to send: file: has more than its Size of 3 bytes"},
		"shrunk":  {File{Content: &shrunk{strings.NewReader("data")}}, "cannot read the body to send: file: ended after 4 of 10 bytes"},
		"broken":  {File{Content: brokenReader{strings.NewReader("data")}}, "cannot read the body to send: file: disk on fire"},
	} {
		t.Run(name, func(t *testing.T) {
			server := &recorder{statuses: []int{204}}
			err := postForm(t, serve(t, server.ServeHTTP), func(f *MultipartForm) { f.File("file", "", tc.file) })
			require.ErrorContains(t, err, tc.want)
			assert.NotContains(t, err.Error(), "attempts")
			assert.LessOrEqual(t, len(server.all()), 1)
		})
	}
}

// shrunk reports a size of 10 bytes, whatever it holds.
type shrunk struct{ *strings.Reader }

func (s *shrunk) Seek(offset int64, whence int) (int64, error) {
	if whence == io.SeekEnd {
		return 10, nil
	}
	return s.Reader.Seek(offset, whence)
}

func TestFilesPrintWithoutTheirContent(t *testing.T) {
	file := File{Name: "a.txt", ContentType: "text/plain", Content: strings.NewReader("the content")}
	form := struct {
		File  File
		Files []File
		More  *File
	}{file, []File{file}, &file}
	var logged bytes.Buffer
	slog.New(slog.NewTextHandler(&logged, nil)).Info("x", "file", file)
	slog.New(slog.NewJSONHandler(&logged, nil)).Info("x", "form", form)
	encoded, err := json.Marshal(form)
	require.NoError(t, err)
	texts := []string{logged.String(), string(encoded)}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%d", "%q"} {
		texts = append(texts, fmt.Sprintf(verb, file), fmt.Sprintf(verb, form))
	}
	for _, text := range texts {
		assert.NotContains(t, text, "the content")
		assert.Contains(t, text, "a.txt")
	}
	assert.Equal(t, `{password: "REDACTED", file: File("a.txt", "text/plain")}`, PrintableMultipart(func(f *MultipartForm) {
		f.Value("password", "", func(e *jsoncodec.Encoder) { secret := "s3cret"; jsoncodec.EncodeSecret(&secret, e) })
		f.File("file", "", file)
	}))
}
