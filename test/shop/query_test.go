package shop

import (
	"testing"
	"time"

	"github.com/antihax/optional"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc"
)

func TestQueryOfEveryKind(t *testing.T) {
	s := newServer(t, replies(`{"orders":[],"total_count":0}`))
	for name, tc := range map[string]struct {
		opts *ListOrdersOpts
		want string
	}{
		"nil":           {nil, ""},
		"nothing":       {&ListOrdersOpts{}, ""},
		"enum":          {&ListOrdersOpts{OrderBy: ListOrdersRequestOrderByCreatedAtDesc, Status: OrderStatusReady}, "order_by=created_at_desc&status=ready"},
		"exploded":      {&ListOrdersOpts{Tags: []string{"a b", "c&d"}, Statuses: []OrderStatus{OrderStatusReady, "new"}}, "statuses=ready&statuses=new&tags=a+b&tags=c%26d"},
		"joined":        {&ListOrdersOpts{Sizes: []uint64{1, 18446744073709551615}}, "sizes=1,18446744073709551615"},
		"zeroes":        {&ListOrdersOpts{Page: optional.NewInt32(0), Gift: optional.NewBool(false), ProjectID: optional.NewString("")}, "page=0&project_id=&gift=false"},
		"numeric enum":  {&ListOrdersOpts{Priority: new(OrderPriority0)}, "priority=0"},
		"float":         {&ListOrdersOpts{MinWeight: optional.NewFloat64(12345678.5)}, "min_weight=12345678.5"},
		"time":          {&ListOrdersOpts{CreatedAfter: optional.NewTime(time.Date(2026, 1, 2, 3, 4, 5, 6000, time.UTC))}, "created_after=2026-01-02T03%3A04%3A05.000006Z"},
		"unsigned":      {&ListOrdersOpts{PageSize: optional.NewUint32(4294967295)}, "page_size=4294967295"},
		"one of owners": {&ListOrdersOpts{OrganizationID: optional.NewString("o")}, "organization_id=o"},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := s.client().OrdersApi.ListOrders(t.Context(), "", tc.opts)
			require.NoError(t, err)
			assert.Equal(t, tc.want, s.last(t).Query)
			assert.Equal(t, "/base/shop/v1/regions/fr-par/orders", s.last(t).Path)
		})
	}
}

func TestHeaderParameter(t *testing.T) {
	s := newServer(t, replies(`{}`))
	_, _, err := s.client().OrdersApi.ListOrders(t.Context(), "nl-ams", &ListOrdersOpts{XClientHint: optional.NewString("hint")})
	require.NoError(t, err)
	assert.Equal(t, "hint", s.last(t).Header.Get("X-Client-Hint"))
	assert.Equal(t, "/base/shop/v1/regions/nl-ams/orders", s.last(t).Path)
}

func TestQueryGroupIsExclusive(t *testing.T) {
	s := newServer(t, replies(`{}`))
	_, _, err := s.client().OrdersApi.ListOrders(t.Context(), "", &ListOrdersOpts{ProjectID: optional.NewString("p"), OrganizationID: optional.NewString("o")})
	var argument *gosc.ArgumentError
	require.ErrorAs(t, err, &argument)
	assert.Equal(t, "ListOrders", argument.Operation)
	assert.Contains(t, err.Error(), "project_id")
	assert.Contains(t, err.Error(), "organization_id")
	assert.Empty(t, s.requests())
}

func TestRequiredParameters(t *testing.T) {
	s := newServer(t, replies(`{}`))
	client := s.client()
	for name, call := range map[string]func() error{
		"query, no options": func() error { _, _, err := client.IPsACLsApi.List(t.Context(), nil); return err },
		"query":             func() error { _, _, err := client.IPsACLsApi.List(t.Context(), &IPsACLsListOpts{}); return err },
		"path":              func() error { _, _, err := client.OrdersApi.GetOrder(t.Context(), "", ""); return err },
		"zone":              func() error { _, _, err := client.PrivateNetworksApi.List(t.Context(), "", "n", "t", nil); return err },
		"one of many":       func() error { _, _, err := client.PrivateNetworksApi.List(t.Context(), "z", "", "t", nil); return err },
	} {
		var argument *gosc.ArgumentError
		assert.ErrorAs(t, call(), &argument, name)
	}
	assert.Empty(t, s.requests(), "nothing is sent")
}

func TestPathParametersAreEscaped(t *testing.T) {
	s := newServer(t, replies(`{}`))
	_, _, err := s.client().PrivateNetworksApi.List(t.Context(), "fr-par-1", "a/b", "..", nil)
	require.NoError(t, err)
	assert.Equal(t, "/base/shop/v1/zones/fr-par-1/networks/a%2Fb/ips/%2E%2E", s.last(t).Path)
}
