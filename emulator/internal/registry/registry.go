// Package registry is the front of the container registry, as far as clients of
// functions and containers use it: they look at the registry namespace that came
// with a namespace, and clean it up.
package registry

import (
	"encoding/json"

	"github.com/rumpl/gosc/emulator/internal/front"
	"github.com/rumpl/gosc/emulator/internal/platform"
	"github.com/rumpl/gosc/emulator/internal/state"
	"github.com/rumpl/gosc/emulator/internal/v1alpha2"
)

// namespace of the registry as its API shows it.
type namespace struct {
	ID             string `json:"id"`
	Name           string `json:"name"`
	Description    string `json:"description"`
	OrganizationID string `json:"organization_id"`
	Status         string `json:"status"`
	StatusMessage  string `json:"status_message"`
	Endpoint       string `json:"endpoint"`
	IsPublic       bool   `json:"is_public"`
	Size           uint64 `json:"size"`
	CreatedAt      string `json:"created_at"`
	UpdatedAt      string `json:"updated_at"`
	ImageCount     uint32 `json:"image_count"`
	Region         string `json:"region"`
}

// New makes the front. Both versions of the registry's API that clients call are
// the same here.
func New(p *platform.Platform) *front.Front {
	f := &front.Front{Regions: state.Regions, Render: v1alpha2.Render, Encode: json.Marshal}
	for _, version := range []string{"v1beta2", "v1"} {
		route := "/registry/" + version + "/regions/{region}/namespaces/{id}"
		f.Router.Add("GET", route, func(r *front.Request) (any, error) {
			return show(p.GetRegistry(r.Params["region"], r.Params["id"]))
		})
		f.Router.Add("DELETE", route, func(r *front.Request) (any, error) {
			return show(p.DeleteRegistry(r.Params["region"], r.Params["id"]))
		})
	}
	return f
}

func show(row *state.Registry, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	return namespace{
		ID: row.ID, Name: row.Name, Description: row.Description, OrganizationID: row.OrganizationID,
		Status: row.Status, StatusMessage: row.StatusMessage, Endpoint: row.Endpoint, IsPublic: row.IsPublic,
		Size: row.Size, CreatedAt: row.CreatedAt, UpdatedAt: row.UpdatedAt, ImageCount: row.ImageCount, Region: row.Region,
	}, nil
}
