package platform

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/rumpl/gosc/emulator/internal/state"
)

const (
	jsonType       = "application/json"
	credentialLife = 10 * time.Minute
)

// call posts to an application on behalf of a cron or a trigger, and waits for its
// reply. It does not use the network, but obeys the rules for callers.
func (p *Platform) call(ctx context.Context, app *state.Application, body []byte, contentType, userAgent string) (status int, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, app.Endpoint+"/", bytes.NewReader(body))
	if err != nil {
		return 0, err
	}
	r.RequestURI, r.RemoteAddr = "/", "127.0.0.1:0"
	r.Header.Set("Content-Type", contentType)
	r.Header.Set("User-Agent", userAgent)
	if app.API == state.V1Beta1 { // so that it is not redirected
		r.Header.Set("X-Forwarded-Proto", "https")
	}
	if app.Deployed != nil && app.Deployed.Privacy == state.PrivacyPrivate {
		header, credential, err := p.Credential(app.ID, credentialLife)
		if err != nil {
			return 0, err
		}
		r.Header[header] = []string{credential}
	}
	p.mu.Lock()
	running := p.runs[app.ID]
	p.mu.Unlock()
	if running == nil {
		return 0, fmt.Errorf("application %s is gone", app.ID)
	}
	reply := &discard{header: http.Header{}}
	running.app.ServeHTTP(reply, r)
	return reply.status, ctx.Err()
}

// discard is a ResponseWriter that remembers the status only.
type discard struct {
	header http.Header
	status int
}

func (d *discard) Header() http.Header { return d.header }

func (d *discard) WriteHeader(status int) {
	if d.status == 0 && status >= http.StatusOK {
		d.status = status
	}
}

func (d *discard) Write(data []byte) (int, error) {
	d.WriteHeader(http.StatusOK)
	return len(data), nil
}
