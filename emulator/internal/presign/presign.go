// Package presign signs and checks object-storage URLs by the rules of AWS
// Signature Version 4 in query parameters, as far as the uploads and downloads
// of function code need them. The signature covers method, path, query and the
// named headers; the body is left out ("UNSIGNED-PAYLOAD"), as in any URL that is
// signed before the body exists.
package presign

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	algorithm  = "AWS4-HMAC-SHA256"
	timeLayout = "20060102T150405Z"
	dateLayout = "20060102"
)

// Signer holds one access key. Its zero value is not useful.
type Signer struct {
	AccessKey string
	Secret    string
	Region    string // of the credential scope, such as "fr-par"
}

// Request is what a signature covers.
type Request struct {
	Method string
	Host   string
	Path   string            // starts with a slash, not escaped
	Header map[string]string // further signed headers, lower-case names
}

// URL returns an http URL that is valid for exactly this request, until now plus
// expiry (rounded down to seconds).
func (s *Signer) URL(req Request, now time.Time, expiry time.Duration) string {
	now = now.UTC()
	names := signedNames(req.Header)
	query := [][2]string{
		{"X-Amz-Algorithm", algorithm},
		{"X-Amz-Credential", s.AccessKey + "/" + s.scope(now)},
		{"X-Amz-Date", now.Format(timeLayout)},
		{"X-Amz-Expires", strconv.Itoa(int(expiry / time.Second))},
		{"X-Amz-SignedHeaders", strings.Join(names, ";")},
	}
	var raw strings.Builder
	for _, pair := range query {
		raw.WriteString(pair[0] + "=" + escape(pair[1], false) + "&")
	}
	rawQuery := strings.TrimSuffix(raw.String(), "&")
	signature := s.sign(now, canonicalRequest(req, rawQuery, names))
	return "http://" + req.Host + escape(req.Path, true) + "?" + rawQuery + "&X-Amz-Signature=" + signature
}

// Verify checks a request that came in against the signature in its URL.
func (s *Signer) Verify(r *http.Request, now time.Time) *Error {
	query := r.URL.Query()
	signature := query.Get("X-Amz-Signature")
	if signature == "" || query.Get("X-Amz-Algorithm") != algorithm {
		return errNotSigned
	}
	date, err := time.Parse(timeLayout, query.Get("X-Amz-Date"))
	if err != nil {
		return errBadQuery("X-Amz-Date is not a time")
	}
	seconds, err := strconv.ParseUint(query.Get("X-Amz-Expires"), 10, 31)
	if err != nil {
		return errBadQuery("X-Amz-Expires is not a number of seconds")
	}
	if query.Get("X-Amz-Credential") != s.AccessKey+"/"+s.scope(date) {
		return errUnknownKey
	}
	names := strings.Split(query.Get("X-Amz-SignedHeaders"), ";")
	if !slices.Contains(names, "host") {
		return errBadQuery("X-Amz-SignedHeaders does not name host")
	}
	canonical := canonicalRequest(Request{
		Method: r.Method, Host: r.Host, Path: r.URL.Path, Header: headerValues(r, names),
	}, unsignedQuery(r.URL.RawQuery), names)
	if !hmac.Equal([]byte(s.sign(date, canonical)), []byte(signature)) {
		return errMismatch
	}
	if now.After(date.Add(time.Duration(seconds) * time.Second)) {
		return errExpired
	}
	return nil
}

func (s *Signer) scope(t time.Time) string {
	return fmt.Sprintf("%s/%s/s3/aws4_request", t.Format(dateLayout), s.Region)
}

func (s *Signer) sign(t time.Time, canonical string) string {
	digest := sha256.Sum256([]byte(canonical))
	text := strings.Join([]string{algorithm, t.Format(timeLayout), s.scope(t), hex.EncodeToString(digest[:])}, "\n")
	key := []byte("AWS4" + s.Secret)
	for _, part := range []string{t.Format(dateLayout), s.Region, "s3", "aws4_request", text} {
		mac := hmac.New(sha256.New, key)
		mac.Write([]byte(part))
		key = mac.Sum(nil)
	}
	return hex.EncodeToString(key)
}
