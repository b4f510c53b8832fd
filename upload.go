package gosc

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/rumpl/gosc/internal/ctxerr"
	"github.com/rumpl/gosc/internal/redact"
	"github.com/rumpl/gosc/jsoncodec"
)

// PresignedURL is a URL that is itself a credential, and the headers that were
// signed with it. The upload URLs of generated packages convert to it.
type PresignedURL struct {
	URL     string
	Headers map[string][]string
}

// String is where the URL leads, without what makes it a credential.
func (p PresignedURL) String() string {
	where, err := url.Parse(p.URL)
	if err != nil {
		where = &url.URL{}
	}
	return "gosc.PresignedURL{" + redact.URL(where) + "}"
}

// Format formats as String does, for every verb of fmt.
func (p PresignedURL) Format(f fmt.State, verb rune) { jsoncodec.FormatPrintable(f, verb, p.String()) }

// LogValue returns the same as String, for slog.
func (p PresignedURL) LogValue() slog.Value { return slog.StringValue(p.String()) }

// Upload requests a presigned URL for exactly the size of the archive, from the
// reader's current offset to its end, and puts the bytes there with exactly the
// headers that were signed. The upload helpers of generated packages call it; helper
// is their name, for errors, logs and [OperationFromContext].
//
// The storage gets no credential but the URL. A failed attempt is repeated like that
// of any idempotent call.
//
// Options for retries, timeouts and replies apply to both requests,
// [WithUploadProgress] to the upload, and all others to the request for the URL.
// During the upload, Configuration.Timeout limits the time in which no byte moves.
// Upload waits for a reader that blocks, even when ctx has ended.
func (c *Caller) Upload(ctx context.Context, helper string, archive io.ReadSeeker,
	presign func(ctx context.Context, size uint64, opts ...CallOption) (PresignedURL, error), opts ...CallOption) error {
	ctx, cancel, err := c.limitHelper(ctx, helper, opts)
	if err != nil {
		return err
	}
	defer cancel()
	body, err := uploadBody(helper, archive)
	if err != nil {
		return err
	}
	// A presigned URL is valid for one size only, so the size must be known first.
	where, err := presign(ctx, uint64(body.size), opts...)
	if err != nil {
		return err
	}
	op := Operation{ID: helper, Method: http.MethodPut}
	req, err := c.uploadRequest(op, where, body, newCallOptions(c.cfg, opts))
	if err != nil {
		return err
	}
	c.start()
	reply, err := c.uploads(ctx, req)
	defer reply.release()
	if err != nil {
		return req.finishError(reply, ctxerr.Explain(ctx, err))
	}
	return nil
}

func uploadBody(helper string, archive io.ReadSeeker) (requestBody, error) {
	if archive == nil {
		return requestBody{}, &ArgumentError{Operation: helper, Argument: "archive", Reason: "is nil"}
	}
	body, err := readerBody(archive)
	if err != nil {
		return body, fmt.Errorf("gosc: %s: cannot measure the archive: %w", helper, err)
	}
	if body.size == 0 {
		return body, &ArgumentError{Operation: helper, Argument: "archive", Reason: "is empty"}
	}
	return body, nil
}

func (c *Caller) uploadRequest(op Operation, where PresignedURL, body requestBody, options callOptions) (*request, error) {
	target, err := parsePresigned(op.ID, where.URL, c.cfg.AllowHTTP)
	if err != nil {
		return nil, err
	}
	// A nil User-Agent keeps net/http from adding its own: signed headers only.
	header := http.Header{"User-Agent": nil}
	for name, values := range where.Headers {
		if strings.EqualFold(name, "Content-Length") {
			if len(values) != 1 || values[0] != strconv.FormatInt(body.size, 10) {
				return nil, fmt.Errorf("gosc: %s: %w: the URL is for %q bytes, the archive has %d",
					op.ID, ErrMalformedResponse, values, body.size)
			}
			continue // net/http writes it from the size of the body
		}
		if strings.EqualFold(name, "Host") {
			continue
		}
		if !validHeader(name, values...) {
			return nil, fmt.Errorf("gosc: %s: %w: the header %q cannot be sent in HTTP", op.ID, ErrMalformedResponse, name)
		}
		for _, value := range values {
			header.Add(name, value)
		}
	}
	body.lent.Progress = options.progress
	req := &request{caller: c, op: op, url: target, header: header, presigned: true, body: body, options: options}
	addUploadSecrets(&req.secrets, target, header)
	return req, nil
}

// parsePresigned parses a URL that is itself a credential.
func parsePresigned(operation, text string, allowHTTP bool) (*url.URL, error) {
	target, err := url.Parse(text)
	if err != nil || target.Host == "" || (target.Scheme != "https" && target.Scheme != "http") {
		// The error of url.Parse quotes the signature.
		return nil, fmt.Errorf("gosc: %s: %w: the presigned URL is not a URL", operation, ErrMalformedResponse)
	}
	if target.User != nil {
		return nil, fmt.Errorf("gosc: %s: %w: the presigned URL has a user or a password", operation, ErrMalformedResponse)
	}
	if !allowHTTP && !safeForSecrets(target) {
		return nil, &ArgumentError{Operation: operation, Argument: "presigned URL", Reason: insecureReason(target), cause: ErrInsecureTransport}
	}
	return target, nil
}

// addUploadSecrets treats everything that may make the request a credential as a
// secret, since storages repeat it in their errors: the values of the query and of
// the signed headers, except those that are known to be harmless.
func addUploadSecrets(secrets *redact.Secrets, target *url.URL, header http.Header) {
	for parameter := range strings.FieldsFuncSeq(target.RawQuery, func(r rune) bool { return r == '&' || r == ';' }) {
		name, value, named := strings.Cut(parameter, "=")
		switch {
		case !named:
			value = name
		case slices.Contains(harmlessParameters, strings.ToLower(name)):
			continue
		}
		secrets.Add(value)
		if decoded, err := url.QueryUnescape(value); err == nil {
			addEscaped(secrets, decoded)
		}
	}
	for name, values := range header {
		if slices.Contains(harmlessHeaders, name) {
			continue
		}
		for _, value := range values {
			addEscaped(secrets, value)
		}
	}
}

// addEscaped adds a secret in all forms that a server may repeat it in.
func addEscaped(secrets *redact.Secrets, secret string) {
	secrets.Add(secret)
	for _, form := range [...]string{url.QueryEscape(secret), url.PathEscape(secret)} {
		if form != secret {
			secrets.Add(form)
		}
	}
}

// harmlessParameters are those of a presigned query that grant nothing.
var harmlessParameters = []string{
	"x-amz-algorithm", "x-amz-date", "x-amz-expires", "x-amz-signedheaders", "x-amz-content-sha256", "x-id", "expires", "partnumber",
}
