// Package v1beta1 tests the packages of the live API, functions/v1beta1 and
// containers/v1beta1, and the descriptions that they are made from.
package v1beta1

import (
	"encoding/json"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func descriptionFile(product string) string {
	return filepath.Join("..", "..", "api", product+".v1beta1.yaml")
}

func loadDescription(t *testing.T, product string) *openapi3.T {
	t.Helper()
	doc, err := openapi3.NewLoader().LoadFromFile(descriptionFile(product))
	require.NoError(t, err)
	return doc
}

// TestDescriptionsAreValid checks the documents and each example in them against
// its schema.
func TestDescriptionsAreValid(t *testing.T) {
	for product, operations := range map[string]int{"functions": 32, "containers": 29} {
		doc := loadDescription(t, product)
		require.NoError(t, doc.Validate(t.Context(), openapi3.EnableExamplesValidation()), product)
		n := 0
		for path, item := range doc.Paths.Map() {
			assert.True(t, strings.HasPrefix(path, "/"+product+"/v1beta1/regions/{region}/"), path)
			n += len(item.Operations())
		}
		assert.Equal(t, operations, n, product)
	}
}

// TestDescriptionsSayEverything: each operation and each member has a text, and
// each operation an example of its reply and of its body.
func TestDescriptionsSayEverything(t *testing.T) {
	for _, product := range []string{"functions", "containers"} {
		doc := loadDescription(t, product)
		for path, item := range doc.Paths.Map() {
			for method, op := range item.Operations() {
				where := method + " " + path
				assert.NotEmpty(t, op.Summary, where)
				assert.NotEmpty(t, op.Description, where)
				assert.NotEmpty(t, op.Responses.Value("200").Value.Content["application/json"].Examples, where)
				for _, p := range op.Parameters {
					assert.NotEmpty(t, p.Value.Description, "%s: %s", where, p.Value.Name)
				}
				if op.RequestBody != nil {
					media := op.RequestBody.Value.Content["application/json"]
					assert.NotNil(t, media.Example, where)
					assertDescribed(t, where, media.Schema.Value)
				}
			}
		}
		for name, schema := range doc.Components.Schemas {
			assertDescribed(t, name, schema.Value)
		}
	}
}

func assertDescribed(t *testing.T, where string, schema *openapi3.Schema) {
	t.Helper()
	assert.NotEmpty(t, schema.Description, where)
	for name, property := range schema.Properties {
		assert.NotEmpty(t, property.Value.Description, "%s.%s", where, name)
		nullable := property.Value.Nullable || property.Value.Type == nil // a one-of alternative
		assert.True(t, nullable || property.Value.Example != nil || property.Value.Type.Is("array") || property.Value.Type.Is("object"),
			"%s.%s has no example", where, name)
	}
	described, ok := schema.Extensions["x-enum-descriptions"].(map[string]any)
	if len(schema.Enum) == 0 || !ok {
		assert.Empty(t, schema.Enum, "%s: an enum without x-enum-descriptions", where)
		return
	}
	values, _ := described["values"].(map[string]any)
	var names []string
	for _, v := range schema.Enum {
		names = append(names, v.(string))
	}
	assert.ElementsMatch(t, names, slices.Collect(maps.Keys(values)), where)
	assert.Contains(t, schema.Enum, schema.Default, where)
}

// TestDescriptionsAreInStep checks that what functions and containers have in common
// reads the same in both descriptions, except for the names.
func TestDescriptionsAreInStep(t *testing.T) {
	functions, containers := common(t, "functions", "function"), common(t, "containers", "container")
	assert.Equal(t, slices.Sorted(maps.Keys(functions)), slices.Sorted(maps.Keys(containers)))
	for name, text := range functions {
		assert.Equal(t, text, containers[name], name)
	}
}

// common returns what both descriptions have, as text without the product's name.
func common(t *testing.T, product, app string) map[string]string {
	t.Helper()
	data, err := loadDescription(t, product).MarshalJSON()
	require.NoError(t, err)
	var doc map[string]any
	require.NoError(t, json.Unmarshal(data, &doc))
	neutral := strings.NewReplacer("container registry", "container registry", // not the product
		product, "apps", app, "app", strings.ToUpper(app[:1])+app[1:], "App").Replace
	out := map[string]string{}
	add := func(name string, value any) {
		text, err := json.MarshalIndent(essence(value, neutral), "", " ")
		require.NoError(t, err)
		out[neutral(name)] = string(text)
	}
	for path, item := range doc["paths"].(map[string]any) {
		_, rest, _ := strings.Cut(path, "/regions/{region}")
		switch strings.Split(rest, "/")[1] {
		case "crons", "domains", "tokens", "triggers", "namespaces":
			add(rest, item)
		}
	}
	components := doc["components"].(map[string]any)
	add("parameters", components["parameters"])
	add("headers", components["headers"])
	for name, schema := range components["schemas"].(map[string]any) {
		_, short, _ := strings.Cut(name, ".v1beta1.")
		switch kind, rest, _ := strings.Cut(short, "."); {
		case rest == "Status", // locking, upgrading: containers only
			kind == "Function", kind == "Container", kind == "Runtime", kind == "ListFunctionRuntimesResponse",
			kind == "UploadURL", kind == "DownloadURL":
		default:
			add(short, schema)
		}
	}
	return out
}

// essence leaves out the examples, and the mark that all operations of containers bear.
func essence(value any, neutral func(string) string) any {
	switch v := value.(type) {
	case string:
		return neutral(v)
	case map[string]any:
		out := map[string]any{}
		for key, member := range v {
			_, operation := v["operationId"]
			if key == "example" || key == "examples" || operation && strings.HasSuffix(key, "deprecated") {
				continue
			}
			out[neutral(key)] = essence(member, neutral)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = essence(v[i], neutral)
		}
		return out
	}
	return value
}
