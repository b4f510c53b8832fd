package gosc

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

// instant is a network that takes no time, so that what is measured is the
// client's own part of a call.
type instant struct{ body []byte }

func (t instant) RoundTrip(r *http.Request) (*http.Response, error) {
	return &http.Response{
		StatusCode: 200, Header: http.Header{"Content-Type": {"application/json"}},
		ContentLength: int64(len(t.body)), Body: io.NopCloser(bytes.NewReader(t.body)), Request: r,
	}, nil
}

// BenchmarkCall compares a whole call with the least that a program without a
// client library would write: no retries, no limits, no typed errors.
func BenchmarkCall(b *testing.B) {
	network := instant{[]byte(`{"id":"2c1d7a40-8f5b-4f6e-b9a3-51d0c2a9e7f4","status":"ready"}`)}
	cfg := NewConfiguration()
	cfg.HTTPClient = &http.Client{Transport: network}
	cfg.APIKey = "11111111-1111-4111-8111-111111111111"
	caller := NewCaller(cfg)
	b.Run("gosc", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_, _, err := getThing(b.Context(), caller, "fr-par", "2c1d7a40-8f5b-4f6e-b9a3-51d0c2a9e7f4")
			require.NoError(b, err)
		}
	})
	b.Run("by hand", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_, err := getThingByHand(b.Context(), cfg.HTTPClient, cfg.APIKey, "2c1d7a40-8f5b-4f6e-b9a3-51d0c2a9e7f4")
			require.NoError(b, err)
		}
	})
}

func getThingByHand(ctx context.Context, client *http.Client, key, id string) (got thing, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "https://api.scaleway.com/shop/v1/regions/fr-par/things/"+id, nil)
	if err != nil {
		return got, err
	}
	req.Header.Set("X-Auth-Token", key)
	req.Header.Set("Accept", "application/json")
	resp, err := client.Do(req)
	if err != nil {
		return got, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return got, err
	}
	return got, json.Unmarshal(body, &got)
}
