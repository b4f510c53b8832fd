package clients

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/scaleway/scaleway-sdk-go/scw"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc"
)

// sdk is the official SDK for Go, on an emulator behind the contract.
type sdk struct {
	*harness
	client *scw.Client
	often  *time.Duration // interval between two polls of a waiter
}

func newSDK(t *testing.T) *sdk {
	t.Helper()
	h := newHarness(t)
	client, err := scw.NewClient(scw.WithAPIURL(h.proxy.URL), scw.WithAuth("SCWXXXXXXXXXXXXXXXXX", secretKey),
		scw.WithDefaultRegion(scw.RegionFrPar), scw.WithDefaultProjectID(projectID))
	require.NoError(t, err)
	return &sdk{harness: h, client: client, often: scw.TimeDurationPtr(time.Millisecond)}
}

// fails expects an error reply that has nothing but a message.
func (s *sdk) fails(err error, status int, message string) {
	s.t.Helper()
	reply, ok := errors.AsType[*scw.ResponseError](err)
	require.True(s.t, ok, "%T: %v", err, err)
	assert.Equal(s.t, status, reply.StatusCode)
	assert.Equal(s.t, message, reply.Message)
	assert.Empty(s.t, reply.Type)
}

// gone waits until get returns a 404.
func (s *sdk) gone(get func() error) {
	s.t.Helper()
	require.Eventually(s.t, func() bool {
		reply, ok := errors.AsType[*scw.ResponseError](get())
		return ok && reply.StatusCode == http.StatusNotFound
	}, 10*time.Second, time.Millisecond)
}

// upload sends an archive as the provider's Go tools do: with all of the headers,
// and with the secret key.
func (s *sdk) upload(url string, headers map[string]*[]string, code string) {
	s.t.Helper()
	req, err := http.NewRequestWithContext(s.t.Context(), http.MethodPut, url, strings.NewReader(code))
	require.NoError(s.t, err)
	for name, values := range headers {
		for _, value := range *values {
			req.Header.Set(name, value)
		}
	}
	req.Header.Set("X-Auth-Token", secretKey)
	status, body := s.do(req)
	assert.Equal(s.t, http.StatusOK, status)
	assert.Empty(s.t, body)
}

// fire delivers a message of a trigger.
func (s *sdk) fire(trigger, message string) string {
	s.t.Helper()
	url := s.srv.URL() + "/emulator/v1/triggers/" + trigger + "/messages"
	req, err := http.NewRequestWithContext(s.t.Context(), http.MethodPost, url, strings.NewReader(message))
	require.NoError(s.t, err)
	req.Header.Set("X-Auth-Token", secretKey)
	status, body := s.do(req)
	require.Equal(s.t, http.StatusOK, status, body)
	return body
}

// answerCode is an archive of a function that returns what it was called with.
func answerCode(t *testing.T) string {
	t.Helper()
	archive, err := gosc.ZipFS(answerJS)
	require.NoError(t, err)
	code, err := io.ReadAll(archive)
	require.NoError(t, err)
	return string(code)
}

// TestGoSDK calls every operation of both products.
func TestGoSDK(t *testing.T) {
	s := newSDK(t)
	s.functions()
	s.containers()
	assert.Equal(t, 61, s.proxy.Operations())
	assert.Empty(t, s.proxy.Missing(), "every operation")
	t.Logf("%d exchanges kept the contract", s.proxy.Exchanges())
}
