// Package storage is the object storage of archives: the URLs that are signed for
// clients, and the requests that come with them.
package storage

import (
	"errors"
	"io"
	"log/slog"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/rumpl/gosc/emulator/internal/platform"
	"github.com/rumpl/gosc/emulator/internal/presign"
	"github.com/rumpl/gosc/emulator/internal/state"
)

const (
	// BucketPath begins the path of every archive: path-style object storage on
	// the emulator's own address.
	BucketPath  = "/functions-emulator-uploads/"
	keyPrefix   = BucketPath + "uploads/function-"
	keySuffix   = ".zip"
	urlLife     = time.Hour
	archiveType = "application/octet-stream"
)

// Platform is the part of platform.Platform that the storage uses.
type Platform interface {
	Signer() presign.Signer
	Now() time.Time
	SaveArchive(id string, size int64, body io.Reader) (etag string, err error)
	OpenArchive(id string) (*os.File, *state.Archive, error)
}

// Storage signs URLs and answers the requests that come with them.
type Storage struct {
	platform Platform
	signer   presign.Signer
	logger   *slog.Logger
}

// New makes the storage of a platform.
func New(p Platform, logger *slog.Logger) *Storage {
	return &Storage{platform: p, signer: p.Signer(), logger: logger}
}

// SignedURL is an answer of the upload-url and download-url operations, the same
// in all versions.
type SignedURL struct {
	URL     string              `json:"url"`
	Headers map[string][]string `json:"headers"`
}

// UploadURL signs the upload of size bytes as the code of a function. The host is
// the one under which the client knows the emulator.
func (s *Storage) UploadURL(host, function string, size uint64) SignedURL {
	length := strconv.FormatUint(size, 10)
	return SignedURL{
		URL: s.url(presign.Request{
			Method: http.MethodPut, Host: host, Path: keyPrefix + function + keySuffix,
			Header: map[string]string{"content-length": length, "content-type": archiveType},
		}),
		Headers: map[string][]string{"content-length": {length}, "content-type": {archiveType}},
	}
}

// DownloadURL signs the download of the code of a function.
func (s *Storage) DownloadURL(host, function string) SignedURL {
	return SignedURL{
		URL:     s.url(presign.Request{Method: http.MethodGet, Host: host, Path: keyPrefix + function + keySuffix}),
		Headers: map[string][]string{},
	}
}

func (s *Storage) url(r presign.Request) string { return s.signer.URL(r, s.platform.Now(), urlLife) }

// Serve serves signed URLs. No byte of a body is read before the signature has been
// checked.
func (s *Storage) Serve(w http.ResponseWriter, r *http.Request, requestID string) {
	err := s.signer.Verify(r, s.platform.Now())
	if err == nil {
		id := strings.TrimSuffix(strings.TrimPrefix(r.URL.Path, keyPrefix), keySuffix)
		if r.Method == http.MethodPut {
			err = s.put(w, r, id)
		} else {
			err = s.get(w, r, id)
		}
	}
	if err != nil {
		err.Write(w, r.URL.Path, requestID)
	}
}

func (s *Storage) put(w http.ResponseWriter, r *http.Request, id string) *presign.Error {
	etag, err := s.platform.SaveArchive(id, r.ContentLength, r.Body)
	if err != nil {
		return s.failure(err)
	}
	w.Header().Set("ETag", strconv.Quote(etag))
	w.Header().Set("Content-Length", "0")
	w.WriteHeader(http.StatusOK)
	return nil
}

func (s *Storage) get(w http.ResponseWriter, r *http.Request, id string) *presign.Error {
	file, archive, err := s.platform.OpenArchive(id)
	if err != nil {
		return s.failure(err)
	}
	defer file.Close() // nothing was written
	w.Header().Set("ETag", strconv.Quote(archive.ETag))
	w.Header().Set("Content-Type", archiveType)
	http.ServeContent(w, r, "", time.Time{}, file)
	return nil
}

func (s *Storage) failure(err error) *presign.Error {
	if errors.Is(err, platform.ErrIncomplete) {
		return &presign.Error{StatusCode: http.StatusBadRequest, Code: "IncompleteBody",
			Message: "The body ended before its announced size."}
	}
	if _, ok := errors.AsType[*platform.NotFoundError](err); ok {
		return &presign.Error{StatusCode: http.StatusNotFound, Code: "NoSuchKey",
			Message: "The function, or its code, does not exist."}
	}
	s.logger.Error("storage request failed", "error", err)
	return &presign.Error{StatusCode: http.StatusInternalServerError, Code: "InternalError",
		Message: "The emulator could not store or read the archive: " + err.Error()}
}
