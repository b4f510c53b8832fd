package gosc

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc/jsoncodec"
)

// A few KiB of gzip can become gigabytes of Go values.
func TestReplyThatBlowsUp(t *testing.T) {
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, _ = w.Write([]byte(`{"functions":[` + strings.Repeat(`{},`, 5_000_000) + `{}]}`))
	require.NoError(t, w.Close())
	require.Less(t, packed.Len(), 20<<10)
	caller := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(packed.Bytes())
	})
	client := NewAPIClientWithCaller(caller)
	for _, limit := range []int64{0, 1 << 20} {
		caller.Config().MaxDecodedBytes = limit
		list, resp, err := client.FunctionsApi.ListFunctions(t.Context(), "fr-par", nil)
		require.ErrorIs(t, err, ErrResponseTooLarge)
		assert.NotErrorIs(t, err, ErrMalformedResponse)
		assert.ErrorContains(t, err, "Configuration.MaxDecodedBytes")
		assert.ErrorContains(t, err, "ListFunctions")
		assert.Empty(t, list)
		assert.Equal(t, 200, resp.StatusCode)
	}
}

func TestEncodeJSONRefuses(t *testing.T) {
	call := NewCaller(nil).NewCall("CreateThing", http.MethodPost, "/things")
	call.EncodeJSON(func(e *jsoncodec.Encoder) { jsoncodec.EncodeAny(new(any(func() {})), e) })
	_, _, err := DoModel(t.Context(), call, nil, jsoncodec.DecodeAny)
	var argErr *ArgumentError
	require.ErrorAs(t, err, &argErr)
	assert.Equal(t, "body", argErr.Argument)
}

func TestListText(t *testing.T) {
	assert.Equal(t, []string{"A", "B"}, ListText([]string{"a", "b"}, strings.ToUpper))
	assert.Empty(t, ListText(nil, strings.ToUpper))
}

func TestValueOrZero(t *testing.T) {
	assert.Equal(t, 7, ValueOrZero(new(7)))
	assert.Zero(t, ValueOrZero[int](nil))
}
