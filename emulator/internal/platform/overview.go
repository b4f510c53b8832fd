package platform

import "github.com/rumpl/gosc/emulator/internal/state"

// Overview is everything there is at one moment, in all regions and products,
// the oldest first.
type Overview struct {
	Namespaces   []*state.Namespace
	Applications []Application
	Crons        []*state.Cron
	Domains      []*state.Domain
	Triggers     []*state.Trigger
}

// Overview lists all resources; it is meant for people, not for clients.
func (p *Platform) Overview() Overview {
	var all Overview
	p.store.View(func(t *state.Tables) {
		all.Namespaces = t.Namespaces.All(every)
		all.Crons = t.Crons.All(every)
		all.Domains = t.Domains.All(every)
		all.Triggers = t.Triggers.All(every)
		for _, row := range t.Applications.All(every) {
			if ns, ok := t.Namespaces.Get(row.NamespaceID); ok {
				all.Applications = append(all.Applications, Application{row, ns})
			}
		}
	})
	return all
}

func every[T any](T) bool { return true }
