package console

import (
	"net/http"
	"slices"

	"github.com/rumpl/gosc/emulator/internal/logbook"
)

// maxLines is how many lines one reply holds.
const maxLines = 500

type logsView struct {
	Lines []logbook.Entry `json:"lines"` // oldest first
	// Gap reports whether there are lines between those that the page has and these.
	Gap bool `json:"gap"`
}

// serveLogs returns the newest lines of an application that come after the one
// which the page has already.
func (c *Console) serveLogs(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	lines, total, err := c.platform.ListLogs(query.Get("application"), true, 0, maxLines)
	if err != nil {
		c.fail(w, err)
		return
	}
	after := query.Get("after")
	known := slices.IndexFunc(lines, func(line logbook.Entry) bool { return line.ID == after })
	gap := known < 0 && (after != "" || total > len(lines))
	if known >= 0 {
		lines = lines[:known]
	}
	slices.Reverse(lines)
	writeJSON(w, http.StatusOK, logsView{Lines: lines, Gap: gap})
}
