package console

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
)

const maxAPIReply = 4 << 20 // bytes

// client makes the page's changes: it is a client of the emulator's API like any
// other, so what the page does obeys the same rules, is among the recorded
// requests, and meets the faults on demand.
type client struct {
	base, key string
	http      *http.Client
}

// apiError is a request that the API has refused.
type apiError struct {
	method, path string
	status       int
	message      string
}

func (e *apiError) Error() string {
	return fmt.Sprintf("%s %s: %d %s: %s", e.method, e.path, e.status, http.StatusText(e.status), e.message)
}

// call sends a request with a JSON body, unless body is nil, and decodes the reply
// into result, unless that is nil.
func (c client) call(ctx context.Context, method, path string, body, result any) error {
	var payload io.Reader
	if body != nil {
		data, err := json.Marshal(body)
		if err != nil {
			return fmt.Errorf("%s %s: %w", method, path, err)
		}
		payload = bytes.NewReader(data)
	}
	r, err := http.NewRequestWithContext(ctx, method, c.base+path, payload)
	if err != nil {
		return fmt.Errorf("%s %s: %w", method, path, err)
	}
	r.Header.Set("X-Auth-Token", c.key)
	r.Header.Set("Content-Type", "application/json")
	data, err := c.do(r, path)
	if err != nil || result == nil {
		return err
	}
	if err := json.Unmarshal(data, result); err != nil {
		return fmt.Errorf("%s %s: the reply cannot be read: %w", method, path, err)
	}
	return nil
}

// do sends a request; shown is its path in errors.
func (c client) do(r *http.Request, shown string) ([]byte, error) {
	r.Header.Set("User-Agent", userAgent)
	response, err := c.http.Do(r)
	if err != nil { // without the URL of the *url.Error, which may be a signed one
		if outer, ok := errors.AsType[*url.Error](err); ok {
			err = outer.Err
		}
		return nil, fmt.Errorf("%s %s: %w", r.Method, shown, err)
	}
	defer response.Body.Close() //nolint:errcheck // nothing is written
	data, err := io.ReadAll(io.LimitReader(response.Body, maxAPIReply))
	if err != nil {
		return nil, fmt.Errorf("%s %s: the reply ended early: %w", r.Method, shown, err)
	}
	if response.StatusCode >= http.StatusMultipleChoices {
		return nil, &apiError{r.Method, shown, response.StatusCode, messageOf(data)}
	}
	return data, nil
}

// messageOf is what the body of an error says for people: its message, and what
// is wrong with which argument.
func messageOf(data []byte) string {
	var body struct {
		Message string `json:"message"`
		Details []struct {
			Argument string `json:"argument_name"`
			Help     string `json:"help_message"`
			Reason   string `json:"reason"`
		} `json:"details"`
	}
	if json.Unmarshal(data, &body) != nil || body.Message == "" {
		return "the reply has no message"
	}
	parts := []string{body.Message}
	for _, detail := range body.Details {
		if detail.Argument != "" {
			parts = append(parts, detail.Argument+": "+cmp.Or(detail.Help, detail.Reason))
		}
	}
	return strings.Join(parts, "; ")
}

// upload sends an archive to the signed URL of a function.
func (c client) upload(ctx context.Context, function string, archive []byte) error {
	var target struct {
		URL     string              `json:"url"`
		Headers map[string][]string `json:"headers"`
	}
	if err := c.call(ctx, http.MethodGet, fmt.Sprintf("%s/upload-url?content_length=%d", function, len(archive)), nil, &target); err != nil {
		return err
	}
	signed, err := url.Parse(target.URL)
	if err != nil {
		return fmt.Errorf("the upload URL cannot be read")
	}
	// The URL may have the emulator's public host, which this machine need not
	// know: the request goes to the emulator itself and says that host.
	r, err := http.NewRequestWithContext(ctx, http.MethodPut, c.base+signed.RequestURI(), bytes.NewReader(archive))
	if err != nil {
		return fmt.Errorf("upload: %w", err)
	}
	r.Host = signed.Host
	for name, values := range target.Headers {
		r.Header[http.CanonicalHeaderKey(name)] = values
	}
	_, err = c.do(r, "(signed URL of the archive)")
	return err
}
