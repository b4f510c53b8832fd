//lint:file-ignore SA1019 containers v1beta1 is tested as long as there is such a package

package v1beta1

import (
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc/containers/v1beta1"
	"github.com/rumpl/gosc/functions/v1beta1"
)

// operationsOf returns the operation ids of a description, with repeats.
func operationsOf(t *testing.T, product string) []string {
	doc, err := openapi3.NewLoader().LoadFromFile("../../api/" + product + ".v1beta1.yaml")
	require.NoError(t, err)
	var ids []string
	for _, item := range doc.Paths.Map() {
		for _, op := range item.Operations() {
			ids = append(ids, op.OperationID)
		}
	}
	slices.Sort(ids)
	return ids
}

// Every operation of both products has an exchange.
func TestEveryOperationHasAnExchange(t *testing.T) {
	total := 0
	for _, product := range []string{"functions", "containers"} {
		var ids []string
		for _, e := range readExchanges(t, product+".txt") {
			ids = append(ids, e.operation)
		}
		slices.Sort(ids)
		assert.Equal(t, operationsOf(t, product), ids, product)
		total += len(ids)
	}
	assert.Equal(t, 61, total)
}

// docs/v1beta1.md compares every operation with the official SDK, and what it names
// beside an operation exists.
func TestThePageComparesEveryOperation(t *testing.T) {
	page, err := os.ReadFile("../../docs/v1beta1.md")
	require.NoError(t, err)
	_, table, found := strings.Cut(string(page), "| operation | gosc:")
	require.True(t, found)
	table, _, _ = strings.Cut(table, "\n\n")
	methods := map[string]bool{}
	for _, client := range []any{functions.APIClient{}, containers.APIClient{}} {
		for field := range reflect.TypeOf(client).Fields() {
			if !field.IsExported() {
				continue
			}
			methods[field.Name] = true
			for method := range field.Type.Methods() {
				methods[method.Name] = true
			}
		}
	}
	named := map[string]bool{}
	for _, row := range strings.Split(table, "\n")[2:] {
		cells := strings.Split(row, "|")
		require.Len(t, cells, 5, row)
		for _, name := range regexp.MustCompile("`([A-Za-z]+)`").FindAllStringSubmatch(cells[1], -1) {
			named[name[1]] = true
		}
		for _, name := range regexp.MustCompile("`([A-Za-z]+)`").FindAllStringSubmatch(cells[2], -1) {
			assert.True(t, methods[name[1]], "%s is named in %q", name[1], row)
		}
	}
	for _, product := range []string{"functions", "containers"} {
		for _, id := range operationsOf(t, product) {
			assert.True(t, named[id], "%s of %s is not on the page", id, product)
		}
	}
}
