package dialect

import "github.com/rumpl/gosc/gen/internal/model"

// countNames are the paging parameters and their answer.
var countNames = map[string]bool{"page": true, "page_size": true, "total_count": true}

// Count makes a paging number what it is: older descriptions write pages and
// totals as "type: number", which would be a float64.
func Count(name string, t *model.Type) *model.Type {
	if t == nil || t.Kind != model.Float64 || !countNames[name] {
		return t
	}
	counted := *t
	counted.Kind = model.Uint32
	return &counted
}
