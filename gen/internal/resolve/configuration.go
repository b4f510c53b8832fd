package resolve

import (
	"slices"

	"github.com/rumpl/gosc/gen/internal/diag"
	"github.com/rumpl/gosc/gen/internal/model"
)

// configMembers are the members of the Configuration that x-configuration may name.
var configMembers = []string{"project_id", "organization_id", "zone", "region"}

// configMember returns an x-configuration that is one.
func (r *resolver) configMember(pos diag.Pos, member string) string {
	if member == "" || slices.Contains(configMembers, member) {
		return member
	}
	r.problems.Errorf(pos, "x-configuration", "use project_id, organization_id, zone or region", "the Configuration has no member %q for a request", member)
	return ""
}

// checkConfiguration refuses x-configuration where a caller's value would have to
// be changed, or where it is not a string.
func (r *resolver) checkConfiguration() {
	bodies := map[*model.Struct]bool{}
	for _, s := range r.out.Services {
		for _, op := range s.Ops {
			if op.Body != nil && op.Body.IsStruct() {
				bodies[op.Body.Type.Struct] = true
			}
		}
	}
	for _, s := range r.out.Structs {
		for _, f := range s.Fields {
			if f.Config == "" || !s.Usage.Request {
				continue
			}
			if !bodies[s] || f.Type.Kind != model.String {
				r.problems.Errorf(f.Pos, "x-configuration", "move it to a string of the body itself", "%s is not a string member of the body of a request", f.JSON)
			}
		}
	}
}
