// Package netfail classifies failures of the network.
package netfail

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
)

// IsDial reports whether a connection could not even be opened.
func IsDial(err error) bool {
	if _, ok := errors.AsType[*ProxyError](err); ok {
		return true
	}
	opErr, ok := errors.AsType[*net.OpError](err)
	return ok && opErr.Op == "dial"
}

// IsPermanent reports whether a failure to connect would occur again.
func IsPermanent(err error) bool {
	if proxyErr, ok := errors.AsType[*ProxyError](err); ok {
		return proxyErr.isPermanent()
	}
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return true
	}
	if _, ok := errors.AsType[x509.UnknownAuthorityError](err); ok {
		return true
	}
	if _, ok := errors.AsType[*net.AddrError](err); ok {
		return true
	}
	dnsErr, ok := errors.AsType[*net.DNSError](err)
	return ok && dnsErr.IsNotFound
}

// Explain explains a transport's error for a server that answers a TLS handshake in
// plain HTTP, as http.Client does.
func Explain(err error) error {
	if tlsErr, ok := errors.AsType[tls.RecordHeaderError](err); ok && string(tlsErr.RecordHeader[:]) == "HTTP/" {
		return http.ErrSchemeMismatch
	}
	return err
}

// ExplainEOF explains a bare io.EOF of a transport: the connection ended before a
// reply began.
func ExplainEOF(err error) error {
	if errors.Is(err, io.EOF) && err.Error() == io.EOF.Error() {
		return fmt.Errorf("the server closed the connection without a reply: %w", err)
	}
	return err
}

// WithoutURL removes the URL from an error of net/http: it may contain a presigned
// signature or a password.
func WithoutURL(err error) error {
	for {
		urlErr, ok := errors.AsType[*url.Error](err)
		if !ok {
			return err
		}
		err = urlErr.Err
	}
}

// quoting are the errors of net/http and net/textproto that quote what the server
// has sent.
var quoting = []string{
	"malformed HTTP", "malformed MIME header", "bad Content-Length", "bad trailer key", "invalid Trailer key",
	"multiple Content-Length headers", "unsupported transfer encoding", "too many transfer encodings",
}

// WithoutQuote removes from an error what the server has sent in place of HTTP: it may
// be anything, such as the rest of an earlier reply with a token in it.
func WithoutQuote(err error) error {
	if err == nil {
		return nil
	}
	text := err.Error()
	for _, what := range quoting {
		at := strings.Index(text, what)
		if at < 0 {
			continue
		}
		if quote := strings.IndexByte(text[at:], '"'); quote >= 0 {
			return &unquotedError{strings.TrimRight(text[:at+quote], ` :;[`), err}
		}
	}
	return err
}

// unquotedError is an error with the first part of its text only.
type unquotedError struct {
	text string
	err  error
}

func (e *unquotedError) Error() string { return e.text }
func (e *unquotedError) Unwrap() error { return e.err }
