package v1beta1

import (
	"time"

	"github.com/rumpl/gosc/emulator/internal/front"
	"github.com/rumpl/gosc/emulator/internal/platform"
	"github.com/rumpl/gosc/emulator/internal/state"
)

func (a *api) listTokens(r *request) (any, error) {
	page, order := r.query.Page(), r.query.Order(front.CreatedAsc, front.CreatedDesc)
	if err := r.query.Err(); err != nil {
		return nil, err
	}
	all := front.Arrange(a.platform.ListTokens(r.scope, platform.TokenFilter{
		NamespaceID: r.query.Text("namespace_id"), ApplicationID: r.query.Text(a.ownerMember()),
	}), order, nil)
	return list("tokens", all, page, a.token), nil
}

func (a *api) createToken(r *request) (any, error) {
	request := platform.NewToken{
		NamespaceID: textOf(r.body.String("namespace_id")), ApplicationID: textOf(r.body.String(a.ownerMember())),
		Description: textOf(r.body.String("description")),
	}
	if (request.NamespaceID == "") == (request.ApplicationID == "") {
		r.body.Reject("scope", platform.ReasonConstraint, "must be one of "+a.ownerMember()+" and namespace_id")
	}
	if text := given(r.body.String("expires_at")); text != nil {
		var err error
		if request.ExpiresAt, err = time.Parse(time.RFC3339, *text); err != nil {
			r.body.Reject("expires_at", platform.ReasonFormat, "must be a date and time in RFC 3339")
		}
	}
	if err := r.body.Err(); err != nil {
		return nil, err
	}
	row, jwt, err := a.platform.CreateToken(r.scope, request)
	if err != nil {
		return nil, err
	}
	view := a.token(row)
	view.Token, view.PublicKey = jwt.Token, jwt.PublicKey
	return view, nil
}

func (a *api) getToken(r *request) (any, error) {
	return a.showToken(a.platform.GetToken(r.scope, r.id))
}

func (a *api) deleteToken(r *request) (any, error) {
	row, err := a.platform.DeleteToken(r.scope, r.id)
	if err != nil {
		return nil, err
	}
	view := a.token(row)
	view.Token = ""
	return view, nil
}

func (a *api) showToken(row *state.Token, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	return a.token(row), nil
}
