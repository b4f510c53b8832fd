package platform

import (
	"net"
	"net/http"
	"strings"

	"github.com/rumpl/gosc/emulator/internal/state"
)

// domainSuffix ends the names of functions and of containers, before the region.
const domainSuffix = ".functions.fnc."

// DomainName is the host of an application's public address: its own listener, or
// a name of the platform's form that only this emulator knows.
func (p *Platform) DomainName(app Application) string {
	if p.options.RealDomains {
		return label(app.Namespace) + "-" + strings.ToLower(app.Name) + domainSuffix + app.Namespace.Region + ".scw.cloud"
	}
	return p.listenerName(app.Application)
}

// Endpoint is the URL of an application's own listener.
func (p *Platform) Endpoint(app Application) string {
	return "http://" + p.listenerName(app.Application)
}

// listenerName is the host and port of an application's own listener, as others
// reach it.
func (p *Platform) listenerName(app *state.Application) string {
	name := endpointAddr(app.Endpoint)
	if _, port, err := net.SplitHostPort(name); err == nil && p.options.PublicHost != "" {
		return net.JoinHostPort(p.options.PublicHost, port)
	}
	return name
}

// label is the namespace's part in host names. The first state files have none.
func label(ns *state.Namespace) string {
	if ns.Label != "" {
		return ns.Label
	}
	return newLabel(state.Containers, ns.ID, ns.Name)
}

// ApplicationAt finds what answers under a host: an application whose address, or
// whose custom domain, it is. A port that is not part of a name does not matter.
// It returns nil if that is nothing.
func (p *Platform) ApplicationAt(host string) http.Handler {
	host = strings.ToLower(host)
	name := strings.TrimSuffix(host, ".")
	if bare, _, err := net.SplitHostPort(host); err == nil {
		name = strings.TrimSuffix(bare, ".")
	}
	id := ""
	p.store.View(func(t *state.Tables) { id = p.find(t, host, name) })
	p.mu.Lock()
	defer p.mu.Unlock()
	if running := p.runs[id]; running != nil {
		return running.app
	}
	return nil
}

func (p *Platform) find(t *state.Tables, host, name string) (id string) {
	if net.ParseIP(name) == nil && name != "localhost" {
		for _, domain := range t.Domains.All(func(row *state.Domain) bool { return strings.EqualFold(row.Hostname, name) }) {
			if domain.Status == state.StatusReady {
				return domain.ApplicationID
			}
		}
	}
	for _, row := range t.Applications.All(every) {
		ns, ok := t.Namespaces.Get(row.NamespaceID)
		if !ok {
			continue
		}
		if domain := p.DomainName(Application{row, ns}); domain == host || domain == name {
			return row.ID
		}
	}
	return ""
}
