package console

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"net"
	"net/http"
	"strings"

	"github.com/rumpl/gosc/emulator/internal/hosts"
)

const (
	// TokenParameter of the address that the emulator prints lets a browser in.
	TokenParameter = "token"
	cookieName     = "functions-emulator-"
)

// guard decides who may use the console. It shows logs and calls private
// functions without asking for a secret key, so:
//
//   - without a token, only connections from this machine to a loopback address
//     are let in. What counts is the connection: a header is the sender's to choose.
//   - with a token, everyone must send it, this machine included: a browser first in
//     the address, then in a cookie, a program as "Authorization: Bearer".
//
// Other pages in the same browser are kept out by package hosts (a host name that
// is made to mean this machine), by the cookie (SameSite), and by the origin of
// requests that change something. They cannot read replies, for there is no CORS.
type guard struct {
	token   string
	origins *http.CrossOriginProtection
}

func newGuard(token string) guard {
	return guard{token: token, origins: http.NewCrossOriginProtection()}
}

// wrap guards a route.
func (g guard) wrap(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		switch {
		case !g.knows(r):
			writeError(w, http.StatusUnauthorized, g.hint())
		case g.origins.Check(r) != nil:
			writeError(w, http.StatusForbidden, "the console takes no requests from other web pages")
		default:
			next(w, r)
		}
	}
}

func (g guard) hint() string {
	if g.token == "" {
		return "the console answers to this machine only; from another one, use a tunnel such as ssh -L"
	}
	return "the console wants its token: open the address that the emulator has printed, or send the token as Authorization: Bearer"
}

// knows reports whether the sender of a request may use the console.
func (g guard) knows(r *http.Request) bool {
	if g.token == "" {
		return hosts.FromThisMachine(r)
	}
	if token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok && equal(token, g.token) {
		return true
	}
	cookie, err := r.Cookie(cookieOf(r))
	return err == nil && equal(cookie.Value, g.session())
}

// enter serves the page. The token of the printed address becomes a cookie, and
// leaves the address.
func (g guard) enter(page http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if token := r.URL.Query().Get(TokenParameter); g.token != "" && equal(token, g.token) {
			http.SetCookie(w, &http.Cookie{
				Name: cookieOf(r), Value: g.session(), Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode,
			})
			w.Header().Set("Location", "/")
			w.WriteHeader(http.StatusSeeOther)
			return
		}
		if !g.knows(r) {
			http.Error(w, "functions-emulator: "+g.hint()+".", http.StatusUnauthorized)
			return
		}
		page(w, r)
	}
}

// session is the value of the cookie. It is not the token, so that a cookie
// that is shown somewhere is not the address that lets everyone in.
func (g guard) session() string {
	mac := hmac.New(sha256.New, []byte(g.token))
	mac.Write([]byte("console session"))
	return hex.EncodeToString(mac.Sum(nil))
}

// cookieOf names the cookie after the port: a browser shares the cookies of a
// host among all of its ports.
func cookieOf(r *http.Request) string {
	_, port, err := net.SplitHostPort(r.Host)
	if err != nil {
		port = "80"
	}
	return cookieName + port
}

func equal(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }
