package dialect

import "github.com/rumpl/gosc/gen/internal/model"

// countNames are the paging parameters and the total in the reply.
var countNames = map[string]bool{"page": true, "page_size": true, "total_count": true}

// Count corrects the type of a paging number: older descriptions write pages and
// totals as "type: number", which would be a float64.
func Count(name string, t *model.Type) *model.Type {
	if t == nil || t.Kind != model.Float64 || !countNames[name] {
		return t
	}
	counted := *t
	counted.Kind = model.Uint32
	return &counted
}
