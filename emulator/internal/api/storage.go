package api

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/rumpl/gosc/emulator/internal/platform"
	"github.com/rumpl/gosc/emulator/internal/presign"
	"github.com/rumpl/gosc/emulator/internal/wire"
)

const (
	// bucketPath begins the path of every archive: path-style object storage on
	// the emulator's own address.
	bucketPath  = "/functions-emulator-uploads/"
	keyPrefix   = bucketPath + "uploads/function-"
	keySuffix   = ".zip"
	urlLife     = time.Hour
	archiveType = "application/octet-stream"
)

func (a *API) uploadURL(r *request) (any, error) {
	size := r.query.unsigned("content_length", 64)
	if size == 0 {
		r.query.Reject("content_length", wire.ReasonRequired, "content_length is required")
	}
	if err := r.query.Err(); err != nil {
		return nil, err
	}
	id := r.params["id"]
	if err := a.platform.CheckUpload(id, size); err != nil {
		return nil, err
	}
	length := strconv.FormatUint(size, 10)
	return wire.SignedURL{
		URL: a.platform.SignURL(presign.Request{
			Method: http.MethodPut, Host: r.host, Path: keyPrefix + id + keySuffix,
			Header: map[string]string{"content-length": length, "content-type": archiveType},
		}, urlLife),
		Headers: map[string][]string{"content-length": {length}, "content-type": {archiveType}},
	}, nil
}

func (a *API) downloadURL(r *request) (any, error) {
	id := r.params["id"]
	file, _, err := a.platform.OpenArchive(id)
	if err != nil {
		return nil, err
	}
	_ = file.Close() // nothing was written
	return wire.SignedURL{
		URL:     a.platform.SignURL(presign.Request{Method: http.MethodGet, Host: r.host, Path: keyPrefix + id + keySuffix}, urlLife),
		Headers: map[string][]string{},
	}, nil
}

// serveStorage answers signed URLs. Nothing of a body is read before the
// signature has been checked.
func (a *API) serveStorage(w http.ResponseWriter, r *http.Request, requestID string) {
	err := a.platform.VerifyURL(r)
	if err == nil {
		id := strings.TrimSuffix(strings.TrimPrefix(r.URL.Path, keyPrefix), keySuffix)
		if r.Method == http.MethodPut {
			err = a.putArchive(w, r, id)
		} else {
			err = a.getArchive(w, r, id)
		}
	}
	if err != nil {
		err.Write(w, r.URL.Path, requestID)
	}
}

func (a *API) putArchive(w http.ResponseWriter, r *http.Request, id string) *presign.Error {
	etag, err := a.platform.SaveArchive(id, r.ContentLength, r.Body)
	if err != nil {
		return a.storageError(err)
	}
	w.Header().Set("ETag", strconv.Quote(etag))
	w.Header().Set("Content-Length", "0")
	w.WriteHeader(http.StatusOK)
	return nil
}

func (a *API) getArchive(w http.ResponseWriter, r *http.Request, id string) *presign.Error {
	file, archive, err := a.platform.OpenArchive(id)
	if err != nil {
		return a.storageError(err)
	}
	defer file.Close() // nothing was written
	w.Header().Set("ETag", strconv.Quote(archive.ETag))
	w.Header().Set("Content-Type", archiveType)
	http.ServeContent(w, r, "", time.Time{}, file)
	return nil
}

func (a *API) storageError(err error) *presign.Error {
	if errors.Is(err, platform.ErrIncomplete) {
		return &presign.Error{StatusCode: http.StatusBadRequest, Code: "IncompleteBody",
			Message: "The body ended before its announced size."}
	}
	if _, ok := errors.AsType[*wire.Error](err); ok {
		return &presign.Error{StatusCode: http.StatusNotFound, Code: "NoSuchKey",
			Message: "The function, or its code, does not exist."}
	}
	a.options.Logger.Error("storage request failed", "error", err)
	return &presign.Error{StatusCode: http.StatusInternalServerError, Code: "InternalError",
		Message: "The emulator could not store or read the archive: " + err.Error()}
}
