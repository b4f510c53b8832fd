// Package breaking finds what a new description breaks for the users of the
// package: in Go, by comparing the two models, and on the wire, with oasdiff.
package breaking

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/rumpl/gosc/gen/internal/model"
	"github.com/rumpl/gosc/gen/internal/render"
)

// GoAPI lists what no longer compiles, or is refused before it is sent, when the
// package old becomes the package new.
func GoAPI(old, new *model.Package) []string {
	c := &comparison{}
	c.services(old, new)
	c.structs(old, new)
	c.enums(old, new)
	name := func(x *model.Collection) string { return x.Name }
	compare(c, "the type", byName(old.Collections, name), byName(new.Collections, name),
		func(name string, o, n *model.Collection) { c.changed(name, "a "+o.Elem(), "a "+n.Elem()) })
	compare(c, "the name", byName(old.Aliases, func(a *model.Alias) string { return a.Name }), byName(new.Aliases, func(a *model.Alias) string { return a.Name }),
		func(name string, o, n *model.Alias) { c.changed(name, "an alias of "+o.Type, "an alias of "+n.Type) })
	return c.breaks
}

type comparison struct{ breaks []string }

func (c *comparison) addf(format string, args ...any) {
	c.breaks = append(c.breaks, fmt.Sprintf(format, args...))
}

func (c *comparison) changed(name, before, after string) {
	if before != after {
		c.addf("%s: was %s, is %s", name, before, after)
	}
}

// compare visits the elements that both have, and reports those that only the old one
// has.
func compare[T any](c *comparison, what string, old, new map[string]T, both func(string, T, T)) {
	for _, name := range slices.SortedFunc(maps.Keys(old), cmp.Compare) {
		if n, ok := new[name]; ok {
			both(name, old[name], n)
			continue
		}
		c.addf("%s %s is gone", what, name)
	}
}

func byName[T any](list []T, name func(T) string) map[string]T {
	out := map[string]T{}
	for _, item := range list {
		out[name(item)] = item
	}
	return out
}

func (c *comparison) services(old, new *model.Package) {
	name := func(s *model.Service) string { return s.Field }
	compare(c, "the service", byName(old.Services, name), byName(new.Services, name), func(service string, o, n *model.Service) {
		op := func(op *model.Operation) string { return service + "." + op.Name }
		compare(c, "the method", byName(o.Ops, op), byName(n.Ops, op), c.operation)
	})
}

func (c *comparison) operation(name string, old, new *model.Operation) {
	if render.Signature(unnamed(old)) != render.Signature(unnamed(new)) {
		c.changed(name, render.Signature(old), render.Signature(new))
	}
	if old.List != nil {
		if new.List == nil {
			c.addf("the method %sAll is gone", name)
		} else {
			c.changed(name+"All", "an iterator over "+old.List.Item.Go(), "an iterator over "+new.List.Item.Go())
		}
	}
	if old.Waiter != nil && new.Waiter == nil {
		c.addf("the method %s is gone", old.Waiter.Name)
	} else if old.Waiter != nil && old.Waiter.DeletedName != new.Waiter.DeletedName && new.Waiter.DeletedName == "" {
		c.addf("the method %s is gone", old.Waiter.DeletedName)
	}
	c.params(old, new)
}

// unnamed returns the operation without the names of its path arguments, which do not
// appear in calls.
func unnamed(op *model.Operation) *model.Operation {
	out := *op
	out.PathParams = nil
	for i, p := range op.PathParams {
		param := *p
		param.Arg = fmt.Sprintf("arg%d", i)
		out.PathParams = append(out.PathParams, &param)
	}
	return &out
}

func (c *comparison) params(old, new *model.Operation) {
	if old.OptsType == "" || old.OptsType != new.OptsType {
		return // reported by the signature
	}
	field := func(p *model.Param) string { return old.OptsType + "." + p.Arg }
	before := byName(old.Params, field)
	compare(c, "the field", before, byName(new.Params, field), func(name string, o, n *model.Param) {
		c.changed(name, render.ParamType(o), render.ParamType(n))
	})
	for _, p := range new.Params {
		if o := before[field(p)]; p.Required && (o == nil || !o.Required) {
			c.addf("%s is required now", field(p))
		}
	}
}

func (c *comparison) structs(old, new *model.Package) {
	name := func(s *model.Struct) string { return s.Name }
	compare(c, "the type", byName(old.Structs, name), byName(new.Structs, name), func(structName string, o, n *model.Struct) {
		field := func(f *model.Field) string { return structName + "." + f.Name }
		before := byName(o.Fields, field)
		compare(c, "the field", before, byName(n.Fields, field), func(name string, o, n *model.Field) {
			c.changed(name, o.Go(), n.Go())
			c.changed("the JSON name of "+name, o.JSON, n.JSON)
			if !needsContentType(o) && needsContentType(n) {
				c.addf("%s needs a ContentType now", name)
			}
		})
		for _, f := range n.Fields {
			if o := before[field(f)]; n.Usage.Request && f.Required && (o == nil || !o.Required) {
				c.addf("%s is required now", field(f))
			}
		}
	})
}

func (c *comparison) enums(old, new *model.Package) {
	name := func(e *model.Enum) string { return e.Name }
	compare(c, "the type", byName(old.Enums, name), byName(new.Enums, name), func(name string, o, n *model.Enum) {
		c.changed(name, "a "+o.Base.Go(), "a "+n.Base.Go())
		value := func(v model.EnumValue) string { return v.Name }
		compare(c, "the constant", byName(o.Values, value), byName(n.Values, value), func(name string, o, n model.EnumValue) {
			c.changed(name, o.Literal, n.Literal)
		})
	})
}

// needsContentType reports whether a file of a form is refused if it does not say
// what it is.
func needsContentType(f *model.Field) bool {
	return f.Part != nil && f.Type.Leaf().Kind == model.File && f.Part.NeedsType()
}
