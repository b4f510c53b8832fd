package netfail

import (
	"fmt"
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestCheckProxy(t *testing.T) {
	proxy := &url.URL{Host: "proxy:3128", User: url.UserPassword("user", "hunter2")}
	check := func(status int) error {
		return CheckProxy(t.Context(), proxy, nil, &http.Response{StatusCode: status, Status: "hunter2"})
	}
	require.NoError(t, check(200))
	for status, permanent := range map[int]bool{302: true, 403: true, 407: true, 408: false, 429: false, 502: false, 503: false} {
		err := check(status)
		require.EqualError(t, err, fmt.Sprintf("the proxy proxy:3128 did not open a connection: %d %s", status, http.StatusText(status)))
		assert.True(t, IsDial(err))
		assert.Equal(t, permanent, IsPermanent(err), status)
	}
}
