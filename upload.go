package gosc

import (
	"context"
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/antihax/optional"
)

// uploadOperation is what an upload is to OperationFromContext, logs and errors.
var uploadOperation = Operation{ID: "UploadFunctionCode", Method: http.MethodPut}

// UploadFunctionCode uploads a zip archive as the code of a function: it asks for
// a presigned URL for just the size of the archive, from where the reader stands
// to its end, and puts the bytes there with just the headers that were signed.
// The storage gets no credential but the URL. A failed attempt is repeated like
// that of any idempotent call. The code is not in use before the next deploy.
//
// Of the options, those on retries, timeouts and replies hold for both requests,
// WithUploadProgress for the upload, all others for the request for the URL. The
// attempt limit of Configuration.Timeout holds for the time in which no byte of
// the upload moves. A reader that blocks is waited for, also when ctx has ended.
func (s *FunctionsApiService) UploadFunctionCode(ctx context.Context, region, functionID string, archive io.ReadSeeker, opts ...CallOption) error {
	ctx, cancel, err := s.caller.limitHelper(ctx, uploadOperation.ID, opts)
	if err != nil {
		return err
	}
	defer cancel()
	body, err := uploadBody(archive)
	if err != nil {
		return err
	}
	// A presigned URL is good for one size only, so the size has to be known first.
	where, _, err := (*DefaultApiService)(s).GetFunctionUploadURL(ctx, region, functionID,
		&GetFunctionUploadURLOpts{ContentLength: optional.NewUint64(uint64(body.size))}, opts...)
	if err != nil {
		return err
	}
	req, err := s.caller.uploadRequest(where, body, newCallOptions(s.caller.cfg, opts))
	if err != nil {
		return err
	}
	ctx = context.WithValue(ctx, operationKey{}, uploadOperation)
	s.caller.start()
	reply, err := s.caller.uploads(ctx, req)
	defer reply.release()
	if err != nil {
		return finishError(ctx, req, reply, err)
	}
	return nil
}

func uploadBody(archive io.ReadSeeker) (requestBody, error) {
	if archive == nil {
		return requestBody{}, &ArgumentError{Operation: uploadOperation.ID, Argument: "archive", Reason: "is nil"}
	}
	body, err := readerBody(archive)
	if err != nil {
		return body, fmt.Errorf("gosc: UploadFunctionCode: cannot measure the archive: %w", err)
	}
	if body.size == 0 {
		return body, &ArgumentError{Operation: uploadOperation.ID, Argument: "archive", Reason: "is empty"}
	}
	return body, nil
}

func (c *caller) uploadRequest(where UploadURL, body requestBody, options callOptions) (*request, error) {
	target, err := presignedURL(uploadOperation.ID, where.URL, c.cfg.AllowHTTP)
	if err != nil {
		return nil, err
	}
	// A nil User-Agent keeps net/http from adding its own: signed headers only.
	header := http.Header{"User-Agent": nil}
	for name, values := range where.Headers {
		if strings.EqualFold(name, "Content-Length") {
			if len(values) != 1 || values[0] != strconv.FormatInt(body.size, 10) {
				return nil, fmt.Errorf("gosc: UploadFunctionCode: %w: the URL is for %q bytes, the archive has %d",
					ErrMalformedResponse, values, body.size)
			}
			continue // net/http writes it from the size of the body
		}
		if strings.EqualFold(name, "Host") {
			continue
		}
		for _, value := range values {
			header.Add(name, value)
		}
	}
	body.shared.progress = options.progress
	req := &request{caller: c, op: uploadOperation, url: target, header: header, body: body, options: options}
	addQuerySecrets(&req.secrets, target)
	return req, nil
}

// presignedURL parses a URL that is a credential in itself.
func presignedURL(operation, text string, allowHTTP bool) (*url.URL, error) {
	target, err := url.Parse(text)
	if err != nil || target.Host == "" || (target.Scheme != "https" && target.Scheme != "http") {
		// The error of url.Parse would quote the signature.
		return nil, fmt.Errorf("gosc: %s: %w: the presigned URL is no URL", operation, ErrMalformedResponse)
	}
	if !allowHTTP && !safeForSecrets(target) {
		return nil, &ArgumentError{Operation: operation, Argument: "presigned URL", Reason: insecureReason(target), cause: ErrInsecureTransport}
	}
	return target, nil
}

// addQuerySecrets makes every value of a presigned query that is worth hiding a
// secret: storages quote them in their errors.
func addQuerySecrets(secrets *scrubber, target *url.URL) {
	for name, values := range target.Query() {
		if strings.HasSuffix(name, "Signature") || strings.HasSuffix(name, "Credential") || strings.HasSuffix(name, "Token") {
			secrets.add(values...)
		}
	}
}

// storageChain is the chain of the API without what only the API has.
func (c *caller) storageChain() handler {
	h := c.sendPresigned
	h = readReply(h)
	h = awaitBody(h)
	h = refuseRedirects(h)
	h = decodeStorageErrors(h)
	h = requireAllSent(h)
	h = limitStall(h)
	h = logAttempts(h)
	h = retry(h)
	return h
}

// requireAllSent makes a success that came before the whole archive was sent a
// failure: a proxy that answers for the storage, say.
func requireAllSent(next handler) handler {
	return func(ctx context.Context, req *request) (*reply, error) {
		r, err := next(ctx, req)
		if sent := req.body.shared.sent(); err == nil && sent != req.body.size {
			err = fmt.Errorf("answered after %d of %d bytes", sent, req.body.size)
		}
		return r, err
	}
}

// decodeStorageErrors reads the XML in which a storage says what is wrong.
func decodeStorageErrors(next handler) handler {
	return func(ctx context.Context, req *request) (*reply, error) {
		r, err := next(ctx, req)
		if err != nil || r.resp.StatusCode/100 == 2 {
			return r, err
		}
		apiErr := newAPIError(req, r)
		var wire struct {
			Code, Message, RequestID string
		}
		if xml.Unmarshal(apiErr.body, &wire) == nil {
			apiErr.Type, apiErr.Message = wire.Code, req.secrets.clean(wire.Message)
			if apiErr.RequestID == "" {
				apiErr.RequestID = wire.RequestID
			}
		} else {
			apiErr.Message = describeBody(r.resp.Header, apiErr.body)
		}
		return r, apiErr
	}
}

// sendPresigned is send without credentials: the URL is one.
func (c *caller) sendPresigned(ctx context.Context, req *request) (*reply, error) {
	return c.exchange(ctx, req, req.header)
}
