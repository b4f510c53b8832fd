package functionauth

import (
	"context"
	"io"
	"net/http"
)

// notFound is the reply to a request that is refused. Like the platform's own,
// it does not reveal that there is an application.
const notFound = `{"message":"not found"}` + "\n"

type claimsKey struct{}

// Middleware passes requests with a valid token on to next, which gets the claims
// from ClaimsFromContext, and answers all others with 404. In a public application
// it passes all requests on.
func (v *Verifier) Middleware(next http.Handler) http.Handler {
	if v != nil && v.cfg.Public {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		claims, err := v.VerifyRequest(r)
		if err != nil {
			v.refuse(w, r, err)
			return
		}
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), claimsKey{}, claims)))
	})
}

func (v *Verifier) refuse(w http.ResponseWriter, r *http.Request, err error) {
	if v != nil && v.cfg.OnRefusal != nil {
		v.cfg.OnRefusal(r, err)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusNotFound)
	_, _ = io.WriteString(w, notFound) // the caller is gone if this fails
}

// ClaimsFromContext returns the claims of the token that the Middleware verified.
// There are none in a public application.
func ClaimsFromContext(ctx context.Context) (*Claims, bool) {
	claims, ok := ctx.Value(claimsKey{}).(*Claims)
	return claims, ok
}
