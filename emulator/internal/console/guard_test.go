package console

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const token = "the-token"

// Requests are let in by connection, cookie and origin. The Host header is not looked
// at here, since it may be forged; package hosts checks it.
func TestGuard(t *testing.T) {
	const here, elsewhere = "127.0.0.1:50000", "192.0.2.7:50000"
	loopback, network := net.IPv4(127, 0, 0, 1), net.IPv4(192, 0, 2, 1)
	session := newGuard(token).session()
	browser := func(site, origin string) http.Header {
		return http.Header{"Sec-Fetch-Site": {site}, "Origin": {origin}}
	}
	cookie := func(value string) http.Header {
		return http.Header{"Cookie": {"functions-emulator-8080=" + value}}
	}
	const ok, unauthorized, forbidden = http.StatusOK, http.StatusUnauthorized, http.StatusForbidden
	tests := []struct {
		name          string
		token, remote string
		local         net.IP
		host          string
		header        http.Header
		read, write   int
	}{
		{"this machine", "", here, loopback, "127.0.0.1:8080", nil, ok, ok},
		{"the page itself", "", here, loopback, "127.0.0.1:8080", browser("same-origin", "http://127.0.0.1:8080"), ok, ok},
		{"another site", "", here, loopback, "127.0.0.1:8080", browser("cross-site", "https://evil.example"), ok, forbidden},
		{"another port of this machine", "", here, loopback, "127.0.0.1:8080", browser("same-site", "http://127.0.0.1:9090"), ok, forbidden},
		{"an old browser", "", here, loopback, "127.0.0.1:8080", http.Header{"Origin": {"https://evil.example"}}, ok, forbidden},
		{"a page without an origin", "", here, loopback, "127.0.0.1:8080", http.Header{"Origin": {"null"}}, ok, forbidden},
		{"another machine", "", elsewhere, network, "192.0.2.1:8080", nil, unauthorized, unauthorized},
		{"another machine that says localhost", "", elsewhere, network, "localhost", nil, unauthorized, unauthorized},
		{"another machine that says it was forwarded", "", elsewhere, network, "localhost",
			http.Header{"X-Forwarded-For": {"127.0.0.1"}, "X-Real-Ip": {"127.0.0.1"}, "Forwarded": {"for=127.0.0.1"}}, unauthorized, unauthorized},
		{"this machine by its address in the network", "", elsewhere, network, "192.0.2.1:8080", nil, unauthorized, unauthorized},

		{"token: none, this machine", token, here, loopback, "localhost:8080", nil, unauthorized, unauthorized},
		{"token: none, another machine", token, elsewhere, network, "localhost:8080", nil, unauthorized, unauthorized},
		{"token: the cookie", token, elsewhere, network, "192.0.2.1:8080", cookie(session), ok, ok},
		{"token: the cookie, this machine", token, here, loopback, "localhost:8080", cookie(session), ok, ok},
		{"token: the cookie of another port", token, here, loopback, "localhost:8081", cookie(session), unauthorized, unauthorized},
		{"token: the token as a cookie", token, here, loopback, "localhost:8080", cookie(token), unauthorized, unauthorized},
		{"token: as a bearer", token, elsewhere, network, "192.0.2.1:8080", http.Header{"Authorization": {"Bearer " + token}}, ok, ok},
		{"token: a wrong bearer", token, here, loopback, "localhost:8080", http.Header{"Authorization": {"Bearer x"}}, unauthorized, unauthorized},
		{"token: none, but a bearer", "", elsewhere, network, "192.0.2.1:8080", http.Header{"Authorization": {"Bearer "}}, unauthorized, unauthorized},
		{"token: a wrong cookie", token, here, loopback, "localhost:8080", cookie("x"), unauthorized, unauthorized},
		{"token: the cookie, from another site", token, here, loopback, "localhost:8080",
			http.Header{"Cookie": {"functions-emulator-8080=" + session}, "Origin": {"https://evil.example"}, "Sec-Fetch-Site": {"cross-site"}}, ok, forbidden},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			calls := 0
			c := New(one(backend(t, func(http.ResponseWriter, *http.Request) { calls++ })), Options{
				Region: "fr-par", Token: test.token, Now: func() time.Time { return newYear }, Logger: slog.New(slog.DiscardHandler),
				Faults: func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) },
			})
			status := func(method, path, body string) int {
				r := request(method, path, body)
				r = r.WithContext(context.WithValue(r.Context(), http.LocalAddrContextKey, &net.TCPAddr{IP: test.local, Port: 8080}))
				r.Host, r.RemoteAddr, r.Header = test.host, test.remote, test.header.Clone()
				if r.Header == nil {
					r.Header = http.Header{}
				}
				r.Header.Set("Content-Type", "application/json")
				return serve(c, r).Code
			}
			for _, path := range []string{"/", "/console/state", "/console/logs?application=fn", "/console/app.js", "/console/faults", "/console/requests"} {
				assert.Equal(t, test.read, status("GET", path, ""), path)
			}
			assert.Equal(t, test.write, status("POST", "/console/call", `{"application":"fn","method":"GET"}`))
			assert.Equal(t, test.write, status("DELETE", "/console/faults", ""))
			changed := test.write
			if changed == ok {
				changed = http.StatusBadRequest // let in, and refused for its empty body
			}
			for _, path := range []string{"/console/create", "/console/deploy", "/console/delete"} {
				assert.Equal(t, changed, status("POST", path, ""), path)
			}
			assert.Equal(t, map[int]int{ok: 1}[test.write], calls)
		})
	}
}

func TestTheTokenOfTheAddressBecomesACookie(t *testing.T) {
	c := New(&fixed{}, Options{Token: token, Now: time.Now, Logger: slog.New(slog.DiscardHandler)})
	entered := serve(c, request("GET", "/?token="+token, ""))
	assert.Equal(t, http.StatusSeeOther, entered.Code)
	assert.Equal(t, "/", entered.Header().Get("Location"), "the token leaves the address")
	cookies := entered.Result().Cookies()
	require.Len(t, cookies, 1)
	assert.True(t, cookies[0].HttpOnly)
	assert.Equal(t, http.SameSiteLaxMode, cookies[0].SameSite)
	assert.NotContains(t, cookies[0].Value, token)
	r := request("GET", "/console/state", "")
	r.AddCookie(cookies[0])
	assert.Equal(t, http.StatusOK, serve(c, r).Code)

	for _, path := range []string{"/?token=wrong", "/?token=", "/"} {
		refused := serve(c, request("GET", path, ""))
		assert.Equal(t, http.StatusUnauthorized, refused.Code)
		assert.Empty(t, refused.Result().Cookies())
		assert.NotContains(t, refused.Body.String(), token)
	}
	assert.Equal(t, http.StatusUnauthorized, serve(c, request("GET", "/console/state?token="+token, "")).Code, "only the page takes it")
}
