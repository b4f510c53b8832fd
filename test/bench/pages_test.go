package bench

import (
	"bytes"
	"fmt"
	"io"
	"net/http"

	"github.com/rumpl/gosc"
)

// pages is a network with 10,000 logs, each with an id of its own.
type pages struct{}

var allPages = func() map[string][]byte {
	out := map[string][]byte{}
	for page := range 100 {
		list := logs(100)
		for i := range list {
			list[i].ID = fmt.Sprintf("7d1d7a40-8f5b-4f6e-b9a3-51d0c2a%05d", 100*page+i)
		}
		out[fmt.Sprint(page+1)] = mustJSON(gosc.ListLogsResponse{Logs: list, TotalCount: 10_000})
	}
	return out
}()

func (pages) RoundTrip(r *http.Request) (*http.Response, error) {
	body := allPages[r.URL.Query().Get("page")]
	return &http.Response{
		StatusCode: 200, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: header,
		ContentLength: int64(len(body)), Body: io.NopCloser(bytes.NewReader(body)), Request: r,
	}, nil
}
