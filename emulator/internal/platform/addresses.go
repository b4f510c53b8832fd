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
	id := p.locate(host)
	p.mu.Lock()
	defer p.mu.Unlock()
	if running := p.runs[id]; running != nil {
		return running.app
	}
	return nil
}

// locate is the id of the application under a host; empty if there is none.
func (p *Platform) locate(host string) (id string) {
	host = strings.ToLower(host)
	name := strings.TrimSuffix(host, ".")
	if bare, _, err := net.SplitHostPort(host); err == nil {
		name = strings.TrimSuffix(bare, ".")
	}
	p.store.View(func(t *state.Tables) { id = p.find(t, host, name) })
	return id
}

// find asks the indexes for what may have the host, and compares: an index knows no
// more than a part of a domain_name.
func (p *Platform) find(t *state.Tables, host, name string) (id string) {
	if net.ParseIP(name) == nil && name != "localhost" {
		for _, domain := range t.DomainsNamed(name) {
			if domain.Status == state.StatusReady {
				return domain.ApplicationID
			}
		}
	}
	if p.options.RealDomains {
		return p.findReal(t, name)
	}
	_, port, err := net.SplitHostPort(host)
	if err != nil {
		return ""
	}
	for _, row := range t.ApplicationsAtPort(port) {
		if strings.EqualFold(p.listenerName(row), host) {
			return row.ID
		}
	}
	return ""
}

// findReal finds an application by a name of the platform's form. Both parts of it,
// the namespace's label and the application's name, may have hyphens.
func (p *Platform) findReal(t *state.Tables, host string) (id string) {
	name, _, ok := strings.Cut(host, domainSuffix)
	if !ok {
		return ""
	}
	for i := range len(name) {
		if name[i] != '-' {
			continue
		}
		for _, namespaces := range [][]*state.Namespace{t.NamespacesLabelled(name[:i]), t.NamespacesLabelled("")} {
			for _, ns := range namespaces {
				for _, row := range t.ApplicationsNamed(ns.ID, name[i+1:]) {
					if p.DomainName(Application{row, ns}) == host {
						return row.ID
					}
				}
			}
		}
	}
	return ""
}
