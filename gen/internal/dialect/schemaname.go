package dialect

import (
	"strings"

	"github.com/rumpl/gosc/gen/internal/names"
	"github.com/rumpl/gosc/gen/internal/openapi"
)

// SplitSchemaName splits "scaleway.shop.v1.Order.Status" into the package
// "scaleway.shop.v1" and the type "Order.Status".
func SplitSchemaName(name string) (pkg, typ string) {
	parts := strings.Split(name, ".")
	for i, part := range parts {
		if part != "" && part[0] >= 'A' && part[0] <= 'Z' || i == len(parts)-1 {
			return strings.Join(parts[:i], "."), strings.Join(parts[i:], ".")
		}
	}
	return "", name
}

// MainPackage returns the package of most schemas, which is dropped from their names.
func MainPackage(schemas []*openapi.NamedSchema) string {
	count := map[string]int{}
	best := ""
	for _, s := range schemas {
		pkg, _ := SplitSchemaName(s.Name)
		if pkg == "google.protobuf" || pkg == "scaleway.std" {
			continue
		}
		count[pkg]++
		if count[pkg] > count[best] || count[pkg] == count[best] && pkg < best {
			best = pkg
		}
	}
	return best
}

// SchemaNames proposes Go names for a schema: without its package, then with the
// name of its product, for types of other packages that clash.
func SchemaNames(name string) []string {
	pkg, typ := SplitSchemaName(name)
	short := names.Exported(typ)
	parts := strings.Split(pkg, ".")
	product := parts[len(parts)-1]
	if len(parts) > 1 && isVersion(product) {
		product = parts[len(parts)-2]
	}
	if short == "" {
		return nil
	}
	return []string{short, names.Exported(product) + short, names.Exported(pkg) + short}
}

// isVersion reports whether s is a version such as v1, v1alpha2 or v2beta1.
func isVersion(s string) bool {
	return len(s) >= 2 && s[0] == 'v' && s[1] >= '0' && s[1] <= '9'
}
