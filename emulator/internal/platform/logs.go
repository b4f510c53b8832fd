package platform

import "github.com/rumpl/gosc/emulator/internal/wire"

// ListLogs returns the lines of an application from offset on, at most limit,
// and the count of all that are kept.
func (p *Platform) ListLogs(application string, newestFirst bool, offset, limit int) ([]wire.Log, int, error) {
	logs, total, ok, err := p.logs.List(application, newestFirst, offset, limit)
	if err == nil && !ok {
		err = wire.NotFound(resourceApplication, application)
	}
	return logs, total, err
}
