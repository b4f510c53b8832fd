package platform

import "github.com/rumpl/gosc/emulator/internal/state"

// Scope is the part of the platform that a request is about: one region, and one
// product or both. Whatever is outside does not exist for it.
type Scope struct {
	Region  string
	Product string // state.Functions, state.Containers, or state.BothProducts
}

// sees reports whether a namespace, and all that is in it, is in the scope.
func (s Scope) sees(ns *state.Namespace) bool {
	return ns.Region == s.Region &&
		(s.Product == state.BothProducts || ns.Product == state.BothProducts || ns.Product == s.Product)
}

func (s Scope) namespace(t *state.Tables, id string) (*state.Namespace, error) {
	ns, ok := t.Namespaces.Get(id)
	if !ok || !s.sees(ns) {
		return nil, &NotFoundError{ResourceNamespace, id}
	}
	return ns, nil
}

// kind is the kind of application that crons, domains, tokens and triggers of
// the scope are about; empty means either.
func (s Scope) kind() string {
	switch s.Product {
	case state.Functions:
		return state.Function
	case state.Containers:
		return state.Container
	default:
		return ""
	}
}

// application finds an application of the scope's kind. Errors call it what it is
// called there.
func (s Scope) application(t *state.Tables, id string) (Application, error) {
	resource := s.kind()
	if resource == "" {
		resource = ResourceApplication
	}
	row, ok := t.Applications.Get(id)
	if !ok || (s.kind() != "" && row.Kind != s.kind()) {
		return Application{}, &NotFoundError{resource, id}
	}
	ns, err := s.namespace(t, row.NamespaceID)
	if err != nil {
		return Application{}, &NotFoundError{resource, id}
	}
	return Application{row, ns}, nil
}

// has reports whether the scope has an application.
func (s Scope) has(t *state.Tables, id string) bool {
	_, err := s.application(t, id)
	return err == nil
}
