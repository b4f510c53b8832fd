package platform

import "github.com/rumpl/gosc/emulator/internal/logbook"

// ListLogs returns the lines of an application from offset on, at most limit,
// and the count of all that are kept.
func (p *Platform) ListLogs(application string, newestFirst bool, offset, limit int) ([]logbook.Entry, int, error) {
	logs, total, ok, err := p.logs.List(application, newestFirst, offset, limit)
	if err == nil && !ok {
		err = &NotFoundError{ResourceApplication, application}
	}
	return logs, total, err
}
