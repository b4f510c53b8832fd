package gosc

import (
	"context"
	"io"

	"github.com/antihax/optional"
)

// UploadFunctionCode uploads a zip archive as the code of a function: it requests a
// presigned URL and puts the archive there; see [Caller.Upload] for the options and
// limits. The code is not used before the next deployment.
func (s *FunctionsApiService) UploadFunctionCode(ctx context.Context, region, functionID string, archive io.ReadSeeker, opts ...CallOption) error {
	presign := func(ctx context.Context, size uint64, opts ...CallOption) (PresignedURL, error) {
		params := &GetFunctionUploadURLOpts{ContentLength: optional.NewUint64(size)}
		where, _, err := (*DefaultApiService)(s).GetFunctionUploadURL(ctx, region, functionID, params, opts...)
		return PresignedURL(where), err
	}
	return s.caller.Upload(ctx, "UploadFunctionCode", archive, presign, opts...)
}
