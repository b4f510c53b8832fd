package netfail

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestClasses(t *testing.T) {
	plain := errors.New("reset")
	for _, tc := range []struct {
		err             error
		dial, permanent bool
	}{
		{err: plain},
		{err: &net.OpError{Op: "read", Err: plain}},
		{err: &net.OpError{Op: "dial", Err: plain}, dial: true},
		{err: &net.OpError{Op: "dial", Err: &net.DNSError{IsNotFound: true}}, dial: true, permanent: true},
		{err: &net.OpError{Op: "dial", Err: &net.DNSError{IsTemporary: true}}, dial: true},
		{err: &net.OpError{Op: "dial", Err: &net.AddrError{}}, dial: true, permanent: true},
		{err: &tls.CertificateVerificationError{Err: plain}, permanent: true},
		{err: x509.UnknownAuthorityError{}, permanent: true},
	} {
		err := fmt.Errorf("x: %w", tc.err)
		assert.Equal(t, tc.dial, IsDial(err), "%#v", tc.err)
		assert.Equal(t, tc.permanent, IsPermanent(err), "%#v", tc.err)
	}
}

func TestExplainEOF(t *testing.T) {
	err := ExplainEOF(io.EOF)
	assert.ErrorIs(t, err, io.EOF)
	assert.EqualError(t, err, "the server closed the connection without a reply: EOF")
	assert.Equal(t, io.ErrUnexpectedEOF, ExplainEOF(io.ErrUnexpectedEOF))
}

func TestWithoutURL(t *testing.T) {
	plain := errors.New("reset")
	assert.Equal(t, plain, WithoutURL(plain))
	assert.Equal(t, plain, WithoutURL(&url.Error{Op: "Get", URL: "https://h?sig=x", Err: &url.Error{Op: "parse", URL: "y", Err: plain}}))
}

func TestWithoutQuote(t *testing.T) {
	for text, want := range map[string]string{
		"reset": "reset",
		`net/http: HTTP/1.x transport connection broken: malformed HTTP response "{\"hunter2\""`: "net/http: HTTP/1.x transport connection broken: malformed HTTP response",
		`malformed MIME header: missing colon: "hunter2"`:                                        "malformed MIME header: missing colon",
		`http: message cannot contain multiple Content-Length headers; got ["1" "hunter2"]`:      "http: message cannot contain multiple Content-Length headers; got",
		`lookup "host": no such host`:                                                            `lookup "host": no such host`,
	} {
		err := errors.New(text)
		assert.EqualError(t, WithoutQuote(err), want)
		assert.ErrorIs(t, WithoutQuote(err), err)
	}
	assert.NoError(t, WithoutQuote(nil))
}
