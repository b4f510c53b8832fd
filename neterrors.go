package gosc

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
)

// isDialError tells whether a connection could not even be opened.
func isDialError(err error) bool {
	opErr, ok := errors.AsType[*net.OpError](err)
	return ok && opErr.Op == "dial"
}

// isBroken tells whether err is a failure of the connection, which another one
// may not have.
func isBroken(err error) bool {
	if errors.Is(err, context.Canceled) || errors.Is(err, ErrResponseTooLarge) || errors.Is(err, ErrRateLimited) || isPermanent(err) {
		return false
	}
	return true
}

// isPermanent tells whether a failure to connect will be the same next time.
func isPermanent(err error) bool {
	if _, ok := errors.AsType[*ArgumentError](err); ok {
		return true
	}
	if _, ok := errors.AsType[*credentialError](err); ok {
		return true
	}
	if _, ok := errors.AsType[*readerError](err); ok {
		return true
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
