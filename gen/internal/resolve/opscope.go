package resolve

import (
	"github.com/rumpl/gosc/gen/internal/model"
	"github.com/rumpl/gosc/gen/internal/names"
)

// opScope is what the inline types of an operation are named and compared after.
type opScope struct {
	id     string        // prefix of its types: "ListOrders"
	result *model.Struct // what it returns, nil if that is not a struct
	// mergePatch says that null in the body removes a member.
	mergePatch bool
}

// resultName is the model that the operation is about.
func (o *opScope) resultName() string {
	if o.result == nil {
		return o.id
	}
	return o.result.Name
}

// enumOf returns the enum with these values under this property in the result of
// the operation, or in the elements of a list that it returns.
func (o *opScope) enumOf(prop, key string, r *resolver) *model.Enum {
	if o.result == nil {
		return nil
	}
	if enum := fieldEnum(o.result, prop, key, r); enum != nil {
		return enum
	}
	for _, f := range o.result.Fields {
		if f.Type.Kind == model.ListOf && f.Type.Elem.Kind == model.StructOf {
			if enum := fieldEnum(f.Type.Elem.Struct, prop, key, r); enum != nil {
				return enum
			}
		}
	}
	return nil
}

func fieldEnum(s *model.Struct, prop, key string, r *resolver) *model.Enum {
	for _, f := range s.Fields {
		if f.JSON != prop && f.JSON != names.Singular(prop) {
			continue
		}
		if leaf := f.Type.Leaf(); leaf.Kind == model.EnumOf && r.enums.keys[leaf.Enum] == key {
			return leaf.Enum
		}
	}
	return nil
}
