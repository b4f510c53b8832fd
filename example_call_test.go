package gosc_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"

	"github.com/rumpl/gosc"
)

// Volume is a model of your own: [gosc.Do] needs an UnmarshalJSON, and
// [gosc.Call.JSON] a MarshalJSON.
type Volume struct {
	ID   string `json:"id"`
	Size uint64 `json:"size"`
}

type volumeFields Volume

func (v *Volume) UnmarshalJSON(data []byte) error { return json.Unmarshal(data, (*volumeFields)(v)) }

// getVolume calls an endpoint that the package does not know, just as a generated
// method does.
func getVolume(ctx context.Context, client *gosc.APIClient, region, id string, opts ...gosc.CallOption) (Volume, error) {
	call := client.Caller().NewCall("GetVolume", http.MethodGet, "/block/v1/regions/{region}/volumes/{volume_id}")
	call.Region(region)
	call.Path("volume_id", id)
	volume, _, err := gosc.Do[Volume](ctx, call, opts)
	return volume, err
}

// A call of your own gets the credentials, retries, limits, logs and errors of the
// client.
func ExampleCall() {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/block/v1/regions/fr-par/volumes/data" || r.Header.Get("X-Auth-Token") == "" {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		fmt.Fprint(w, `{"id":"data","size":1024}`)
	}))
	defer server.Close()
	cfg := gosc.NewConfiguration()
	cfg.BasePath = server.URL
	cfg.APIKey = "11111111-1111-4111-8111-111111111111"
	client := gosc.NewAPIClient(cfg)

	volume, err := getVolume(context.Background(), client, "", "data")
	fmt.Println(volume.Size, err)
	_, err = getVolume(context.Background(), client, "", "gone")
	fmt.Println(errors.Is(err, gosc.ErrNotFound), err)
	_, err = getVolume(context.Background(), client, "", "")
	fmt.Println(err)
	client.Caller().CloseIdleConnections()
	// Output:
	// 1024 <nil>
	// true gosc: GetVolume (GET /block/v1/regions/fr-par/volumes/gone): 404 Not Found
	// gosc: GetVolume: volume_id is empty
}
