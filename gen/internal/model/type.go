package model

import "slices"

// Kind is the shape of a Go type.
type Kind int

// The kinds. Comments give the Go type. What is known about scalars stands in
// the table in scalar.go.
const (
	String   Kind = iota // string
	Bool                 // bool
	Int32                // int32
	Int64                // int64
	Uint32               // uint32
	Uint64               // uint64
	Float64              // float64
	Time                 // time.Time
	Duration             // time.Duration, "300s" on the wire
	Bytes                // []byte, base64 on the wire
	Raw                  // json.RawMessage: one of several types
	Any                  // any
	Object               // map[string]any: a free JSON object
	EnumOf               // a generated type on a string or an integer
	StructOf             // a generated struct
	ListOf               // []T
	MapOf                // map[string]T
	File                 // File of the runtime: a part of a multipart form
)

// Type is a Go type and, by that, an encoding.
type Type struct {
	Kind     Kind
	Elem     *Type // of lists and maps
	Enum     *Enum
	Struct   *Struct
	Nullable bool // null is a value of its own
	// Named is set for a list or a map that contains itself: Go has to call it
	// something.
	Named *Collection
	// Runtime is the qualifier of a File: "gosc.", or "" in the root package.
	Runtime string
	// Variants are the alternatives of a raw value that are types of their own.
	Variants []*Type
}

// Go returns the type as Go source.
func (t *Type) Go() string {
	if t.Named != nil {
		return t.Named.Name
	}
	switch t.Kind {
	case EnumOf:
		return t.Enum.Name
	case StructOf:
		return t.Struct.Name
	case ListOf:
		return "[]" + t.ElemGo()
	case MapOf:
		return "map[string]" + t.ElemGo()
	case Object:
		return "map[string]any"
	case Any:
		return "any"
	case File:
		return t.Runtime + "File"
	}
	return scalars[t.Kind].Go
}

// ElemGo returns the type of the elements of a list or a map as Go source.
func (t *Type) ElemGo() string {
	if t.PointerElem() {
		return "*" + t.Elem.Go()
	}
	return t.Elem.Go()
}

// PointerElem reports whether the elements of a list or a map are pointers,
// because the description says that they may be null.
func (t *Type) PointerElem() bool { return t.Elem.Nullable && !t.Elem.HasNil() }

// HasNil reports whether nil stands for "not set", so that no pointer is needed.
func (t *Type) HasNil() bool {
	switch t.Kind {
	case Any, Object, ListOf, MapOf:
		return true
	}
	return scalars[t.Kind].NilSet
}

// IsStringEnum reports whether the type is an enum of strings.
func (t *Type) IsStringEnum() bool { return t.Kind == EnumOf && t.Enum.Base.Kind == String }

// EmptyIsUnset reports whether the type is an enum for which "" means "not set": one
// of strings, of which none is empty.
func (t *Type) EmptyIsUnset() bool {
	return t.IsStringEnum() && !slices.ContainsFunc(t.Enum.Values, func(v EnumValue) bool { return v.Text == "" })
}

// Leaf returns the innermost element of lists and maps. One that contains itself
// has none and is its own.
func (t *Type) Leaf() *Type {
	for t.Elem != nil && t.Named == nil {
		t = t.Elem
	}
	return t
}

// Walk visits the type and its elements.
func (t *Type) Walk(visit func(*Type)) {
	seen := map[*Collection]bool{}
	for ; t != nil && !(t.Named != nil && seen[t.Named]); t = t.Elem {
		if t.Named != nil && t.Elem != nil {
			seen[t.Named] = true
		}
		visit(t)
		for _, variant := range t.Variants {
			variant.Walk(visit)
		}
	}
}
