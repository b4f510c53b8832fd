package functions

import (
	"context"
	"io"

	"github.com/antihax/optional"

	"github.com/rumpl/gosc"
)

// UploadFunctionCode uploads a zip archive of at most 100 MiB as the code of a
// function: it asks for a presigned URL and puts the archive there, see
// [gosc.Caller.Upload] for the options and limits. The code is not in use before
// the next deployment.
//
// The storage gets what was signed and nothing else: never the secret key, which
// the provider's own tools send along.
func (s *FunctionsApiService) UploadFunctionCode(ctx context.Context, region, functionID string, archive io.ReadSeeker, opts ...gosc.CallOption) error {
	presign := func(ctx context.Context, size uint64, opts ...gosc.CallOption) (gosc.PresignedURL, error) {
		params := &GetFunctionUploadURLOpts{ContentLength: optional.NewUint64(size)}
		where, _, err := s.GetFunctionUploadURL(ctx, region, functionID, params, opts...)
		return gosc.PresignedURL(where), err
	}
	return s.caller.Upload(ctx, "UploadFunctionCode", archive, presign, opts...)
}
