package dialect

import "github.com/rumpl/gosc/gen/internal/openapi"

// OrderedProperties returns the properties in the order of x-properties-order;
// properties that it does not name follow in the order of the file.
func OrderedProperties(s *openapi.Schema) []openapi.Property {
	if len(s.PropertyOrder) == 0 {
		return s.Properties
	}
	byName := make(map[string]openapi.Property, len(s.Properties))
	for _, p := range s.Properties {
		byName[p.Name] = p
	}
	out := make([]openapi.Property, 0, len(s.Properties))
	for _, name := range s.PropertyOrder {
		if p, ok := byName[name]; ok {
			out = append(out, p)
			delete(byName, name)
		}
	}
	for _, p := range s.Properties {
		if _, left := byName[p.Name]; left {
			out = append(out, p)
		}
	}
	return out
}
