package dialect

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/rumpl/gosc/gen/internal/openapi"
)

func TestSchemaNames(t *testing.T) {
	for name, want := range map[string][]string{
		"scaleway.shop.v1.Order":                    {"Order", "ShopOrder", "ScalewayShopV1Order"},
		"scaleway.shop.v1.Order.Status":             {"OrderStatus", "ShopOrderStatus", "ScalewayShopV1OrderStatus"},
		"scaleway.functions.v1alpha2.UploadUrl":     {"UploadURL", "FunctionsUploadURL", "ScalewayFunctionsV1alpha2UploadURL"},
		"scaleway.std.File":                         {"File", "StdFile", "ScalewayStdFile"},
		"Order":                                     {"Order", "Order", "Order"},
		"order":                                     {"Order", "Order", "Order"},
		"shop.order":                                {"Order", "ShopOrder", "ShopOrder"},
		"scaleway.shop.v1.ListOrders-Response":      {"ListOrdersResponse", "ShopListOrdersResponse", "ScalewayShopV1ListOrdersResponse"},
		"scaleway.domain.v2beta1.DNSZone.VMs.a.b_c": {"DNSZoneVMsABC", "DomainDNSZoneVMsABC", "ScalewayDomainV2beta1DNSZoneVMsABC"},
	} {
		assert.Equal(t, want, SchemaNames(name), name)
	}
	assert.Empty(t, SchemaNames("---"))
}

func TestMainPackage(t *testing.T) {
	list := func(names ...string) (out []*openapi.NamedSchema) {
		for _, n := range names {
			out = append(out, &openapi.NamedSchema{Name: n})
		}
		return out
	}
	assert.Equal(t, "a.v1", MainPackage(list("b.v1.X", "a.v1.X", "a.v1.Y")))
	assert.Equal(t, "b.v1", MainPackage(list("google.protobuf.A", "google.protobuf.B", "scaleway.std.C", "scaleway.std.D", "b.v1.X")))
	assert.Equal(t, MainPackage(list("a.v1.X", "b.v1.Y")), MainPackage(list("b.v1.Y", "a.v1.X")), "the order does not matter")
	assert.Empty(t, MainPackage(nil))
}
