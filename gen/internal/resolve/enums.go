package resolve

import (
	"fmt"
	"strconv"

	"github.com/rumpl/gosc/gen/internal/dialect"
	"github.com/rumpl/gosc/gen/internal/model"
	"github.com/rumpl/gosc/gen/internal/names"
	"github.com/rumpl/gosc/gen/internal/openapi"
)

// enumIndex finds an enum that was met before. Descriptions repeat an enum
// wherever it is used, and to a user all of these are one type.
type enumIndex struct {
	byModel map[string][]*model.Enum // property and values → enums of component models
	byOp    map[string]*model.Enum   // result, property and values → enum of a request
	keys    map[*model.Enum]string   // its values
}

func newEnumIndex() enumIndex {
	return enumIndex{map[string][]*model.Enum{}, map[string]*model.Enum{}, map[*model.Enum]string{}}
}

func (r *resolver) enumType(s *openapi.Schema, at place) *model.Enum {
	if at.component != nil {
		return r.newEnum(s, at, at.component.goName)
	}
	if known := r.inlineEnums[s]; known != nil {
		return known
	}
	key := at.prop + "\x00" + dialect.EnumKey(s)
	if known := r.knownEnum(s, at, key); known != nil {
		return known
	}
	name := r.takeInline(s, at, "Enum")
	enum := r.newEnum(s, at, name)
	r.inlineEnums[s] = enum
	if at.op == nil {
		r.enums.byModel[key] = append(r.enums.byModel[key], enum)
	} else {
		r.enums.byOp[at.op.resultName()+"\x00"+key] = enum
	}
	return enum
}

// knownEnum looks for the type of the same values: a named schema with the name
// that the enum would get, the property of the operation's result, the only model
// with such a property, and other requests for the same result.
func (r *resolver) knownEnum(s *openapi.Schema, at place, key string) *model.Enum {
	if enum := r.componentEnum(s, at.name()); enum != nil {
		return enum
	}
	if at.op == nil {
		return nil
	}
	if enum := at.op.enumOf(at.prop, dialect.EnumKey(s), r); enum != nil {
		return enum
	}
	if known := r.enums.byModel[key]; len(known) == 1 {
		return known[0]
	}
	return r.enums.byOp[at.op.resultName()+"\x00"+key]
}

// componentEnum returns the enum of a named schema that has this Go name and the
// same values, whether or not an operation uses it by name.
func (r *resolver) componentEnum(s *openapi.Schema, goName string) *model.Enum {
	for _, named := range r.doc.Schemas {
		if !dialect.IsEnum(named.Schema) || goNameOf(named.Name) != goName || !dialect.SameEnum(named.Schema, s) {
			continue
		}
		c := r.components[named.Name]
		if c == nil {
			c = &component{name: named.Name, schema: named.Schema}
			c.goName = r.take(named.Schema.Pos, "the schema "+named.Name, dialect.SchemaNames(named.Name)...)
			r.components[named.Name] = c
		}
		if t := r.componentType(c); t.Kind == model.EnumOf {
			return t.Enum
		}
	}
	return nil
}

func (r *resolver) newEnum(s *openapi.Schema, at place, name string) *model.Enum {
	enum := &model.Enum{Name: name, Doc: describe(s), Default: s.Default, Aliases: s.Aliases, Pos: s.Pos, Base: r.enumBase(s)}
	if at.component != nil {
		enum.Schema = at.component.name
	}
	enum.File = r.files.Take(names.File("model", name))
	seen := map[string]bool{}
	for _, v := range s.Enum {
		if seen[v.Text] {
			r.problems.Oddf(s.Pos, "enum", "it counts once", "the value %q is listed twice", v.Text)
			continue
		}
		seen[v.Text] = true
		enum.Values = append(enum.Values, r.enumValue(s, enum, v))
	}
	if text := fmt.Sprint(s.Default); s.Default != nil && !seen[text] {
		r.problems.Oddf(s.Pos, "default", "it is only shown", "the default %q is none of the values", text)
	}
	r.enums.keys[enum] = dialect.EnumKey(s)
	r.out.Enums = append(r.out.Enums, enum)
	return enum
}

func (r *resolver) enumBase(s *openapi.Schema) *model.Type {
	kind := model.String
	if dialect.EnumType(s) == "integer" {
		kind, _ = dialect.Scalar("integer", s.Format)
	}
	return &model.Type{Kind: kind}
}

func (r *resolver) enumValue(s *openapi.Schema, enum *model.Enum, v openapi.Scalar) model.EnumValue {
	literal := strconv.Quote(v.Text)
	if enum.Base.Kind != model.String {
		literal = r.integerLiteral(s, enum.Base.Kind, v.Text)
	}
	wanted := enum.Name + names.Suffix(v.Text)
	return model.EnumValue{
		Name: r.takeConst(s.Pos, "a value of "+enum.Name, wanted),
		Text: v.Text, Literal: literal, Doc: s.EnumDescriptions[v.Text],
	}
}

func (r *resolver) integerLiteral(s *openapi.Schema, kind model.Kind, text string) string {
	scalar, _ := kind.Scalar()
	bits := scalar.Bits
	literal := ""
	var err error
	if !scalar.Unsigned {
		var n int64
		n, err = strconv.ParseInt(text, 10, bits)
		literal = strconv.FormatInt(n, 10)
	} else {
		var n uint64
		n, err = strconv.ParseUint(text, 10, bits)
		literal = strconv.FormatUint(n, 10)
	}
	if err != nil {
		r.problems.Errorf(s.Pos, "enum", "correct the value or the format", "the value %q is not a valid %s", text, scalar.Go)
	}
	return literal
}
