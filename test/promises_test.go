//lint:file-ignore SA1019 containers v1beta1 is tested as long as there is such a package

package test

import (
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/rumpl/gosc"
	containers "github.com/rumpl/gosc/containers/v1beta1"
	functions "github.com/rumpl/gosc/functions/v1beta1"
	"github.com/stretchr/testify/assert"
)

// README: every list has an iterator over all pages, and every resource with a status
// has a waiter, also for its deletion.
func TestEveryListHasAnIteratorAndEveryStatusAWaiter(t *testing.T) {
	lists, waiters := 0, 0
	for _, client := range []any{gosc.NewAPIClient(nil), functions.NewAPIClient(nil), containers.NewAPIClient(nil)} {
		for name, service := range servicesOf(client) {
			typ := service.Type()
			for method := range typ.Methods() {
				if strings.HasPrefix(method.Name, "List") && !strings.HasSuffix(method.Name, "All") && hasPages(method.Type) {
					lists++
					_, found := typ.MethodByName(method.Name + "All")
					assert.True(t, found, "%s.%s has no iterator", name, method.Name)
				}
				kind, found := strings.CutPrefix(method.Name, "Get")
				if !found || !hasStatus(method.Type.Out(0)) {
					continue
				}
				waiters++
				_, waits := typ.MethodByName("WaitFor" + kind)
				_, waitsForDeletion := typ.MethodByName("WaitFor" + kind + "Deleted")
				assert.True(t, waits && waitsForDeletion, "%s.%s has no waiter", name, method.Name)
			}
		}
	}
	assert.Greater(t, lists, 15)
	assert.Greater(t, waiters, 12)
}

// hasPages reports whether a list takes the number of a page.
func hasPages(method reflect.Type) bool {
	for in := range method.Ins() {
		if in.Kind() == reflect.Pointer && in.Elem().Kind() == reflect.Struct {
			if _, found := in.Elem().FieldByName("Page"); found {
				return true
			}
		}
	}
	return false
}

// statusType matches the types of statuses.
var statusType = regexp.MustCompile(`^[A-Za-z]+Status$`)

func hasStatus(model reflect.Type) bool {
	if model.Kind() != reflect.Struct {
		return false
	}
	field, found := model.FieldByName("Status")
	return found && statusType.MatchString(field.Type.Name())
}
