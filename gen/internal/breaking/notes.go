package breaking

import (
	"fmt"
	"reflect"

	"github.com/rumpl/gosc/gen/internal/model"
)

// Notes lists what breaks nothing, but changes what a program does or sees:
// defaults, and values that an enum can have now.
func Notes(old, new *model.Package) []string {
	n := &comparison{}
	structs := byName(new.Structs, func(s *model.Struct) string { return s.Name })
	for _, o := range old.Structs {
		if s := structs[o.Name]; s != nil {
			n.fieldDefaults(o, s)
		}
	}
	services := byName(new.Services, func(s *model.Service) string { return s.Field })
	for _, o := range old.Services {
		if s := services[o.Field]; s != nil {
			n.paramDefaults(o, s)
		}
	}
	enums := byName(new.Enums, func(e *model.Enum) string { return e.Name })
	for _, o := range old.Enums {
		if e := enums[o.Name]; e != nil {
			n.newValues(o, e)
		}
	}
	return n.breaks
}

func (c *comparison) fieldDefaults(old, new *model.Struct) {
	fields := byName(new.Fields, func(f *model.Field) string { return f.JSON })
	for _, o := range old.Fields {
		if f := fields[o.JSON]; f != nil {
			c.defaults(new.Name+"."+f.Name, o.Default, f.Default)
		}
	}
}

func (c *comparison) paramDefaults(old, new *model.Service) {
	ops := byName(new.Ops, func(op *model.Operation) string { return op.Name })
	for _, o := range old.Ops {
		op := ops[o.Name]
		if op == nil {
			continue
		}
		params := byName(op.Params, func(p *model.Param) string { return p.Name })
		for _, p := range o.Params {
			if n := params[p.Name]; n != nil {
				c.defaults(new.Field+"."+op.Name+": "+p.Name, p.Default, n.Default)
			}
		}
	}
}

func (c *comparison) defaults(name string, before, now any) {
	if !reflect.DeepEqual(before, now) {
		c.addf("the default of %s: was %s, is %s", name, shown(before), shown(now))
	}
}

func shown(value any) string {
	if value == nil {
		return "none"
	}
	return fmt.Sprint(value)
}

func (c *comparison) newValues(old, new *model.Enum) {
	before := byName(old.Values, func(v model.EnumValue) string { return v.Text })
	for _, v := range new.Values {
		if _, known := before[v.Text]; !known {
			c.addf("%s has the new value %q", new.Name, v.Text)
		}
	}
	c.defaults(new.Name, old.Default, new.Default)
}
