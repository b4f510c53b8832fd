package platform

import (
	"github.com/rumpl/gosc/emulator/internal/state"
	"github.com/rumpl/gosc/emulator/internal/wire"
)

// Overview is everything there is at one moment, the oldest first.
type Overview struct {
	Namespaces []wire.Namespace `json:"namespaces"`
	Functions  []wire.Function  `json:"functions"`
	Containers []wire.Container `json:"containers"`
	Crons      []wire.Cron      `json:"crons"`
}

// Overview lists all resources; it is meant for people, not for clients.
func (p *Platform) Overview() Overview {
	overview := Overview{
		Namespaces: p.ListNamespaces("", ""),
		Functions:  []wire.Function{},
		Containers: []wire.Container{},
		Crons:      p.ListCrons(""),
	}
	for _, app := range p.ListApplications(state.Function, ApplicationFilter{}) {
		overview.Functions = append(overview.Functions, app.Function())
	}
	for _, app := range p.ListApplications(state.Container, ApplicationFilter{}) {
		overview.Containers = append(overview.Containers, app.Container())
	}
	return overview
}
