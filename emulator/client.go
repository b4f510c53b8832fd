package emulator

import (
	"github.com/rumpl/gosc"
	"github.com/rumpl/gosc/emulator/internal/state"
)

// Configuration is the configuration of a client for this emulator, of any
// version of the API. Each call makes a new one.
func (s *Server) Configuration() *gosc.Configuration {
	cfg := gosc.NewConfiguration()
	cfg.BasePath = s.URL()
	cfg.APIKey = s.SecretKey()
	cfg.Region = state.FirstRegion
	return cfg
}

// Client is a new client for this emulator.
func (s *Server) Client() *gosc.APIClient { return gosc.NewAPIClient(s.Configuration()) }
