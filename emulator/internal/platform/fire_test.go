package platform

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTenDeliveriesAtOnce(t *testing.T) {
	var d deliveries
	var free []func()
	for range 10 {
		f, err := d.enter(t.Context(), "a")
		require.NoError(t, err)
		free = append(free, f)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := d.enter(ended, "a")
	require.ErrorIs(t, err, context.Canceled, "the eleventh waits")
	other, err := d.enter(t.Context(), "b")
	require.NoError(t, err, "another trigger does not")
	other()
	free[3]()
	again, err := d.enter(t.Context(), "a")
	require.NoError(t, err)
	again()
	d.forget("a")
	assert.NotContains(t, d.slots, "a")
}

func TestDelivered(t *testing.T) {
	for status, want := range map[int]bool{0: false, 200: true, 204: true, 299: true, 300: false, 404: false, 500: false} {
		assert.Equal(t, want, Delivery{Status: status}.Delivered(), status)
	}
}
