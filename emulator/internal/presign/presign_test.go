package presign

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var (
	signedAt = time.Date(2020, 6, 20, 15, 40, 19, 0, time.UTC)
	signer   = &Signer{AccessKey: "SCWXXXXXXXXXXXXXXXXX", Secret: "secret", Region: "fr-par"}
)

func uploadURL() string {
	return signer.URL(Request{
		Method: "PUT", Host: "127.0.0.1:8080", Path: "/bucket/uploads/function-1.zip",
		Header: map[string]string{"content-length": "3", "content-type": "application/octet-stream"},
	}, signedAt, time.Hour)
}

func incoming(target string) *http.Request {
	r := httptest.NewRequest("PUT", target, strings.NewReader("abc"))
	r.Header.Set("Content-Type", "application/octet-stream")
	return r
}

func TestURLHasTheShapeOfTheOriginal(t *testing.T) {
	prefix := "http://127.0.0.1:8080/bucket/uploads/function-1.zip?X-Amz-Algorithm=AWS4-HMAC-SHA256" +
		"&X-Amz-Credential=SCWXXXXXXXXXXXXXXXXX%2F20200620%2Ffr-par%2Fs3%2Faws4_request&X-Amz-Date=20200620T154019Z" +
		"&X-Amz-Expires=3600&X-Amz-SignedHeaders=content-length%3Bcontent-type%3Bhost&X-Amz-Signature="
	signature, found := strings.CutPrefix(uploadURL(), prefix)
	require.True(t, found, uploadURL())
	assert.Regexp(t, "^[0-9a-f]{64}$", signature)
}

// The example of the AWS documentation ("Authenticating requests: using query
// parameters") has been signed by another signer.
func TestSignatureOfAWSExample(t *testing.T) {
	aws := &Signer{AccessKey: "AKIAIOSFODNN7EXAMPLE", Secret: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", Region: "us-east-1"}
	got := aws.URL(Request{Method: "GET", Host: "examplebucket.s3.amazonaws.com", Path: "/test.txt"},
		time.Date(2013, 5, 24, 0, 0, 0, 0, time.UTC), 24*time.Hour)
	parsed, err := url.Parse(got)
	require.NoError(t, err)
	assert.Equal(t, "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404", parsed.Query().Get("X-Amz-Signature"))
}

func TestVerify(t *testing.T) {
	tests := []struct {
		name   string
		url    func(string) string
		change func(*http.Request)
		now    time.Time
		code   string // empty: accepted
	}{
		{name: "as signed"},
		{name: "last second", now: signedAt.Add(time.Hour)},
		{name: "expired", now: signedAt.Add(time.Hour + time.Second), code: "AccessDenied"},
		{name: "longer life", url: replace("X-Amz-Expires=3600", "X-Amz-Expires=9999"), code: "SignatureDoesNotMatch"},
		{name: "later date", url: replace("20200620T154019Z", "20200620T164019Z"), code: "SignatureDoesNotMatch"},
		{name: "other day", url: replace("20200620T154019Z", "20200621T154019Z"), code: "InvalidAccessKeyId"},
		{name: "other path", url: replace("function-1", "function-2"), code: "SignatureDoesNotMatch"},
		{name: "other host", url: replace("127.0.0.1", "127.0.0.2"), code: "SignatureDoesNotMatch"},
		{name: "other key", url: replace("SCWXXX", "SCWYYY"), code: "InvalidAccessKeyId"},
		{name: "fewer headers", url: replace("content-length%3B", ""), code: "SignatureDoesNotMatch"},
		{name: "host not signed", url: replace("%3Bhost", ""), code: "AccessDenied"},
		{name: "no signature", url: func(s string) string { return s[:strings.Index(s, "&X-Amz-Signature")] }, code: "AccessDenied"},
		{name: "no query", url: func(s string) string { return s[:strings.Index(s, "?")] }, code: "AccessDenied"},
		{name: "changed signature", url: func(s string) string { return s[:len(s)-4] + "0000" }, code: "SignatureDoesNotMatch"},
		{name: "more query", url: func(s string) string { return s + "&x=1" }, code: "SignatureDoesNotMatch"},
		{name: "bad date", url: replace("20200620T154019Z", "yesterday"), code: "AccessDenied"},
		{name: "bad expiry", url: replace("=3600", "=-1"), code: "AccessDenied"},
		{name: "other method", change: func(r *http.Request) { r.Method = "GET" }, code: "SignatureDoesNotMatch"},
		{name: "larger", change: func(r *http.Request) { r.ContentLength = 4 }, code: "SignatureDoesNotMatch"},
		{name: "unknown size", change: func(r *http.Request) { r.ContentLength = -1 }, code: "SignatureDoesNotMatch"},
		{name: "other type", change: func(r *http.Request) { r.Header.Set("Content-Type", "application/zip") }, code: "SignatureDoesNotMatch"},
		{name: "no type", change: func(r *http.Request) { r.Header.Del("Content-Type") }, code: "SignatureDoesNotMatch"},
		{name: "unsigned headers do not matter", change: func(r *http.Request) { r.Header.Set("content_length", "3") }},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			target, now := uploadURL(), signedAt
			if test.url != nil {
				target = test.url(target)
			}
			if !test.now.IsZero() {
				now = test.now
			}
			r := incoming(target)
			if test.change != nil {
				test.change(r)
			}
			err := signer.Verify(r, now)
			if test.code == "" {
				assert.Nil(t, err)
				return
			}
			require.NotNil(t, err)
			assert.Equal(t, test.code, err.Code)
			assert.Equal(t, http.StatusForbidden, err.StatusCode)
		})
	}
}

func replace(old, other string) func(string) string {
	return func(s string) string { return strings.Replace(s, old, other, 1) }
}

func TestErrorIsXML(t *testing.T) {
	w := httptest.NewRecorder()
	errMismatch.Write(w, "/bucket/<key>", "request-1")
	assert.Equal(t, http.StatusForbidden, w.Code)
	assert.Equal(t, "application/xml", w.Header().Get("Content-Type"))
	assert.Equal(t, `<?xml version="1.0" encoding="UTF-8"?>`+"\n"+
		`<Error><Code>SignatureDoesNotMatch</Code><Message>`+errMismatch.Message+`</Message>`+
		`<Resource>/bucket/&lt;key&gt;</Resource><RequestId>request-1</RequestId></Error>`, w.Body.String())
}
