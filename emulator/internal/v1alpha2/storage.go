package v1alpha2

import "github.com/rumpl/gosc/emulator/internal/platform"

func (a *api) uploadURL(r *request) (any, error) {
	size := r.query.Unsigned("content_length", 64)
	if size == 0 {
		r.query.Reject("content_length", platform.ReasonRequired, "content_length is required")
	}
	if err := r.query.Err(); err != nil {
		return nil, err
	}
	id := r.params["id"]
	if err := a.platform.CheckUpload(everything, id, size); err != nil {
		return nil, err
	}
	return a.storage.UploadURL(r.host, id, size), nil
}

func (a *api) downloadURL(r *request) (any, error) {
	id := r.params["id"]
	if err := a.platform.CheckDownload(everything, id); err != nil {
		return nil, err
	}
	return a.storage.DownloadURL(r.host, id), nil
}
