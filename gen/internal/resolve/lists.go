package resolve

import (
	"slices"
	"strings"

	"github.com/rumpl/gosc/gen/internal/model"
	"github.com/rumpl/gosc/gen/internal/names"
)

// buildLists finds the paginated lists: a query parameter "page", and a reply
// with one array.
func (r *resolver) buildLists(s *model.Service, methods *names.Registry) {
	for _, op := range s.Ops {
		list := r.list(op)
		if list == nil {
			continue
		}
		list.Name = op.Name + "All"
		if holder := methods.Owner(list.Name); holder != "" {
			r.problems.Oddf(op.Pos, "list", "there is no iterator", "the name %s is taken by %s", list.Name, holder)
			continue
		}
		methods.Reserve(list.Name, "the iterator of "+op.ID)
		op.List = list
	}
}

func (r *resolver) list(op *model.Operation) *model.List {
	page := pageParam(op)
	if page == nil || op.Result.Kind != model.StructJSON {
		return nil
	}
	out := &model.List{Page: page.Arg, PageType: page.Type.Kind}
	for _, f := range op.Result.Type.Struct.Fields {
		switch {
		case f.ThreeState:
		case f.Type.Kind == model.ListOf && f.Type.PointerElem():
			r.problems.Oddf(op.Pos, "list", "there is no iterator", "the elements of the list of %s may be null", op.ID)
			return nil
		case f.Type.Kind == model.ListOf && out.Items != "":
			r.problems.Oddf(op.Pos, "list", "there is no iterator", "the reply of %s has several arrays", op.ID)
			return nil
		case f.Type.Kind == model.ListOf:
			out.Items, out.Item = f.Name, f.Type.Elem
		case f.JSON == "total_count" && f.Type.Kind.IsInteger():
			out.Total = f.Name
		}
	}
	if out.Items == "" {
		return nil
	}
	out.Key = keyField(out.Item)
	return out
}

func pageParam(op *model.Operation) *model.Param {
	for _, p := range op.Params {
		if p.Name == "page" && p.In == "query" && p.Type.Kind.IsInteger() {
			return p
		}
	}
	return nil
}

// keyField returns the field that identifies an item.
func keyField(t *model.Type) string {
	if t.Kind != model.StructOf {
		return ""
	}
	if f := byJSON(t.Struct, "id"); f != nil && f.Type.Kind == model.String && !f.ThreeState {
		return f.Name
	}
	return ""
}

// buildWaiters finds the operations that get something with a status.
func (r *resolver) buildWaiters(s *model.Service, methods *names.Registry) {
	for _, op := range s.Ops {
		waiter := r.waiter(op)
		if waiter == nil {
			continue
		}
		subject := strings.TrimPrefix(op.Name, "Get")
		waiter.Name = "WaitFor" + subject
		if holder := methods.Owner(waiter.Name); holder != "" {
			r.problems.Oddf(op.Pos, "waiter", "there is no waiter", "the name %s is taken by %s", waiter.Name, holder)
			continue
		}
		methods.Reserve(waiter.Name, "the waiter of "+op.ID)
		if deleted := waiter.Name + "Deleted"; methods.Owner("Delete"+subject) != "" && methods.Owner(deleted) == "" {
			methods.Reserve(deleted, "the waiter of "+op.ID)
			waiter.DeletedName = deleted
		}
		op.Waiter = waiter
	}
}

func (r *resolver) waiter(op *model.Operation) *model.Waiter {
	if op.Method != "GET" || !strings.HasSuffix(op.Path, "}") || op.Result.Kind != model.StructJSON {
		return nil
	}
	if last := op.PathParams[len(op.PathParams)-1]; last.Region {
		return nil
	}
	if slices.ContainsFunc(op.PathParams, func(p *model.Param) bool { return p.Type.Kind != model.String }) {
		return nil // several things at once
	}
	for _, p := range op.Params {
		if p.Required {
			return nil
		}
	}
	result := op.Result.Type.Struct
	status := byJSON(result, "status")
	if status == nil || status.ThreeState || status.Type.Kind != model.String && !status.Type.IsStringEnum() {
		return nil
	}
	result.Status = &model.Status{Value: status}
	if message := byJSON(result, "error_message"); message != nil && message.Type.Kind == model.String && !message.ThreeState {
		result.Status.Message = message
	}
	if name := byJSON(result, "name"); name != nil && name.Type.Kind == model.String && !name.ThreeState {
		result.Status.Name = name
	}
	return &model.Waiter{}
}
