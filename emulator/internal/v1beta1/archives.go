package v1beta1

import (
	"fmt"

	"github.com/rumpl/gosc/emulator/internal/platform"
)

// maxArchive is the platform's limit for a zip file in bytes.
const maxArchive = 100 << 20

func (a *api) uploadURL(r *request) (any, error) {
	size := r.query.Unsigned("content_length", 64)
	switch {
	case r.query.Text("content_length") == "":
		r.query.Reject("content_length", platform.ReasonRequired, "content_length is required")
	case size == 0 || size > maxArchive:
		r.query.Reject("content_length", platform.ReasonConstraint, fmt.Sprintf("must be from 1 to %d bytes", maxArchive))
	}
	if err := r.query.Err(); err != nil {
		return nil, err
	}
	if err := a.platform.CheckUpload(r.scope, r.id, size); err != nil {
		return nil, err
	}
	return a.storage.UploadURL(r.host, r.id, size), nil
}

func (a *api) downloadURL(r *request) (any, error) {
	if err := a.platform.CheckDownload(r.scope, r.id); err != nil {
		return nil, err
	}
	return a.storage.DownloadURL(r.host, r.id), nil
}
