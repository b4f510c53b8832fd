package gosc

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/rumpl/gosc/internal/text"
	"github.com/rumpl/gosc/jsoncodec"
)

// json returns the body of a 2xx reply. It is nil if there is nothing to decode.
func (r *reply) json(mayBeNull bool) ([]byte, error) {
	if r.resp.StatusCode == http.StatusNoContent {
		return nil, nil
	}
	start := jsonStart(r.body)
	if start == '{' || start == '[' {
		return r.body, nil
	}
	if encoding := r.resp.Header.Get("Content-Encoding"); encoding != "" {
		return nil, fmt.Errorf("the body has the content encoding %q, which was not asked for", text.Line(encoding))
	}
	switch start {
	case 0:
		return nil, errors.New("the body is empty")
	case 'n':
		if !mayBeNull {
			return nil, errors.New("the body is null")
		}
	}
	return r.body, nil
}

// malformed returns the error of a 2xx reply that could not be decoded. It
// describes the reply but never quotes it: a token or a presigned URL may be in it.
func (r *reply) malformed(err error) error {
	if errors.Is(err, jsoncodec.ErrTooLarge) {
		return fmt.Errorf("%w: the JSON of %d bytes %w by Configuration.MaxDecodedBytes", ErrResponseTooLarge, len(r.body), jsoncodec.ErrTooLarge)
	}
	return fmt.Errorf("%w: %s of %d bytes: %w", ErrMalformedResponse, contentType(r.resp), len(r.body), err)
}

func contentType(resp *http.Response) string {
	if kind := resp.Header.Get("Content-Type"); kind != "" {
		return text.Line(kind)
	}
	return "a reply without a content type,"
}

// jsonStart returns the first byte that is not white space, 0 if there is none.
func jsonStart(body []byte) byte {
	for _, b := range body {
		switch b {
		case ' ', '\t', '\r', '\n':
		default:
			return b
		}
	}
	return 0
}
