package console

import (
	"net/http"
	"time"
)

// maxRequests is how many recorded requests the page shows.
const maxRequests = 200

// requestView is a recorded request without its headers, query and body, which
// may have secrets.
type requestView struct {
	Time      time.Time `json:"time"`
	Duration  float64   `json:"duration"` // ms
	API       string    `json:"api"`
	Operation string    `json:"operation"`
	Method    string    `json:"method"`
	Path      string    `json:"path"`
	Status    int       `json:"status"` // 0: no reply
	Fault     bool      `json:"fault"`
	Client    string    `json:"client"` // User-Agent
}

// serveRequests lists the newest requests to the APIs, the newest first.
func (c *Console) serveRequests(w http.ResponseWriter, _ *http.Request) {
	list := []requestView{}
	all := c.options.Requests()
	for i := len(all) - 1; i >= 0 && len(list) < maxRequests; i-- {
		r := all[i]
		list = append(list, requestView{
			Time: r.Time.UTC(), Duration: float64(r.Duration.Microseconds()) / 1000, API: r.API, Operation: r.Operation,
			Method: r.Method, Path: r.Path, Status: r.Status, Fault: r.Fault, Client: r.Header.Get("User-Agent"),
		})
	}
	writeJSON(w, http.StatusOK, map[string]any{"requests": list})
}
