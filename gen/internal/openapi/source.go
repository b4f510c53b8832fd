package openapi

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"regexp"

	"github.com/rumpl/gosc/gen/internal/diag"
)

// Source is the text of a description. A description in several files is merged into
// one text.
type Source struct {
	Data  []byte
	Files []SourceFile // what it was read from, the description itself first
	lines []diag.Place // of a merged text: the origin of each line
}

// SourceFile is a file of a description.
type SourceFile struct {
	Name string // relative to the folder of the description, with slashes
	Data []byte
}

// elsewhere matches what may be a reference to another file.
var elsewhere = regexp.MustCompile(`\$ref["']?\s*:\s*(["'|>]?)\s*[^\s#"'|>{\[]`)

// mayReferToFiles reports whether there may be references to other files. Most
// descriptions have none and are not read twice. A reference to the network, which
// some have in their examples, is refused where it is not in one.
func mayReferToFiles(content []byte) bool {
	for _, match := range elsewhere.FindAllIndex(content, -1) {
		if !fromNetwork(content[match[1]-1:]) {
			return true
		}
	}
	return false
}

func fromNetwork(ref []byte) bool {
	return bytes.HasPrefix(ref, []byte("http://")) || bytes.HasPrefix(ref, []byte("https://"))
}

// ReadSource reads a description and the files that it refers to: those in its
// folder and below, never others and never the network.
func ReadSource(path string, problems *diag.List) (*Source, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	name := filepath.Base(path)
	source := &Source{Data: content, Files: []SourceFile{{name, content}}}
	if !mayReferToFiles(content) {
		return source, nil
	}
	b, err := newBundler(path, problems)
	if err != nil {
		return nil, err
	}
	defer b.folder.Close()
	return b.bundle(source), problems.Err()
}

// Place returns where a line of the text is from.
func (s *Source) Place(line int) (diag.Place, bool) {
	if line < 1 || line > len(s.lines) {
		return diag.Place{}, false
	}
	return s.lines[line-1], true
}

// Sum is a hash of all files.
func (s *Source) Sum() string {
	if len(s.Files) == 1 {
		sum := sha256.Sum256(s.Files[0].Data)
		return hex.EncodeToString(sum[:])
	}
	var all bytes.Buffer
	for _, f := range s.Files {
		sum := sha256.Sum256(f.Data)
		all.WriteString(hex.EncodeToString(sum[:]) + "  " + f.Name + "\n") // as sha256sum prints it
	}
	sum := sha256.Sum256(all.Bytes())
	return hex.EncodeToString(sum[:])
}
