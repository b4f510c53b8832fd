package emulator

import (
	"github.com/rumpl/gosc"
	"github.com/rumpl/gosc/emulator/internal/state"
)

// Configuration returns the configuration of a client for this emulator, for any
// version of the API, with its URL, a key, the region, and a project and an
// organization for requests that name none. Each call returns a new one.
func (s *Server) Configuration() *gosc.Configuration {
	cfg := gosc.NewConfiguration()
	cfg.BasePath = s.URL()
	cfg.APIKey = s.SecretKey()
	cfg.Region = state.FirstRegion
	cfg.ProjectID, cfg.OrganizationID = exampleOrganization, exampleOrganization
	return cfg
}

// Client returns a new client for v1alpha2 on this emulator.
func (s *Server) Client() *gosc.APIClient { return gosc.NewAPIClient(s.Configuration()) }
