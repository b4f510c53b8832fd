package dialect

import (
	"testing"

	"github.com/rumpl/gosc/gen/internal/model"
	"github.com/stretchr/testify/assert"
)

func TestCount(t *testing.T) {
	for _, tc := range []struct {
		name     string
		is, want model.Kind
	}{
		{"page", model.Float64, model.Uint32}, {"page_size", model.Float64, model.Uint32}, {"total_count", model.Float64, model.Uint32},
		{"page", model.Int32, model.Int32}, {"total_count", model.Uint64, model.Uint64}, {"page", model.String, model.String},
		{"price", model.Float64, model.Float64},
	} {
		got := Count(tc.name, &model.Type{Kind: tc.is, Nullable: true})
		assert.Equal(t, &model.Type{Kind: tc.want, Nullable: true}, got, tc.name)
	}
	assert.Nil(t, Count("page", nil))
}
