package emulator

import (
	"github.com/rumpl/gosc"
	"github.com/rumpl/gosc/emulator/internal/state"
)

// Configuration is the configuration of a client for this emulator, of any
// version of the API, with its URL, a key, the region, and a project and an
// organization for requests that name none. Each call makes a new one.
func (s *Server) Configuration() *gosc.Configuration {
	cfg := gosc.NewConfiguration()
	cfg.BasePath = s.URL()
	cfg.APIKey = s.SecretKey()
	cfg.Region = state.FirstRegion
	cfg.ProjectID, cfg.OrganizationID = exampleOrganization, exampleOrganization
	return cfg
}

// Client is a new client for this emulator.
func (s *Server) Client() *gosc.APIClient { return gosc.NewAPIClient(s.Configuration()) }
