package shop

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc"
)

const wholeOrder = `{
	"id":"o1","name":"parcel","size":18446744073709551615,"status":"ready","priority":2,"signed":-9223372036854775808,"small":-2147483648,
	"wrapping":"foil","size_class":"M/L","error_message":"none","description":"d","gift":false,"count":0,"offset":-1,
	"big":"18446744073709551615","big_signed":"-5","ratio":0.1,"weight":1e-7,"price":12.5,
	"created_at":"2026-01-02T03:04:05Z","paid_at":null,"tags":["a","b"],"optional_tags":["c"],"annotations":{"x":"y"},
	"environment_variables":{"A":"1"},"headers":{"h":["1","2"],"n":null},"servers":{"s":{"price":0.5,"zones":["one","three"]}},
	"networks":{"n":{"id":"n1","vpc":{"id":"v","cidr":"10.0.0.0/8"}}},"matrix":{"r":{"c":7}},"args":{"deep":{"er":[1,"2",null]}},
	"nothing":{},"anything":["x"],"address":{"street":"s","status":"found"},
	"history":[{"at":"2026-01-02T03:04:05Z","changes":[{"field":"f","kinds":["add"]}]}],"parent":{"id":"o0"},"mixed":17
}`

func TestReplyOfEveryKind(t *testing.T) {
	s := newServer(t, replies(wholeOrder))
	got, resp, err := s.client().OrdersApi.GetOrder(t.Context(), "", "o1")
	require.NoError(t, err)
	assert.Equal(t, http.StatusOK, resp.StatusCode)
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	assert.Equal(t, Order{
		ID: "o1", Name: "parcel", Size: 18446744073709551615, Status: OrderStatusReady, Priority: OrderPriority2,
		Signed: -9223372036854775808, Small: -2147483648, Wrapping: OrderWrappingFoil, SizeClass: OrderSizeClassML,
		ErrorMessage: new("none"), Description: new("d"), Gift: new(false), Count: new(uint32(0)), Offset: new(int32(-1)),
		Big: new(uint64(18446744073709551615)), BigSigned: new(int64(-5)), Ratio: new(0.1), Weight: new(1e-7), Price: 12.5,
		CreatedAt: &at, Tags: []string{"a", "b"}, OptionalTags: []string{"c"}, Annotations: map[string]string{"x": "y"},
		EnvironmentVariables: map[string]string{"A": "1"}, Headers: map[string][]string{"h": {"1", "2"}, "n": nil},
		Servers:  map[string]OrderServer{"s": {Price: 0.5, Zones: []OrderServerZone{OrderServerZoneOne, "three"}}},
		Networks: map[string]Network{"n": {ID: "n1", VPC: OtherNetwork{ID: "v", CIDR: "10.0.0.0/8"}}},
		Matrix:   map[string]map[string]int64{"r": {"c": 7}}, Args: map[string]any{"deep": map[string]any{"er": []any{1.0, "2", nil}}},
		Nothing: map[string]any{}, Anything: []any{"x"}, Address: OrderAddress{Street: "s", Status: OrderAddressStatusFound},
		History: []OrderHistoryItem{{At: at, Changes: []OrderHistoryItemChange{{Field: "f", Kinds: []OrderHistoryItemChangeKind{OrderHistoryItemChangeKindAdd}}}}},
		Parent:  &Order{ID: "o0"}, Mixed: json.RawMessage("17"),
	}, got)
	assert.False(t, got.Servers["s"].Zones[1].Known())
	assert.True(t, got.Status.Known())
	assert.False(t, OrderPriority(7).Known())

	again, err := json.Marshal(got)
	require.NoError(t, err)
	var back Order
	require.NoError(t, json.Unmarshal(again, &back))
	back.Parent, got.Parent = nil, nil // an absent map is nil, an encoded one is empty
	assert.Equal(t, got, back)
}

func TestReplyOfPoints(t *testing.T) {
	s := newServer(t, replies(`{"timeseries":[{"name":"cpu","points":[["2026-01-02T03:04:05Z",1.50],["2026-01-02T03:05:05Z",null]]}]}`))
	got, _, err := s.client().OrdersApi.GetOrderMetrics(t.Context(), "", "o1")
	require.NoError(t, err)
	assert.Equal(t, [][]json.RawMessage{{json.RawMessage(`"2026-01-02T03:04:05Z"`), json.RawMessage(`1.50`)}, {json.RawMessage(`"2026-01-02T03:05:05Z"`), nil}},
		got.Timeseries[0].Points, "values are kept as they came")
}

func TestRepliesWithoutContent(t *testing.T) {
	s := newServer(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	resp, err := s.client().OrdersApi.DeleteOrder(t.Context(), "", "o1")
	require.NoError(t, err)
	assert.Equal(t, http.StatusNoContent, resp.StatusCode)
	order, resp, err := s.client().OrdersApi.UpdateOrder(t.Context(), "", "o1", UpdateOrderRequest{})
	require.NoError(t, err)
	assert.Equal(t, http.StatusNoContent, resp.StatusCode)
	assert.Zero(t, order)
}

func TestStatusesOfSuccess(t *testing.T) {
	for _, status := range []int{200, 201, 202} {
		s := newServer(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(status)
			_, _ = w.Write([]byte(`{"id":"o1"}`))
		})
		order, resp, err := s.client().OrdersApi.UpdateOrder(t.Context(), "", "o1", UpdateOrderRequest{})
		require.NoError(t, err)
		assert.Equal(t, "o1", order.ID)
		assert.Equal(t, status, resp.StatusCode)
	}
}

func TestScalarReply(t *testing.T) {
	for reply, want := range map[string]uint64{`7`: 7, `"18446744073709551615"`: 18446744073709551615} {
		s := newServer(t, replies(reply))
		got, _, err := s.client().DefaultApi.CountThings(t.Context())
		require.NoError(t, err)
		assert.Equal(t, want, got)
	}
	for _, reply := range []string{`-1`, `1.5`, `18446744073709551616`, `"x"`, `""`, `{}`, `7 7`, ``, `null`} {
		s := newServer(t, replies(reply))
		_, resp, err := s.client().DefaultApi.CountThings(t.Context())
		assert.Error(t, err, reply)
		assert.Equal(t, http.StatusOK, resp.StatusCode, "the status is not lost")
	}
}

func TestErrorsAreThoseOfTheRuntime(t *testing.T) {
	s := newServer(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusNotFound)
		_, _ = w.Write([]byte(`{"type":"not_found","resource":"order","resource_id":"o1","message":"resource is not found"}`))
	})
	order, _, err := s.client().OrdersApi.GetOrder(t.Context(), "", "o1")
	assert.ErrorIs(t, err, gosc.ErrNotFound)
	assert.Zero(t, order)
	assert.ErrorContains(t, err, "GetOrder")
}
