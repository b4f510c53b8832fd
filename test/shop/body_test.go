package shop

import (
	"bytes"
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc"
)

func TestBodyOfEveryKind(t *testing.T) {
	s := newServer(t, replies(`{}`))
	small := CreateOrderRequest{Name: "n", Size: 1}
	for name, tc := range map[string]struct {
		body CreateOrderRequest
		want string
	}{
		"required only": {small, `{"name":"n","size":1,"priority":0,"address":{}}`},
		"everything": {
			CreateOrderRequest{
				Name: "n", Size: 18446744073709551615, Labels: map[string]string{"b": "2", "a": "1"}, Priority: OrderPriority2,
				Status: OrderStatusReady, Wrapping: OrderWrappingFoil, Description: new(""), Count: new(uint32(0)), Gift: new(false),
				Tags: []string{}, OrganizationID: new("o"),
				Address:   CreateOrderRequestAddress{Street: new("s"), Geo: &CreateOrderRequestAddressGeo{Lat: new(48.85), Lon: new(0.0)}},
				Lines:     []CreateOrderRequestLine{{Product: "p"}, {Product: "q", Amount: new(uint32(3)), Coupon: new("c")}},
				DeliverAt: new(time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)), TTL: new("2.5s"), Options: map[string]any{"x": []any{1, nil}},
			},
			`{"name":"n","size":18446744073709551615,"labels":{"a":"1","b":"2"},"priority":2,"status":"ready","wrapping":"foil",` +
				`"description":"","count":0,"gift":false,"tags":[],"organization_id":"o","address":{"street":"s","geo":{"lat":48.85,"lon":0}},` +
				`"lines":[{"product":"p"},{"product":"q","amount":3,"coupon":"c"}],"deliver_at":"2026-01-02T03:04:05Z","ttl":"2.5s","options":{"x":[1,null]}}`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := s.client().OrdersApi.CreateOrder(t.Context(), "", tc.body)
			require.NoError(t, err)
			assert.Equal(t, tc.want, s.last(t).Body)
			assert.Equal(t, http.MethodPost, s.last(t).Method)
			assert.Equal(t, "application/json", s.last(t).Header.Get("Content-Type"))
		})
	}
}

func TestBodyGroupsAreExclusive(t *testing.T) {
	s := newServer(t, replies(`{}`))
	for name, body := range map[string]CreateOrderRequest{
		"at the top": {Name: "n", ProjectID: new("p"), OrganizationID: new("o")},
		"in a list":  {Name: "n", Lines: []CreateOrderRequestLine{{Product: "a"}, {Product: "b", Coupon: new("c"), Percent: new(uint32(5))}}},
	} {
		_, _, err := s.client().OrdersApi.CreateOrder(t.Context(), "", body)
		var argument *gosc.ArgumentError
		assert.ErrorAs(t, err, &argument, name)
	}
	both := Tree{Leaf: new("l"), Branch: new(true)}
	for name, tree := range map[string]Tree{
		"top": both, "pointer": {Left: &both}, "list": {Children: []Tree{{}, both}}, "map": {ByName: map[string]Tree{"x": both}},
		"deep": {Left: &Tree{Children: []Tree{{ByName: map[string]Tree{"x": {Right: &both}}}}}},
	} {
		_, _, err := s.client().DefaultApi.EchoTree(t.Context(), tree)
		var argument *gosc.ArgumentError
		assert.ErrorAs(t, err, &argument, name)
	}
	assert.Empty(t, s.requests(), "nothing is sent")
}

func TestBodyThatContainsItself(t *testing.T) {
	s := newServer(t, replies(`{}`))
	tree := &Tree{}
	tree.Left = tree
	_, _, err := s.client().DefaultApi.EchoTree(t.Context(), *tree)
	assert.ErrorContains(t, err, "nested too deeply")
	assert.Empty(t, s.requests())
}

func TestRequiredFields(t *testing.T) {
	s := newServer(t, replies(`{}`))
	_, _, err := s.client().OrdersApi.CreateOrder(t.Context(), "", CreateOrderRequest{Size: 1})
	var argument *gosc.ArgumentError
	require.ErrorAs(t, err, &argument)
	assert.Equal(t, "name", argument.Argument)
	assert.Empty(t, s.requests())
}

func TestUpdateBody(t *testing.T) {
	s := newServer(t, replies(`{}`))
	for _, tc := range []struct {
		body UpdateOrderRequest
		want string
	}{
		{UpdateOrderRequest{}, `{}`},
		{UpdateOrderRequest{Name: new(""), Wrapping: OrderWrappingPaper}, `{"name":"","wrapping":"paper"}`},
		{UpdateOrderRequest{EnvironmentVariables: map[string]string{}}, `{"environment_variables":{}}`},
		{UpdateOrderRequest{Any: []string{"x"}, Data: []byte("\x00\xff")}, `{"any":["x"],"data":"AP8="}`},
	} {
		_, _, err := s.client().OrdersApi.UpdateOrder(t.Context(), "", "id", tc.body)
		require.NoError(t, err)
		assert.Equal(t, tc.want, s.last(t).Body)
	}
}

func TestEmptyObjectBody(t *testing.T) {
	s := newServer(t, replies(`{"a":1}`))
	out, _, err := s.client().DefaultApi.CancelOrder(t.Context(), "", "id", nil)
	require.NoError(t, err)
	assert.Equal(t, "{}", s.last(t).Body)
	assert.Equal(t, map[string]any{"a": 1.0}, out)
}

func TestBytesBothWays(t *testing.T) {
	s := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet {
			w.Header().Set("Content-Type", "image/png")
			_, _ = w.Write([]byte("\x89PNG\x00"))
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"name":"f","content":"iVBORwA=","content_type":"image/png"}`)
	})
	data, _, err := s.client().DefaultApi.DownloadFile(t.Context(), "a b.png")
	require.NoError(t, err)
	assert.Equal(t, "\x89PNG\x00", string(data))
	assert.Equal(t, "/base/shop/v1/files/a%20b.png", s.last(t).Path)

	file, _, err := s.client().DefaultApi.UploadFile(t.Context(), "x", bytes.NewReader(data))
	require.NoError(t, err)
	assert.Equal(t, "application/octet-stream", s.last(t).Header.Get("Content-Type"))
	assert.Equal(t, "\x89PNG\x00", s.last(t).Body)
	assert.Equal(t, File{Name: "f", ContentType: "image/png", Content: []byte("\x89PNG\x00")}, file)
}

func TestBodiesThatAreNoObjects(t *testing.T) {
	echo := newServer(t, func(w http.ResponseWriter, r *http.Request) {})
	echo.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.Copy(w, r.Body)
	})
	client := echo.client().DefaultApi
	numbers, _, err := client.EchoNumbers(t.Context(), []int64{-9223372036854775808, 0, 9223372036854775807})
	require.NoError(t, err)
	assert.Equal(t, []int64{-9223372036854775808, 0, 9223372036854775807}, numbers)
	numbers, _, err = client.EchoNumbers(t.Context(), nil)
	require.NoError(t, err)
	assert.Equal(t, []int64{}, numbers)
	in := map[string][]string{"a": {"1", "2"}, "b": {}}
	out, _, err := client.EchoMap(t.Context(), in)
	require.NoError(t, err)
	assert.Equal(t, in, out)
	tree := Tree{Name: new("root"), Left: &Tree{Leaf: new("")}, Children: []Tree{{Name: new("c")}}, ByName: map[string]Tree{"x": {Branch: new(false)}}}
	back, _, err := client.EchoTree(t.Context(), tree)
	require.NoError(t, err)
	assert.Equal(t, tree, back)
}
