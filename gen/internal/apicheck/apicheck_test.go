package apicheck

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc/gen/internal/testkit"
)

const before = `package p

import ("context"; "net/http")

type base struct { hidden []int }

func (b *base) Promoted() int { return 1 }
func (b *base) own() {}

type Client struct {
	base
	Timeout int ` + "`json:\"timeout\"`" + `
	secret  map[string]bool
}

func (c *Client) Get(ctx context.Context, id string) (*http.Response, error) { return nil, nil }
func (c Client) Name() string { return "" }

type Status string
const (
	StatusReady Status = "ready"
	Max = 1 << 40
	Ratio = 1.5
	private = 1
)

type Old = Client
type List[T any] struct { Items []T }
func (l *List[T]) All(f func(T) bool) {}
type Model[T any] interface { *T; Get() string }
func Do[T any, P Model[T]](ctx context.Context) (T, error) { var t T; return t, nil }
var ErrGone error
var Default = &Client{}
func unexported() {}
`

// check type-checks a source. The importer reads export data, which the go command
// makes: a test that was built with -trimpath does not know where the source of the
// standard library is.
func check(t *testing.T, imports types.Importer, src string) *types.Package {
	t.Helper()
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "p.go", src, 0)
	require.NoError(t, err)
	pkg, err := (&types.Config{Importer: imports}).Check("example.com/p", fset, []*ast.File{file}, nil)
	require.NoError(t, err)
	return pkg
}

func TestRecordIsTheWholeAPI(t *testing.T) {
	imports := testkit.NewWorkspace(t).Importer(token.NewFileSet())
	pkg := check(t, imports, before)
	record, err := Record(pkg)
	require.NoError(t, err)
	old, err := Parse(pkg.Path(), record, imports)
	require.NoError(t, err, string(record))
	assert.Empty(t, Breaks(old, pkg), string(record))
	assert.NotContains(t, string(record), "unexported")
	assert.NotContains(t, string(record), "private")
	again, err := Record(old)
	require.NoError(t, err)
	assert.Equal(t, string(record), string(again))
}

func TestBreaks(t *testing.T) {
	imports := testkit.NewWorkspace(t).Importer(token.NewFileSet())
	record, err := Record(check(t, imports, before))
	require.NoError(t, err)
	old, err := Parse("example.com/p", record, imports)
	require.NoError(t, err)
	for name, tc := range map[string]struct{ from, to, want string }{
		"method gone":      {"func (c Client) Name()", "func (c Client) Nom()", "Client.Name: removed"},
		"argument":         {"Get(ctx context.Context, id string)", "Get(ctx context.Context, id int)", "(*Client).Get: changed from func(context.Context, string) (*net/http.Response, error) to func(context.Context, int) (*net/http.Response, error)"},
		"field":            {"Timeout int", "Limit int", "Client.Timeout: removed"},
		"constant's value": {`= "ready"`, `= "done"`, `StatusReady: value changed from "ready" to "done"`},
		"promoted":         {"Promoted() int", "promoted() int", "(*base).Promoted, method set of *Client: removed"},
		"alias":            {"type Old = Client", "type Old struct{}", "Old: changed from Client to Old"},
		"type parameter":   {"Items []T", "Items map[string]T", "List.Items: changed from []T to map[string]T"},
		"unexported field": {"secret  map[string]bool", "secret  []string", ""},
		"addition":         {"func unexported() {}", "func Exported() {}", ""},
	} {
		t.Run(name, func(t *testing.T) {
			require.Contains(t, before, tc.from)
			breaks := Breaks(old, check(t, imports, strings.Replace(before, tc.from, tc.to, 1)))
			if tc.want == "" {
				assert.Empty(t, breaks)
			} else {
				assert.Equal(t, []string{tc.want}, breaks)
			}
		})
	}
}

func TestUndeclared(t *testing.T) {
	breaks := []string{"(*Client).Get: changed from func() to func(int)", "Client.Timeout: removed", "Gone: removed"}
	const changelog = "# Changelog\n\n## Unreleased\n\n### Added\n\n- `Gone`\n\n### Breaking\n\n- `Client.Get` takes a number.\n- `Client.Timeout` is gone.\n\n## 1.0.0\n\n### Breaking\n\n- `Gone`\n"
	assert.Equal(t, []string{"Gone: removed"}, Undeclared(breaks, changelog), "declared in another section, or for another version, is not declared")
	assert.Equal(t, breaks, Undeclared(breaks, "# Changelog\n"))
	assert.Empty(t, Undeclared(nil, ""))
}
