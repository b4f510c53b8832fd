package gosc

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestTheDefaultTransport(t *testing.T) {
	client := newHTTPClient()
	assert.NotSame(t, http.DefaultClient, client)
	assert.Zero(t, client.Timeout, "it would cut long uploads")
	transport := client.Transport.(*http.Transport)
	assert.Equal(t, responseHeaderTimeout, transport.ResponseHeaderTimeout)
	assert.NotNil(t, transport.Proxy)
	assert.True(t, transport.ForceAttemptHTTP2)
}

func TestFunctionsMayRespondMoreSlowlyThanTheAPI(t *testing.T) {
	client := newHTTPClient()
	functions := withoutHeaderTimeout(client).Transport.(*http.Transport)
	assert.Zero(t, functions.ResponseHeaderTimeout)
	assert.Equal(t, responseHeaderTimeout, client.Transport.(*http.Transport).ResponseHeaderTimeout, "the client itself stays as it is")

	for _, own := range []*http.Client{{}, {Transport: &http.Transport{}}, {Transport: roundTrip(nil)}} {
		assert.Same(t, own, withoutHeaderTimeout(own), "there is nothing to change")
	}
}
