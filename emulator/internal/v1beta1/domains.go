package v1beta1

import (
	"regexp"

	"github.com/rumpl/gosc/emulator/internal/front"
	"github.com/rumpl/gosc/emulator/internal/platform"
	"github.com/rumpl/gosc/emulator/internal/state"
)

var hostname = regexp.MustCompile(`^(?i)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$`)

func (a *api) listDomains(r *request) (any, error) {
	page := r.query.Page()
	order := r.query.Order(front.CreatedAsc, front.CreatedDesc, front.HostnameAsc, front.HostnameDesc)
	if err := r.query.Err(); err != nil {
		return nil, err
	}
	all := a.platform.ListDomains(r.scope, r.query.Text(a.ownerMember()))
	front.Arrange(all, order, func(row *state.Domain) string { return row.Hostname })
	return list("domains", all, page, a.domain), nil
}

func (a *api) createDomain(r *request) (any, error) {
	application, host := r.body.RequiredString(a.ownerMember()), r.body.RequiredString("hostname")
	if host != "" && (len(host) > 253 || !hostname.MatchString(host)) {
		r.body.Reject("hostname", platform.ReasonFormat, "must be a host name with a dot, such as api.example.org")
	}
	if err := r.body.Err(); err != nil {
		return nil, err
	}
	return a.showDomain(a.platform.CreateDomain(r.scope, application, host))
}

func (a *api) getDomain(r *request) (any, error) {
	return a.showDomain(a.platform.GetDomain(r.scope, r.id))
}

func (a *api) deleteDomain(r *request) (any, error) {
	return a.showDomain(a.platform.DeleteDomain(r.scope, r.id))
}

func (a *api) showDomain(row *state.Domain, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	return a.domain(row), nil
}
