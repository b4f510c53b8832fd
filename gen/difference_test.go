package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc/gen/internal/testkit"
)

func TestDifference(t *testing.T) {
	old, err := os.ReadFile(filepath.Join(testkit.Root(t), "test", "shop.yaml"))
	require.NoError(t, err)
	for name, tc := range map[string]struct {
		replace []string // old, new, old, new …
		goBreak []string
		wire    string
	}{
		"a method":         {[]string{"operationId: GetOrder\n", "operationId: FetchOrder\n"}, []string{"the method OrdersApi.GetOrder is gone"}, ""},
		"a waiter":         {[]string{"operationId: DeleteOrder\n", "operationId: RemoveOrder\n"}, []string{"the method OrdersApi.DeleteOrder is gone", "the method WaitForOrderDeleted is gone"}, ""},
		"an argument":      {[]string{"/shop/v1/files/{path}", "/shop/v1/zones/{zone}/files/{path}"}, []string{"DefaultApi.DownloadFile: was func(ctx context.Context, path string) ([]byte, *http.Response, error), is func(ctx context.Context, zone, path string) ([]byte, *http.Response, error)"}, "DefaultApi.DownloadFile: "},
		"a field":          {[]string{"price: {type: number}", "cost: {type: number}"}, []string{"the field Order.Price is gone"}, ""},
		"a type":           {[]string{"small: {type: integer, format: int32}", "small: {type: integer, format: int64}"}, []string{"Order.Small: was int32, is int64"}, ""},
		"a value":          {[]string{"[unknown_wrapping, paper, foil]", "[unknown_wrapping, paper]"}, []string{"the constant OrderWrappingFoil is gone"}, "foil"},
		"a required field": {[]string{"required: [name, size,", "required: [name, size, ttl,"}, []string{"CreateOrderRequest.TTL: was *string, is string", "CreateOrderRequest.TTL is required now"}, "ttl"},
		"a parameter":      {[]string{"{in: query, name: gift, ", "{in: query, name: gift, required: true, "}, []string{"ListOrdersOpts.Gift is required now"}, "gift"},
		"an option":        {[]string{"name: min_weight", "name: weight"}, []string{"the field ListOrdersOpts.MinWeight is gone"}, ""},
		"a page":           {[]string{"{in: query, name: page, schema: {type: integer, format: int32}}", "{in: query, name: offset, schema: {type: integer, format: int32}}"}, []string{"the method OrdersApi.ListOrdersAll is gone", "the field ListOrdersOpts.Page is gone"}, ""},
		"a service":        {[]string{"tags: [Private Networks]", "tags: [VPC]"}, []string{"the service PrivateNetworksApi is gone"}, ""},
		"nothing at all":   {[]string{"title: Shop API", "title: Shop"}, nil, ""},
		"an addition":      {[]string{"cidr: {type: string}", "cidr: {type: string}, mtu: {type: integer}"}, nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			changed := strings.NewReplacer(tc.replace...).Replace(string(old))
			require.NotEqual(t, string(old), changed, "the test no longer fits the description")
			t.Chdir(t.TempDir())
			write(t, "old.yaml", string(old))
			write(t, "new.yaml", changed)
			var stdout, stderr bytes.Buffer
			status := run([]string{"-spec", "new.yaml", "-diff", "old.yaml", "-package", "shop"}, &stdout, &stderr)
			for _, line := range tc.goBreak {
				assert.Contains(t, stdout.String(), "  "+line+"\n")
			}
			if tc.goBreak == nil {
				assert.Equal(t, 0, status)
				assert.Equal(t, "In Go: nothing breaks.\nOn the wire: nothing breaks.\n", stdout.String())
			} else {
				assert.Equal(t, 1, status)
			}
			_, wire, _ := strings.Cut(stdout.String(), "On the wire")
			assert.Contains(t, wire, tc.wire)
			assert.NotContains(t, stderr.String(), "no comparison on the wire")
			entries, err := os.ReadDir(".")
			require.NoError(t, err)
			assert.Len(t, entries, 2, "nothing is written")
		})
	}
}
