package resolve

import (
	"slices"
	"strings"

	"github.com/rumpl/gosc/gen/internal/model"
	"github.com/rumpl/gosc/gen/internal/names"
)

// buildAndWaits makes the methods that call an operation and wait from its reply
// on: x-and-wait. They need an operation that gets the resource by its id.
func (r *resolver) buildAndWaits(s *model.Service, methods *names.Registry) {
	for _, op := range s.Ops {
		if !r.andWait[op] {
			continue
		}
		name := op.Name + "AndWait"
		if holder := methods.Owner(name); holder != "" {
			r.problems.Oddf(op.Pos, "x-and-wait", "there is no waiting method", "the name %s is taken by %s", name, holder)
			continue
		}
		wait := r.getterOf(op, s)
		if wait == nil {
			r.problems.Errorf(op.Pos, "x-and-wait", "remove it, or describe the operation that gets the resource by its id",
				"%s does not return a resource with an id that another operation waits for", op.ID)
			continue
		}
		methods.Reserve(name, "the waiting method of "+op.ID)
		wait.Name = name
		op.AndWait = wait
	}
}

// getterOf finds the operation that waits for what an operation returns, in its
// own service first.
func (r *resolver) getterOf(op *model.Operation, own *model.Service) *model.AndWait {
	if op.Result.Kind != model.StructJSON {
		return nil
	}
	id := byJSON(op.Result.Type.Struct, "id")
	if id == nil || id.Type.Kind != model.String || id.ThreeState {
		return nil
	}
	for _, s := range append([]*model.Service{own}, r.out.Services...) {
		for _, get := range s.Ops {
			if get.Waiter == nil || get.Result.Type.Struct != op.Result.Type.Struct || !hasScope(op, get) {
				continue
			}
			return &model.AndWait{Get: get, Service: s, ID: id, Changes: changes(op, get)}
		}
	}
	return nil
}

// hasScope reports whether an operation has all the path arguments of another one
// but its last, the id.
func hasScope(op, get *model.Operation) bool {
	for _, p := range get.PathParams[:len(get.PathParams)-1] {
		if !slices.ContainsFunc(op.PathParams, func(o *model.Param) bool { return o.Name == p.Name && o.Type.Kind == p.Type.Kind }) {
			return false
		}
	}
	return true
}

// changes reports whether an operation changes a resource that is there already:
// then the status in its reply may be from before the change.
func changes(op, get *model.Operation) bool {
	return op.Method != "POST" || strings.HasPrefix(op.Template, get.Template)
}
