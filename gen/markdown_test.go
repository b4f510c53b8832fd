package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc/gen/internal/testkit"
)

// markdownFiles returns all pages of the repository.
func markdownFiles(t *testing.T) (root string, paths []string) {
	t.Helper()
	root = testkit.Root(t)
	require.NoError(t, filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (strings.HasPrefix(entry.Name(), ".") && path != root || entry.Name() == "testdata" || entry.Name() == "node_modules"):
			return filepath.SkipDir
		case strings.HasSuffix(path, ".md"):
			paths = append(paths, path)
		}
		return nil
	}))
	require.NotEmpty(t, paths)
	return root, paths
}

// TestGoInMarkdownCompiles compiles every Go block of every page. A block is a
// whole program, or declarations, or statements; the last may use ctx, cfg,
// client, region and id. All of them go through one go vet, and as few packages as
// possible: each package takes a compiler and a vet process.
func TestGoInMarkdownCompiles(t *testing.T) {
	root, paths := markdownFiles(t)
	work := testkit.NewWorkspace(t)
	for _, path := range paths {
		data, err := os.ReadFile(path)
		require.NoError(t, err)
		rel, err := filepath.Rel(root, path)
		require.NoError(t, err)
		for _, block := range goBlocks(string(data)) {
			name := regexp.MustCompile(`[^A-Za-z0-9]+`).ReplaceAllString(rel, "_")
			// The line directive makes the compiler speak of the page.
			code := completeProgram(t, block.code, fmt.Sprintf("%s:%d", rel, block.line))
			if shared, ok := withoutNames(t, code); ok {
				work.Write(fmt.Sprintf("shared/%s_%d.go", name, block.line), shared)
			} else {
				work.Write(fmt.Sprintf("%s_%d/block.go", name, block.line), code)
			}
		}
	}
	work.Vet()
}

// withoutNames returns a block as a file of a package that it shares with others, if
// it declares no names but that of its main function.
func withoutNames(t *testing.T, code string) (string, bool) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "", code, parser.SkipObjectResolution)
	require.NoError(t, err, code)
	for _, decl := range file.Decls {
		switch d := decl.(type) {
		case *ast.FuncDecl:
			if d.Recv != nil || d.Name.Name != "_" && d.Name.Name != "main" {
				return "", false
			}
		case *ast.GenDecl:
			if d.Tok != token.IMPORT {
				return "", false
			}
		}
	}
	code = regexp.MustCompile(`(?m)^package \w+$`).ReplaceAllString(code, "package shared")
	return strings.Replace(code, "func main() {", "func _() {", 1), true
}

type goBlock struct {
	line int // of its first line
	code string
}

func goBlocks(text string) []goBlock {
	var out []goBlock
	var current *goBlock
	n := 0
	for line := range strings.Lines(text) {
		n++
		fence := strings.TrimSpace(line)
		switch {
		case current == nil && (fence == "```go" || strings.HasPrefix(fence, "```go ")):
			current = &goBlock{line: n + 1}
		case current != nil && fence == "```":
			out = append(out, *current)
			current = nil
		case current != nil:
			current.code += line
		}
	}
	return out
}

// snippetImports are the packages that a block without imports may use.
var snippetImports = map[string]string{
	"bytes": "bytes", "context": "context", "errors": "errors", "fmt": "fmt", "http": "net/http", "io": "io", "iter": "iter", "log": "log", "slog": "log/slog",
	"os": "os", "strings": "strings", "testing": "testing", "time": "time", "json": "encoding/json", "httptest": "net/http/httptest",
	"optional": "github.com/antihax/optional", "oauth2": "golang.org/x/oauth2",
	"functions": "github.com/rumpl/gosc/functions/v1beta1", "containers": "github.com/rumpl/gosc/containers/v1beta1",
	"gosc": "github.com/rumpl/gosc", "emulator": "github.com/rumpl/gosc/emulator", "shop": "github.com/rumpl/gosc/test/shop",
}

func completeProgram(t *testing.T, code, where string) string {
	t.Helper()
	directive := "//line " + where + "\n"
	if _, err := parser.ParseFile(token.NewFileSet(), "", code, parser.PackageClauseOnly); err == nil {
		return directive + code
	}
	head, tail := "", ""
	if _, err := parser.ParseFile(token.NewFileSet(), "", "package p\n"+code, 0); err != nil {
		head = "func _(ctx context.Context, cfg *gosc.Configuration, client *gosc.APIClient, region, id string) {\n"
		tail = "\n" + uses(t, head+code+"\n}") + "}\n"
	}
	var imports strings.Builder
	for name, path := range snippetImports {
		if regexp.MustCompile(`\b` + name + `\.[A-Z]`).MatchString(head + code) {
			fmt.Fprintf(&imports, "import %s %q\n", name, path)
		}
	}
	return "package snippet\n\n" + imports.String() + "\n" + head + directive + code + tail
}

// uses returns statements that use the declared variables, which a block may leave
// unused because the text after it goes on with them.
func uses(t *testing.T, function string) string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "", "package p\n"+function, 0)
	require.NoError(t, err, function)
	var out strings.Builder
	for _, stmt := range file.Decls[0].(*ast.FuncDecl).Body.List {
		if assign, ok := stmt.(*ast.AssignStmt); ok && assign.Tok == token.DEFINE {
			for _, left := range assign.Lhs {
				if name := left.(*ast.Ident).Name; name != "_" {
					out.WriteString("_ = " + name + "\n")
				}
			}
		}
	}
	return out.String()
}

var (
	markdownLink = regexp.MustCompile(`\[[^\[\]]*\]\(([^()\s]+)(?:\s+"[^"]*")?\)`)
	markdownHead = regexp.MustCompile(`(?m)^#{1,6} +(.+?) *$`)
	codeSpan     = regexp.MustCompile("(?s)```.*?```|`[^`\n]*`")
	notInAnchor  = regexp.MustCompile(`[^\p{L}\p{N} _-]`)
)

// TestNoDeadLinks follows every relative link of every page, anchors included.
func TestNoDeadLinks(t *testing.T) {
	root, paths := markdownFiles(t)
	for _, path := range paths {
		data, err := os.ReadFile(path)
		require.NoError(t, err)
		rel, err := filepath.Rel(root, path)
		require.NoError(t, err)
		for _, m := range markdownLink.FindAllStringSubmatch(codeSpan.ReplaceAllString(string(data), "`code`"), -1) {
			link := m[1]
			if strings.Contains(link, "://") || strings.HasPrefix(link, "mailto:") {
				continue
			}
			file, fragment, _ := strings.Cut(link, "#")
			target := path
			if file != "" {
				target = filepath.Join(filepath.Dir(path), filepath.FromSlash(file))
			}
			if _, err := os.Stat(target); !assert.NoError(t, err, "%s links to %s", rel, link) {
				continue
			}
			if fragment != "" {
				assert.Contains(t, anchors(t, target), fragment, "%s links to %s", rel, link)
			}
		}
	}
}

func anchors(t *testing.T, path string) []string {
	t.Helper()
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	var out []string
	text := regexp.MustCompile("(?s)```.*?```").ReplaceAllString(string(data), "")
	for _, m := range markdownHead.FindAllStringSubmatch(text, -1) {
		plain := notInAnchor.ReplaceAllString(strings.ToLower(strings.ReplaceAll(m[1], "`", "")), "")
		out = append(out, strings.ReplaceAll(plain, " ", "-"))
	}
	return out
}
