package gosc

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/textproto"
	"reflect"
	"slices"
	"strings"

	"github.com/rumpl/gosc/jsoncodec"
)

// Multipart makes the body of the request from the parts that add adds, in the media
// type multipart/form-data:
//
//	call.Multipart(func(f *gosc.MultipartForm) {
//		f.Value("title", "", func(e *jsoncodec.Encoder) { jsoncodec.EncodeString(&title, e) })
//		f.File("photo", "image/png", gosc.File{Name: "me.png", Content: photo})
//	})
//
// The boundary is random, and the same for all attempts of the call. Files are read
// while they are sent; see [File]. [Configuration.Timeout] limits an attempt including
// its files.
func (c *Call) Multipart(add func(*MultipartForm)) {
	c.multipart(add, multipart.NewWriter(nil).Boundary())
}

func (c *Call) multipart(add func(*MultipartForm), boundary string) {
	f := newMultipartForm(c, boundary)
	add(f)
	segments := f.finish()
	c.Header("Content-Type", f.writer.FormDataContentType())
	if s := c.open(); s != nil {
		s.body = segmentsBody(segments)
	}
}

// PrintableMultipart returns the parts that add adds, without their secrets and
// without the contents of files. The String methods of generated forms use it.
func PrintableMultipart(add func(*MultipartForm)) string {
	f := newMultipartForm(nil, multipart.NewWriter(nil).Boundary())
	f.printed = &strings.Builder{}
	add(f)
	return "{" + f.printed.String() + "}"
}

// MultipartForm collects the parts of a body; see [Call.Multipart]. Its methods never
// fail: the Call keeps the first bad argument.
type MultipartForm struct {
	call     *Call
	text     bytes.Buffer // the bytes written since the last file
	writer   *multipart.Writer
	segments []segment
	streams  []io.Reader      // pointers to readers that can be read only once
	printed  *strings.Builder // not nil: nothing is sent
}

func newMultipartForm(call *Call, boundary string) *MultipartForm {
	f := &MultipartForm{call: call}
	f.writer = multipart.NewWriter(&f.text)
	_ = f.writer.SetBoundary(boundary) // always valid
	return f
}

// finish returns the body in pieces.
func (f *MultipartForm) finish() []segment {
	_ = f.writer.Close() // to memory
	f.cut()
	return f.segments
}

// cut makes a segment of the bytes written since the last file.
func (f *MultipartForm) cut() {
	f.segments = append(f.segments, segment{text: bytes.Clone(f.text.Bytes())})
	f.text.Reset()
}

// Value adds what encode writes: a string, a number or a boolean as text, an object as
// JSON, and each element of a list as a separate part. Null is left out. The media
// type may be empty: then a text has none, and JSON is application/json.
func (f *MultipartForm) Value(name, contentType string, encode func(*jsoncodec.Encoder)) {
	value, ok := f.encoded(name, encode)
	if !ok {
		return
	}
	if value[0] != '[' {
		f.element(name, name, contentType, value)
		return
	}
	var list []json.RawMessage
	if err := json.Unmarshal(value, &list); err != nil {
		f.refuse(name, "cannot be encoded: "+err.Error())
	}
	for i, v := range list {
		argument := fmt.Sprintf("%s[%d]", name, i)
		if string(v) == "null" {
			f.refuse(argument, "is null, which no part can say")
			continue
		}
		f.element(argument, name, contentType, v)
	}
}

func (f *MultipartForm) element(argument, name, contentType string, value json.RawMessage) {
	if value[0] == '{' || value[0] == '[' {
		if contentType == "" {
			contentType = mediaTypeJSON
		}
		f.write(argument, name, contentType, value)
		return
	}
	list, err := texts(value)
	if err != nil {
		f.refuse(argument, "cannot be sent as text: "+err.Error())
	}
	for _, text := range list {
		f.write(argument, name, contentType, []byte(text))
	}
}

// JSON adds what encode writes as one part of JSON, whatever its type. An empty media
// type means application/json.
func (f *MultipartForm) JSON(name, contentType string, encode func(*jsoncodec.Encoder)) {
	if contentType == "" {
		contentType = mediaTypeJSON
	}
	if value, ok := f.encoded(name, encode); ok {
		f.write(name, name, contentType, value)
	}
}

// Joined adds a list of strings, numbers or booleans as one part, with its elements
// joined by a separator. An empty list is left out. An element that contains the
// separator is refused.
func (f *MultipartForm) Joined(name, contentType, separator string, encode func(*jsoncodec.Encoder)) {
	value, ok := f.encoded(name, encode)
	if !ok {
		return
	}
	list, err := texts(value)
	switch {
	case err != nil:
		f.refuse(name, "cannot be sent as text: "+err.Error())
		return
	case len(list) == 0:
		return
	}
	for i, text := range list {
		if strings.Contains(text, separator) {
			f.refuse(fmt.Sprintf("%s[%d]", name, i), fmt.Sprintf("contains %q, which separates the elements", separator))
		}
	}
	f.write(name, name, contentType, []byte(strings.Join(list, separator)))
}

// Deep adds the members of an object, each as a separate part named name[member]: the
// style deepObject. The members are strings, numbers and booleans; those that are null
// are left out.
func (f *MultipartForm) Deep(name string, encode func(*jsoncodec.Encoder)) {
	if f.printed != nil {
		f.print(name, jsoncodec.Printable(encode))
		return
	}
	for _, m := range f.call.members(name, encode, nil) {
		for _, value := range m.values {
			f.write(name+"."+m.name, name+"["+m.name+"]", "", []byte(value))
		}
	}
}

// File adds a file. accepts lists the media types that the API accepts, separated by
// commas. A File without a ContentType gets the only one in the list, or
// application/octet-stream if accepts is empty or covers it; in other cases it must
// have a ContentType.
func (f *MultipartForm) File(name, accepts string, file File) { f.file(name, name, accepts, file) }

// Files adds each file as a separate part; see File.
func (f *MultipartForm) Files(name, accepts string, files []File) {
	for i, file := range files {
		f.file(fmt.Sprintf("%s[%d]", name, i), name, accepts, file)
	}
}

func (f *MultipartForm) file(argument, name, accepts string, file File) {
	if f.printed != nil {
		f.print(name, file.String())
		return
	}
	content, err := file.content(argument)
	if err != nil {
		f.refuse(argument, err.Error())
		return
	}
	if content.seeker == nil && !f.addStream(file.Content) {
		f.refuse(argument, "has the Content of another file, which can be read only once")
		return
	}
	fileName, contentType := file.fileName(name), cmp.Or(file.ContentType, defaultMediaType(accepts))
	if bad := badText(fileName); bad != "" {
		f.refuse(argument, "has a Name "+bad)
		return
	}
	if contentType == "" {
		f.refuse(argument, "has no ContentType, which has to be one of "+accepts)
		return
	}
	if bad := badMediaType(contentType); bad != "" {
		f.refuse(argument, "has a ContentType "+bad)
		return
	}
	f.header(argument, name, multipart.FileContentDisposition(name, fileName), contentType)
	f.cut()
	f.segments = append(f.segments, segment{file: content})
}

// addStream reports whether no earlier file has the same reader.
func (f *MultipartForm) addStream(r io.Reader) bool {
	if reflect.TypeOf(r).Kind() != reflect.Pointer {
		return true // values that are equal may still be two readers
	}
	if slices.Contains(f.streams, r) {
		return false
	}
	f.streams = append(f.streams, r)
	return true
}

// defaultMediaType returns the media type of a File without a ContentType, "" if it
// must have one.
func defaultMediaType(accepts string) string {
	const octets = "application/octet-stream"
	if !strings.ContainsAny(accepts, ",*") {
		return cmp.Or(accepts, octets)
	}
	for mediaType := range strings.SplitSeq(accepts, ",") {
		if slices.Contains([]string{octets, "application/*", "*/*", "*"}, strings.TrimSpace(mediaType)) {
			return octets
		}
	}
	return ""
}

// write adds a part that is in memory.
func (f *MultipartForm) write(argument, name, contentType string, data []byte) {
	if bad := badMediaType(contentType); contentType != "" && bad != "" {
		f.refuse(argument, "has a media type "+bad)
		return
	}
	f.header(argument, name, `form-data; name="`+quoteEscaper.Replace(name)+`"`, contentType)
	f.text.Write(data)
}

// quoteEscaper escapes as package mime/multipart does.
var quoteEscaper = strings.NewReplacer(`\`, `\\`, `"`, `\"`)

// header begins a part.
func (f *MultipartForm) header(argument, name, disposition, contentType string) {
	if bad := badText(name); bad != "" {
		f.refuse(argument, "is a name "+bad)
		return
	}
	header := textproto.MIMEHeader{"Content-Disposition": {disposition}}
	if contentType != "" {
		header.Set("Content-Type", contentType)
	}
	_, _ = f.writer.CreatePart(header) // to memory
}

// encoded returns what encode writes, unless that is null or cannot be encoded.
func (f *MultipartForm) encoded(name string, encode func(*jsoncodec.Encoder)) (json.RawMessage, bool) {
	if f.printed != nil {
		f.print(name, jsoncodec.Printable(encode))
		return nil, false
	}
	e := jsoncodec.NewEncoder()
	encode(e)
	data, err := e.Finish()
	if err != nil {
		f.refuse(name, "cannot be encoded: "+err.Error())
	}
	return data, err == nil && len(data) > 0 && string(data) != "null"
}

func (f *MultipartForm) print(name, value string) {
	if f.printed.Len() > 0 {
		f.printed.WriteString(", ")
	}
	f.printed.WriteString(name + ": " + value)
}

func (f *MultipartForm) refuse(argument, reason string) {
	if f.call != nil {
		f.call.refuse(argument, reason)
	}
}
