// Package control is the front of the emulator's own routes, for tests: what they do
// is not possible through the API of the platform.
package control

import (
	"encoding/json"
	"errors"
	"net/http"

	"github.com/rumpl/gosc/emulator/internal/front"
	"github.com/rumpl/gosc/emulator/internal/platform"
)

// Base begins the path of all routes.
const Base = "/emulator/v1"

// New makes the front.
func New(p *platform.Platform) *front.Front {
	f := &front.Front{Render: render, Encode: json.Marshal}
	f.Router.Add("POST", Base+"/triggers/{id}/messages", func(r *front.Request) (any, error) {
		delivery, err := p.FireTrigger(r.Context, r.Params["id"], r.Body)
		if err != nil {
			return nil, err
		}
		return struct {
			Delivered bool `json:"delivered"`
			Status    int  `json:"status"` // of the last reply
			Attempts  int  `json:"attempts"`
		}{delivery.Delivered(), delivery.Status, delivery.Attempts}, nil
	})
	return f
}

func render(err error) (status int, body any, known bool) {
	var missing *platform.NotFoundError
	var transient *platform.TransientError
	var denied *front.DeniedError
	var other *front.StatusError
	switch {
	case errors.As(err, &missing):
		status = http.StatusNotFound
	case errors.As(err, &transient):
		status = http.StatusConflict
	case errors.As(err, &denied):
		status = http.StatusUnauthorized
	case errors.As(err, &other):
		status = other.Status
	default:
		return 0, nil, false
	}
	return status, map[string]string{"message": err.Error()}, true
}
