package names

import "strconv"

// Registry records the names of one scope and the owner of each.
type Registry struct{ names map[string]string }

// NewRegistry returns an empty scope.
func NewRegistry() *Registry { return &Registry{names: map[string]string{}} }

// Owner returns the owner of a name, "" if it is free.
func (r *Registry) Owner(name string) string { return r.names[name] }

// Reserve takes a name even if it is not free.
func (r *Registry) Reserve(name, owner string) { r.names[name] = owner }

// Take hands out the first free one of the proposals, then the last of them with
// a number. The second result is false if it was not the first proposal.
func (r *Registry) Take(owner string, proposals ...string) (string, bool) {
	for i, name := range proposals {
		if r.names[name] == "" {
			r.names[name] = owner
			return name, i == 0
		}
	}
	last := proposals[len(proposals)-1]
	for n := 2; ; n++ {
		name := last + strconv.Itoa(n)
		if r.names[name] == "" {
			r.names[name] = owner
			return name, false
		}
	}
}
