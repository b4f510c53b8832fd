package logbook

// Entry is one line that an application wrote.
type Entry struct {
	Message   string `json:"message"`
	Timestamp string `json:"timestamp"` // RFC 3339, nanoseconds
	ID        string `json:"id"`
}
