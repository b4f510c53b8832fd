package resolve

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/rumpl/gosc/gen/internal/dialect"
	"github.com/rumpl/gosc/gen/internal/model"
	"github.com/rumpl/gosc/gen/internal/names"
	"github.com/rumpl/gosc/gen/internal/openapi"
)

// buildServices makes the services and their operations.
func (r *resolver) buildServices() {
	r.nameOperations()
	prefixes := r.operationPrefixes()
	services := map[string]*model.Service{}
	methods := map[string]*names.Registry{}
	for _, op := range r.doc.Operations {
		if names.Exported(op.ID) == "" {
			r.problems.Errorf(op.Pos, "operation-id", "give it an operationId such as ListOrders",
				"%s %s has no operationId that a Go name can be made of", op.Method, op.Path)
			continue
		}
		if len(op.Tags) > 1 {
			r.problems.Oddf(op.Pos, "tags", "the first decides its service", "%s has the tags %s", op.ID, strings.Join(op.Tags, ", "))
		}
		name := dialect.ServiceName(op.Tags)
		service := services[name]
		if service == nil {
			service = r.newService(name, op)
			services[name] = service
			methods[name] = r.methodNames(service.Type)
		}
		r.addOperation(service, methods[name], op, prefixes[op])
	}
	for _, name := range slices.Sorted(maps.Keys(services)) {
		r.out.Services = append(r.out.Services, services[name])
	}
	for _, service := range r.out.Services {
		r.buildLists(service, methods[service.Name])
		r.buildWaiters(service, methods[service.Name])
	}
	for _, service := range r.out.Services {
		r.buildAndWaits(service, methods[service.Name])
	}
}

func (r *resolver) newService(name string, op *openapi.Operation) *model.Service {
	s := &model.Service{Name: name, Field: name + "Api", File: r.files.Take(names.File("api", name))}
	if len(op.Tags) > 0 {
		s.Tag = op.Tags[0]
	}
	for _, tag := range r.doc.Tags {
		if s.Tag != "" && tag.Name == s.Tag {
			s.Doc, s.Successor = tag.Description, tag.Successor
		}
	}
	s.Type = r.take(op.Pos, "the service "+name, name+"ApiService")
	return s
}

// wellKnownMethods have one signature in all of Go: go vet refuses others.
var wellKnownMethods = map[string]bool{
	"MarshalJSON": true, "UnmarshalJSON": true, "MarshalXML": true, "UnmarshalXML": true, "GobEncode": true, "GobDecode": true,
	"ReadByte": true, "UnreadByte": true, "WriteByte": true, "ReadRune": true, "UnreadRune": true, "String": true, "Error": true,
}

// methodNames is the scope of a service's methods, with the hand-written ones.
func (r *resolver) methodNames(service string) *names.Registry {
	methods := names.NewRegistry()
	for name, where := range r.opts.Taken {
		if typ, method, ok := strings.Cut(name, "."); ok && typ == service {
			methods.Reserve(method, where)
		}
	}
	return methods
}

// nameOperations names the operations that have no operationId after their method
// and path.
func (r *resolver) nameOperations() {
	for i, op := range r.doc.Operations {
		if op.ID != "" {
			continue
		}
		named := *op
		named.ID = dialect.OperationID(op.Method, op.Path)
		r.doc.Operations[i] = &named
		r.problems.Oddf(op.Pos, "operation-id", "it is called "+named.ID, "%s %s has no operationId", op.Method, op.Path)
	}
}

// operationPrefixes decides what the types of an operation are named after: its
// id, and its service too where several services have such an id.
func (r *resolver) operationPrefixes() map[*openapi.Operation]string {
	count := map[string]int{}
	for _, op := range r.doc.Operations {
		count[names.Exported(op.ID)]++
	}
	out := map[*openapi.Operation]string{}
	for _, op := range r.doc.Operations {
		id := names.Exported(op.ID)
		if count[id] > 1 {
			r.problems.Oddf(op.Pos, "operation-id", "its types are named after its service too", "the operationId %s is not unique", op.ID)
			id = dialect.ServiceName(op.Tags) + id
		}
		out[op] = id
	}
	return out
}

func (r *resolver) addOperation(s *model.Service, methods *names.Registry, op *openapi.Operation, prefix string) {
	name := names.Exported(op.ID)
	if wellKnownMethods[name] {
		r.problems.Oddf(op.Pos, "name", "it is called "+name+"Operation", "%s is a method with a meaning of its own in Go", name)
		name += "Operation"
	}
	if holder := methods.Owner(name); holder != "" {
		r.problems.Errorf(op.Pos, "operation-id", "rename one of them", "the method %s.%s exists already: %s", s.Type, name, holder)
		return
	}
	methods.Reserve(name, "the operation "+op.ID)
	out := r.operation(op, name, prefix)
	r.andWait[out] = op.AndWait
	s.Ops = append(s.Ops, out)
}

// byJSON finds a field by its name on the wire.
func byJSON(s *model.Struct, name string) *model.Field {
	i := slices.IndexFunc(s.Fields, func(f *model.Field) bool { return f.JSON == name })
	if i < 0 {
		return nil
	}
	return s.Fields[i]
}

// sortByName orders what has a Go name.
func sortByName[T any](list []T, name func(T) string) {
	slices.SortFunc(list, func(a, b T) int { return cmp.Compare(name(a), name(b)) })
}
