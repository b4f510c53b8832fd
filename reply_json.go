package gosc

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/rumpl/gosc/internal/text"
	"github.com/rumpl/gosc/jsoncodec"
)

// decodeJSON reads a 2xx reply. Its errors describe the reply but never quote it:
// a token or a presigned URL may be in it.
func (r *reply) decodeJSON(decode func([]byte) error) error {
	if r.resp.StatusCode == http.StatusNoContent {
		return nil
	}
	switch jsonStart(r.body) {
	case 0:
		return fmt.Errorf("%w: the body is empty", ErrMalformedResponse)
	case 'n':
		return fmt.Errorf("%w: the body is null", ErrMalformedResponse)
	}
	err := decode(r.body)
	if errors.Is(err, jsoncodec.ErrTooLarge) {
		return fmt.Errorf("%w: the JSON of %d bytes %w by Configuration.MaxDecodedBytes", ErrResponseTooLarge, len(r.body), jsoncodec.ErrTooLarge)
	}
	if err != nil {
		return fmt.Errorf("%w: %s of %d bytes: %w", ErrMalformedResponse, contentType(r.resp), len(r.body), err)
	}
	return nil
}

func contentType(resp *http.Response) string {
	if kind := resp.Header.Get("Content-Type"); kind != "" {
		return text.Line(kind)
	}
	return "no content type"
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
