package shop

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/antihax/optional"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc"
)

func TestIterator(t *testing.T) {
	s := newServer(t, replies(`{"orders":[{"id":"a"},{"id":"b"}],"total_count":3}`, `{"orders":[{"id":"c"}],"total_count":3}`))
	opts := &ListOrdersOpts{Tags: []string{"x"}, PageSize: optional.NewUint32(2)}
	var ids []string
	for order, err := range s.client().OrdersApi.ListOrdersAll(t.Context(), "", opts) {
		require.NoError(t, err)
		ids = append(ids, order.ID)
	}
	assert.Equal(t, []string{"a", "b", "c"}, ids)
	var queries []string
	for _, r := range s.requests() {
		queries = append(queries, r.Query)
	}
	assert.Equal(t, []string{"page=1&page_size=2&tags=x", "page=2&page_size=2&tags=x"}, queries)
	assert.Equal(t, &ListOrdersOpts{Tags: []string{"x"}, PageSize: optional.NewUint32(2)}, opts, "the options are the caller's")
}

func TestIteratorWithoutTotalCount(t *testing.T) {
	s := newServer(t, replies(`{"networks":[{"id":"a"}]}`, `{"networks":[{"id":"b"}]}`, `{"networks":[]}`))
	var ids []string
	for n, err := range s.client().PrivateNetworksApi.ListAll(t.Context(), "z", "n", "t", nil) {
		require.NoError(t, err)
		ids = append(ids, n.ID)
	}
	assert.Equal(t, []string{"a", "b"}, ids)
	assert.Len(t, s.requests(), 3)
}

func TestIteratorOverStringsStopsOnARepeatedPage(t *testing.T) {
	s := newServer(t, replies(`{"ips":["10.0.0.1","10.0.0.2"],"total_count":null}`))
	var ips []string
	for ip, err := range s.client().IPsACLsApi.ListAll(t.Context(), &IPsACLsListOpts{Must: optional.NewString("x"), Page: optional.NewUint32(3)}) {
		require.NoError(t, err)
		ips = append(ips, ip)
		require.Less(t, len(ips), 10, "it goes on for ever")
	}
	assert.Equal(t, []string{"10.0.0.1", "10.0.0.2"}, ips)
	assert.Equal(t, "page=3&must=x", s.requests()[0].Query)
}

func TestIteratorError(t *testing.T) {
	s := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if r.URL.Query().Get("page") == "2" {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		_, _ = w.Write([]byte(`{"orders":[{"id":"a"}],"total_count":9}`))
	})
	n, failed := 0, 0
	for _, err := range s.client().OrdersApi.ListOrdersAll(t.Context(), "", nil) {
		n++
		if err != nil {
			failed++
			assert.ErrorIs(t, err, gosc.ErrPermissionsDenied)
		}
	}
	assert.Equal(t, 2, n)
	assert.Equal(t, 1, failed)
}

func TestWaiter(t *testing.T) {
	s := newServer(t, replies(`{"status":"creating"}`, `{"status":"creating"}`, `{"id":"o1","status":"ready"}`))
	order, err := s.client().OrdersApi.WaitForOrder(t.Context(), "", "o1", quickly)
	require.NoError(t, err)
	assert.Equal(t, "o1", order.ID)
	assert.Len(t, s.requests(), 3)
}

func TestWaiterOnError(t *testing.T) {
	s := newServer(t, replies(`{"id":"o1","status":"error","error_message":"no paper left"}`))
	order, err := s.client().OrdersApi.WaitForOrder(t.Context(), "", "o1", quickly)
	assert.ErrorContains(t, err, "no paper left")
	assert.Equal(t, "o1", order.ID, "the model comes along")
}

func TestWaiterDeleted(t *testing.T) {
	n := 0
	s := newServer(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if n++; n > 2 {
			w.WriteHeader(http.StatusNotFound)
			_, _ = w.Write([]byte(`{"message":"resource is not found","resource":"order","resource_id":"o1","type":"not_found"}`))
			return
		}
		_, _ = w.Write([]byte(`{"status":"deleting"}`))
	})
	require.NoError(t, s.client().OrdersApi.WaitForOrderDeleted(t.Context(), "", "o1", quickly))
	assert.Len(t, s.requests(), 3)
}

// TestTwoPackagesShareOneCaller: one configuration and one set of credentials for
// the functions and the shop.
func TestTwoPackagesShareOneCaller(t *testing.T) {
	s := newServer(t, replies(`{}`))
	functions := gosc.NewAPIClient(s.config())
	orders := NewAPIClientWithCaller(functions.Caller())
	assert.Same(t, functions.GetConfig(), orders.GetConfig())

	_, _, err := functions.FunctionsApi.GetFunction(t.Context(), "", "f")
	require.NoError(t, err)
	_, _, err = orders.OrdersApi.GetOrder(t.Context(), "", "o")
	require.NoError(t, err)
	for _, r := range s.requests() {
		assert.Equal(t, "11111111-2222-4333-8444-555555555555", r.Header.Get("X-Auth-Token"))
	}
	other := newServer(t, replies(`{}`))
	orders.ChangeBasePath(other.URL)
	_, _, err = functions.FunctionsApi.GetFunction(t.Context(), "", "f")
	require.NoError(t, err)
	assert.Len(t, other.requests(), 1, "they are one")
}

// TestOneEnumPerMeaning: what the description repeats is one type, what differs
// is not.
func TestOneEnumPerMeaning(t *testing.T) {
	var (
		_ OrderStatus        = CreateOrderRequest{}.Status
		_ OrderStatus        = ListOrdersOpts{}.Status
		_ []OrderStatus      = ListOrdersOpts{}.Statuses
		_ OrderStatus        = Order{}.Status
		_ OrderWrapping      = UpdateOrderRequest{}.Wrapping
		_ OrderPriority      = CreateOrderRequest{}.Priority
		_ *OrderPriority     = ListOrdersOpts{}.Priority
		_ OrderAddressStatus = OrderAddress{}.Status
	)
	for value, want := range map[OrderSizeClass]string{
		OrderSizeClassEmpty: "", OrderSizeClassS: "S", OrderSizeClassML: "M/L", OrderSizeClass2XL: "2XL",
		OrderSizeClassExtraLarge: "extra large", OrderSizeClassXY: "x.y", OrderSizeClassSmall: "SMALL",
	} {
		assert.Equal(t, want, string(value))
		assert.True(t, value.Known())
	}
	assert.Equal(t, "012", strings.Join([]string{strconv.Itoa(int(OrderPriority0)), strconv.Itoa(int(OrderPriority1)), strconv.Itoa(int(OrderPriority2))}, ""))
}
