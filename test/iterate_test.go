package test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"testing"

	"github.com/antihax/optional"
	"github.com/rumpl/gosc"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// pagedFunctions serves n functions, two a page whatever page_size says.
func pagedFunctions(t *testing.T, n int, requests *int) *gosc.APIClient {
	return newClient(t, func(w http.ResponseWriter, r *http.Request) {
		*requests++
		page, _ := strconv.Atoi(r.URL.Query().Get("page"))
		assert.Equal(t, "ns", r.URL.Query().Get("namespace_id"))
		assert.Equal(t, "name_asc", r.URL.Query().Get("order_by"))
		items := ""
		for i := (page - 1) * 2; i < min(page*2, n); i++ {
			if items != "" {
				items += ","
			}
			items += fmt.Sprintf(`{"id":"fn-%d"}`, i)
		}
		_, _ = fmt.Fprintf(w, `{"functions":[%s],"total_count":%d}`, items, n)
	})
}

func TestIteratorWalksAllPagesAndKeepsTheOptions(t *testing.T) {
	requests := 0
	client := pagedFunctions(t, 5, &requests)
	opts := &gosc.ListFunctionsOpts{
		NamespaceID: optional.NewString("ns"), OrderBy: gosc.ListFunctionsRequestOrderByNameAsc, PageSize: optional.NewUint32(100),
	}
	before := *opts
	all := client.FunctionsApi.ListFunctionsAll(t.Context(), "", opts)
	assert.Zero(t, requests, "lazy")
	for range 2 { // an iterator can be walked again
		var got []string
		for fn, err := range all {
			require.NoError(t, err)
			got = append(got, fn.ID)
		}
		assert.Equal(t, []string{"fn-0", "fn-1", "fn-2", "fn-3", "fn-4"}, got)
	}
	assert.Equal(t, 6, requests)
	assert.Equal(t, before, *opts)
}

func TestIteratorEndsWithTheContext(t *testing.T) {
	requests := 0
	client := pagedFunctions(t, 50, &requests)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	opts := &gosc.ListFunctionsOpts{NamespaceID: optional.NewString("ns"), OrderBy: gosc.ListFunctionsRequestOrderByNameAsc}
	var got []string
	var errs []error
	for fn, err := range client.FunctionsApi.ListFunctionsAll(ctx, "", opts) {
		if err != nil {
			errs = append(errs, err)
			continue
		}
		got = append(got, fn.ID)
		if len(got) == 3 {
			cancel()
		}
	}
	require.Len(t, errs, 1, "an incomplete list says so")
	require.ErrorIs(t, errs[0], context.Canceled)
	assert.Len(t, got, 4, "the page that was there is given out")
	assert.Equal(t, 2, requests)
}

func TestIteratorPassesErrorsOn(t *testing.T) {
	client := newClient(t, func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(403)
		_, _ = io.WriteString(w, `{"message":"no","type":"permissions_denied"}`)
	})
	errs := 0
	for _, err := range client.LogsApi.ListLogsAll(t.Context(), "", nil) {
		require.ErrorIs(t, err, gosc.ErrPermissionsDenied)
		errs++
	}
	assert.Equal(t, 1, errs)
}
