package apps

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
)

const (
	typeJSON = "application/json"
	typeText = "text/plain; charset=utf-8"
)

// reply is the HTTP response of one call.
type reply struct {
	status int
	header http.Header
	body   []byte
}

// parseReply turns what a handler returned, as JSON, into a response. No bytes
// at all mean that it returned nothing.
func parseReply(value []byte, rules Rules) (reply, error) {
	value = bytes.TrimSpace(value)
	if len(value) == 0 {
		return reply{status: http.StatusOK, header: http.Header{}}, nil
	}
	if value[0] != '{' {
		return plainReply(value)
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(value, &members); err != nil {
		return reply{}, fmt.Errorf("function returned no JSON: %w", err)
	}
	_, hasStatus := members["statusCode"]
	_, hasBody := members["body"]
	if !hasStatus && !hasBody || rules == V1beta1 && !hasStatus && isStructure(members["body"]) {
		return plainReply(value)
	}
	return fullReply(members)
}

// plainReply is for values that are not a response object: strings are sent as
// they are, anything else as JSON.
func plainReply(value []byte) (reply, error) {
	body, contentType, err := text(value)
	if err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusOK, header: http.Header{"Content-Type": {contentType}}, body: body}, nil
}

func fullReply(members map[string]json.RawMessage) (reply, error) {
	status, err := statusCode(members["statusCode"])
	if err != nil {
		return reply{}, err
	}
	r := reply{status: status, header: http.Header{}}
	for _, name := range []string{"headers", "multiValueHeaders"} {
		if err := addHeaders(r.header, members[name]); err != nil {
			return reply{}, fmt.Errorf("function returned unusable %s: %w", name, err)
		}
	}
	if isNull(members["body"]) {
		return r, nil
	}
	body, contentType, err := text(members["body"])
	if err != nil {
		return reply{}, err
	}
	r.body = body
	if string(members["isBase64Encoded"]) == "true" {
		if decoded, err := base64.StdEncoding.DecodeString(string(body)); err == nil {
			r.body, contentType = decoded, "application/octet-stream"
		}
	}
	if r.header.Get("Content-Type") == "" {
		r.header.Set("Content-Type", contentType)
	}
	return r, nil
}

// text returns the characters of a JSON string, and any other value unchanged.
func text(value []byte) (body []byte, contentType string, err error) {
	if value[0] != '"' {
		if !json.Valid(value) {
			return nil, "", errors.New("function returned no JSON")
		}
		return value, typeJSON, nil
	}
	var s string
	if err := json.Unmarshal(value, &s); err != nil {
		return nil, "", fmt.Errorf("function returned no JSON: %w", err)
	}
	return []byte(s), typeText, nil
}

// isStructure reports whether value is neither a string nor null. Under V1beta1 a
// body like that makes a response object only in the company of a statusCode;
// otherwise the whole object is what the function has to say.
func isStructure(value json.RawMessage) bool { return !isNull(value) && value[0] != '"' }

func isNull(value json.RawMessage) bool { return len(value) == 0 || string(value) == "null" }

// statusCode accepts a number, also as a string; none, null and 0 mean 200.
func statusCode(value json.RawMessage) (int, error) {
	if isNull(value) {
		return http.StatusOK, nil
	}
	digits := string(bytes.Trim(value, `"`))
	status, err := strconv.ParseFloat(digits, 64)
	switch {
	case err == nil && status == 0:
		return http.StatusOK, nil
	case err != nil || status != float64(int(status)) || status < 200 || status > 999:
		return 0, fmt.Errorf("function returned statusCode %.40s, which is not an HTTP status", value)
	}
	return int(status), nil
}

// addHeaders accepts strings, numbers, booleans, and lists of those.
func addHeaders(h http.Header, value json.RawMessage) error {
	if isNull(value) {
		return nil
	}
	var given map[string]any
	decoder := json.NewDecoder(bytes.NewReader(value))
	decoder.UseNumber()
	if err := decoder.Decode(&given); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(given)) {
		values, isList := given[name].([]any)
		if !isList {
			values = []any{given[name]}
		}
		if len(values) > 0 {
			h.Del(name) // multiValueHeaders take precedence over headers
		}
		for _, v := range values {
			switch v.(type) {
			case string, json.Number, bool:
				h.Add(name, fmt.Sprint(v))
			case nil:
			default:
				return fmt.Errorf("header %q is neither a string nor a list of strings", name)
			}
		}
	}
	return nil
}

// connectionHeaders belong to one connection, not to the response.
var connectionHeaders = []string{"Connection", "Content-Length", "Keep-Alive", "Te", "Trailer", "Transfer-Encoding", "Upgrade"}

func (r reply) write(w http.ResponseWriter, method string) {
	header := w.Header()
	maps.Copy(header, r.header)
	for _, name := range connectionHeaders {
		header.Del(name)
	}
	if r.status == http.StatusNoContent || r.status == http.StatusNotModified {
		w.WriteHeader(r.status)
		return
	}
	if header.Get("Content-Type") == "" {
		header["Content-Type"] = nil // the server must not guess one
	}
	header.Set("Content-Length", strconv.Itoa(len(r.body)))
	w.WriteHeader(r.status)
	if method != http.MethodHead {
		_, _ = w.Write(r.body)
	}
}
