package platform

import (
	"crypto/md5" // the ETag of object storage, not for security
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"

	"github.com/rumpl/gosc/emulator/internal/files"
	"github.com/rumpl/gosc/emulator/internal/state"
)

// ErrIncomplete means that an upload ended before its announced size.
var ErrIncomplete = errors.New("upload ended before its announced size")

// archives is the folder of uploaded zip files. A file is never changed: a new
// upload is a new file.
type archives struct {
	dir     string
	durable bool // files outlive a crash of the machine
}

func openArchives(dir string, durable bool) (*archives, error) {
	return &archives{dir: dir, durable: durable}, os.MkdirAll(dir, 0o700)
}

func (a *archives) path(file string) string { return filepath.Join(a.dir, file) }

func (a *archives) remove(files ...string) {
	for _, file := range files {
		// A file that cannot be removed is removed by the next start.
		_ = os.Remove(a.path(file))
	}
}

// ownName matches the names of archives and of uploads under way. Other files in the
// folder were not written by the emulator, and are kept.
var ownName = regexp.MustCompile(`^(function-[0-9a-f-]{36}-[0-9a-f-]{36}\.zip|upload-[0-9]+\.part)$`)

// removeOthers deletes the archives that no application needs: files of uploads
// that were cut off, or that were replaced just before the end.
func (a *archives) removeOthers(needed map[string]bool) error {
	entries, err := os.ReadDir(a.dir)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if !needed[entry.Name()] && ownName.MatchString(entry.Name()) && entry.Type().IsRegular() {
			a.remove(entry.Name())
		}
	}
	return nil
}

// save streams exactly size bytes into a new file, which has its name only when
// it is complete.
func (a *archives) save(id string, size int64, body io.Reader) (_ *state.Archive, err error) {
	temp, err := os.CreateTemp(a.dir, "upload-*.part")
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, temp.Close(), os.Remove(temp.Name()))
		}
	}()
	sum := md5.New()
	written, err := io.Copy(io.MultiWriter(temp, sum), io.LimitReader(body, size))
	if errors.Is(err, io.ErrUnexpectedEOF) || (err == nil && written != size) {
		return nil, ErrIncomplete
	}
	if err != nil {
		return nil, err
	}
	if a.durable {
		if err = temp.Sync(); err != nil {
			return nil, err
		}
	}
	if err = temp.Close(); err != nil {
		return nil, err
	}
	file := fmt.Sprintf("function-%s-%s.zip", id, newID())
	rename := os.Rename
	if a.durable {
		rename = files.Rename
	}
	if err = rename(temp.Name(), a.path(file)); err != nil {
		return nil, err
	}
	return &state.Archive{File: file, Size: size, ETag: hex.EncodeToString(sum.Sum(nil))}, nil
}

// SaveArchive stores the code of a function in place of what it had before.
// What is deployed stays as it is.
func (p *Platform) SaveArchive(id string, size int64, body io.Reader) (etag string, err error) {
	if _, err := p.functionOf(id); err != nil {
		return "", err
	}
	archive, err := p.archives.save(id, size, body)
	if err != nil {
		return "", err
	}
	var unused []string
	err = p.store.Update(func(t *state.Tables) error {
		old, err := function(t, id)
		if err != nil {
			return err
		}
		row := old.Copy()
		row.Archive = archive
		row.Uploads = append(slices.Clone(row.Uploads), archive.File)
		unused = row.DropUploads()
		t.Applications.Put(id, row)
		return nil
	})
	if err != nil {
		p.archives.remove(archive.File)
		return "", err
	}
	p.archives.remove(unused...)
	return archive.ETag, nil
}

// OpenArchive opens the code that was uploaded last. The caller closes it.
func (p *Platform) OpenArchive(id string) (*os.File, *state.Archive, error) {
	app, err := p.functionOf(id)
	if err != nil {
		return nil, nil, err
	}
	if app.Archive == nil {
		return nil, nil, &NotFoundError{ResourceArchive, id}
	}
	file, err := os.Open(p.archives.path(app.Archive.File))
	if errors.Is(err, fs.ErrNotExist) { // replaced in this very moment
		return nil, nil, &NotFoundError{ResourceArchive, id}
	}
	return file, app.Archive, err
}

// functionOf returns a function whatever scope it is in: URLs of its archive say
// only its id.
func (p *Platform) functionOf(id string) (*state.Application, error) {
	var row *state.Application
	var err error
	p.store.View(func(t *state.Tables) { row, err = function(t, id) })
	return row, err
}

func function(t *state.Tables, id string) (*state.Application, error) {
	row, ok := t.Applications.Get(id)
	if !ok || row.Kind != state.Function {
		return nil, &NotFoundError{state.Function, id}
	}
	return row, nil
}

// CheckUpload reports whether an upload of this size is possible, and starts to make
// the key that its deploy will need.
func (p *Platform) CheckUpload(scope Scope, id string, size uint64) error {
	app, err := p.GetApplication(scope, state.Function, id)
	if err != nil {
		return err
	}
	if size > uint64(p.options.MaxArchive) {
		return &ArgumentError{"content_length", ReasonConstraint,
			fmt.Sprintf("must not be greater than %d bytes", p.options.MaxArchive)}
	}
	if app.API == state.V1Alpha2 {
		p.tasks.start(func() {
			// A failure shows when the key is needed.
			_, _ = p.keys.get(app.NamespaceID)
		})
	}
	return nil
}

// CheckDownload reports whether a function has code to download.
func (p *Platform) CheckDownload(scope Scope, id string) error {
	app, err := p.GetApplication(scope, state.Function, id)
	if err != nil {
		return err
	}
	if app.Archive == nil {
		return &NotFoundError{ResourceArchive, id}
	}
	return nil
}
