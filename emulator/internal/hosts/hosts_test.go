package hosts

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/assert"
)

func request(host, local, remote string) *http.Request {
	r := httptest.NewRequest("GET", "/", http.NoBody)
	r.Host, r.RemoteAddr = host, remote
	addr := &net.TCPAddr{IP: net.ParseIP(local), Port: 8080}
	return r.WithContext(context.WithValue(r.Context(), http.LocalAddrContextKey, addr))
}

func TestAllows(t *testing.T) {
	policy := New([]string{"Emulator", "dev.example.", ""}, func(r *http.Request) bool { return Normal(r.Host) == "f1.functions.test" })
	tests := []struct {
		host, local string
		want        bool
	}{
		{"127.0.0.1:8080", "127.0.0.1", true},
		{"127.1.2.3", "127.0.0.1", true},
		{"localhost", "127.0.0.1", true},
		{"LOCALHOST:1", "127.0.0.1", true},
		{"localhost.:1", "127.0.0.1", true},
		{"shop.localhost:8080", "127.0.0.1", true},
		{"[::1]:8080", "::1", true},
		{"[::1]", "::1", true},
		{"[::ffff:127.0.0.1]:80", "::1", true},
		{"emulator:8080", "172.17.0.2", true},
		{"DEV.example", "172.17.0.2", true},
		{"f1.functions.test:8080", "127.0.0.1", true},
		{"192.0.2.1:8080", "192.0.2.1", true},
		{"[2001:db8::1]:8080", "2001:db8::1", true},

		{"192.0.2.1:8080", "127.0.0.1", false},
		{"192.0.2.2:8080", "192.0.2.1", false},
		{"evil.example", "127.0.0.1", false},
		{"evil.example:8080", "127.0.0.1", false},
		{"localhost.evil.example", "127.0.0.1", false},
		{"127.0.0.1.evil.example", "127.0.0.1", false},
		{"evil-localhost", "127.0.0.1", false},
		{"f2.functions.test", "127.0.0.1", false},
		{"0.0.0.0:8080", "127.0.0.1", false},
		{"0x7f000001", "127.0.0.1", false},
		{"2130706433", "127.0.0.1", false},
		{"", "127.0.0.1", false},
		{":8080", "127.0.0.1", false},
		{"emulator@evil.example", "127.0.0.1", false},
	}
	for _, test := range tests {
		assert.Equal(t, test.want, policy.Allows(request(test.host, test.local, "127.0.0.1:1")), "%q at %s", test.host, test.local)
	}
	assert.False(t, New(nil, nil).Allows(httptest.NewRequest("GET", "http://evil.example/", http.NoBody)), "no connection")
}

func TestFromThisMachine(t *testing.T) {
	tests := []struct {
		local, remote string
		want          bool
	}{
		{"127.0.0.1", "127.0.0.1:1", true},
		{"::1", "[::1]:1", true},
		{"127.0.0.1", "192.0.2.1:1", false},
		{"192.0.2.1", "127.0.0.1:1", false},
		{"192.0.2.1", "192.0.2.1:1", false},
		{"127.0.0.1", "", false},
	}
	for _, test := range tests {
		r := request("localhost", test.local, test.remote)
		r.Header.Set("X-Forwarded-For", "127.0.0.1")
		assert.Equal(t, test.want, FromThisMachine(r), "%s from %s", test.local, test.remote)
	}
}
