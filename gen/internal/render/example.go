package render

import (
	"bytes"
	"fmt"
	"go/format"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/rumpl/gosc/gen/internal/dialect"
	"github.com/rumpl/gosc/gen/internal/model"
)

// example is a complete program that calls an operation.
func (r *renderer) example(op *model.Operation) (string, error) {
	var b strings.Builder
	call := r.exampleCall(op, op.Name)
	switch {
	case op.Result.Kind == model.Empty:
		fmt.Fprintf(&b, "if _, err := %s; err != nil {\nlog.Fatal(err)\n}\nfmt.Println(\"done\")\n", call)
	case op.Result.Kind == model.RawReply:
		fmt.Fprintf(&b, "data, _, err := %s\nif err != nil {\nlog.Fatal(err)\n}\nfmt.Println(len(data), \"bytes\")\n", call)
	default:
		fmt.Fprintf(&b, "reply, _, err := %s\nif err != nil {\nlog.Fatal(err)\n}\n%s\n", call, showResult(op))
	}
	return r.program(b.String())
}

// iteratorExample is a complete program that walks over all pages.
func (r *renderer) iteratorExample(op *model.Operation) (string, error) {
	return r.program(fmt.Sprintf("for item, err := range %s {\nif err != nil {\nlog.Fatal(err)\n}\n%s\n}\n",
		r.exampleCall(op, op.List.Name), strings.ReplaceAll(showReply(op.List.Item), "reply", "item")))
}

func (r *renderer) exampleCall(op *model.Operation, method string) string {
	service := ""
	for _, s := range r.pkg.Services {
		if slices.Contains(s.Ops, op) {
			service = s.Field
		}
	}
	args := []string{"ctx"}
	for _, p := range op.PathParams {
		args = append(args, pathLiteral(p))
	}
	if op.Body != nil && op.Body.Kind != model.EmptyBody {
		args = append(args, r.exampleBody(op.Body)...)
	}
	if op.OptsType != "" {
		args = append(args, r.exampleOpts(op))
	}
	return fmt.Sprintf("client.%s.%s(%s)", service, method, strings.Join(args, ", "))
}

func pathLiteral(p *model.Param) string {
	if p.Type.Kind != model.ListOf {
		return idLiteral(p)
	}
	one := *p
	if list, ok := p.Example.([]any); ok && len(list) > 0 {
		one.Example = list[0]
	}
	return "[]string{" + idLiteral(&one) + "}"
}

func idLiteral(p *model.Param) string {
	scalar, _ := model.String.Scalar()
	return scalar.Literal(p.Example, exampleID(p.Name))
}

func exampleID(param string) string {
	switch param {
	case "region":
		return "fr-par"
	case "zone":
		return "fr-par-1"
	}
	return "11111111-2222-4333-8444-555555555555"
}

func (r *renderer) exampleBody(body *model.Body) []string {
	switch {
	case body.Kind == model.RawBody && body.ContentType == "" && !dialect.IsMultipart(body.Media):
		return []string{strconv.Quote(strings.ReplaceAll(body.Media, "*", "x")), `strings.NewReader("some bytes")`}
	case body.Kind == model.RawBody && body.ContentType == "":
		return []string{`"multipart/form-data; boundary=b"`, `strings.NewReader("--b--\r\n")`}
	case body.Kind == model.RawBody:
		return []string{`strings.NewReader("some bytes")`}
	}
	return []string{r.literal(body.Type, body.Example, "value", map[*model.Struct]bool{})}
}

// exampleOpts shows the required options and two others at most.
func (r *renderer) exampleOpts(op *model.Operation) string {
	var fields []string
	groups := map[string]bool{}
	for _, p := range op.Params {
		useful := p.Example != nil && !isPaging(p) && len(fields) < 2 && (p.Group == "" || !groups[p.Group])
		if !p.Required && !useful {
			continue
		}
		groups[p.Group] = true
		value := r.literal(p.Type, p.Example, p.Name, nil)
		if p.JSON || p.Object != "" {
			if !p.Type.HasNil() {
				value = pointerLiteral(p.Type, value)
			}
		} else if name := optionalName(p.Type); name != "" {
			value = "optional.New" + name + "(" + value + ")"
		} else if p.Type.Kind == model.EnumOf && !p.Type.EmptyIsUnset() {
			value = "new(" + value + ")"
		}
		fields = append(fields, "\n"+p.Arg+": "+value+",")
	}
	if len(fields) == 0 {
		return "nil"
	}
	return "&" + r.pkg.Name + "." + op.OptsType + "{" + strings.Join(fields, "") + "\n}"
}

func isPaging(p *model.Param) bool {
	return p.Name == "page" || p.Name == "page_size" || p.Name == "order_by"
}

// program makes a statement list a program.
func (r *renderer) program(body string) (string, error) {
	var b bytes.Buffer
	imports, err := r.exampleImports(body)
	if err != nil {
		return "", err
	}
	fmt.Fprintf(&b, "package main\n\n%sfunc main() {\n", imports)
	b.WriteString("ctx := context.Background()\ncfg := gosc.NewConfiguration()\ncfg.APIKey = os.Getenv(\"SCW_SECRET_KEY\")\n")
	fmt.Fprintf(&b, "client := %s.NewAPIClient(cfg)\n\n%s}\n", r.pkg.Name, body)
	src, err := format.Source(b.Bytes())
	return strings.TrimSpace(string(src)), err
}

func (r *renderer) exampleImports(body string) (string, error) {
	used, err := usedPackages("example", "func f() {\n"+body+"}")
	if err != nil {
		return "", err
	}
	for _, name := range []string{"context", "os", "gosc"} {
		used[name] = true
	}
	imports := importBlock(used)
	if r.pkg.Name == "gosc" {
		return imports, nil
	}
	own := "\t"
	if path.Base(r.pkg.ImportPath) != r.pkg.Name {
		own += r.pkg.Name + " "
	}
	return strings.Replace(imports, "\t\""+runtimePath+"\"\n", "\t\""+runtimePath+"\"\n"+own+"\""+r.pkg.ImportPath+"\"\n", 1), nil
}

func showResult(op *model.Operation) string {
	if op.List == nil {
		return showReply(op.Result.Type)
	}
	return "fmt.Println(len(reply." + op.List.Items + "), \"on this page\")"
}

// showReply prints what a reader recognises, and nothing that is a secret.
func showReply(t *model.Type) string {
	if t.Kind != model.StructOf {
		return "fmt.Println(reply)"
	}
	var shown []string
	for _, name := range []string{"id", "name", "status", "total_count"} {
		for _, f := range t.Struct.Fields {
			if f.JSON == name && !f.Pointer && f.Type.Elem == nil {
				shown = append(shown, "reply."+f.Name)
			}
		}
	}
	if len(shown) > 0 {
		return "fmt.Println(" + strings.Join(shown, ", ") + ")"
	}
	var fields []string
	for _, f := range t.Struct.Fields {
		fields = append(fields, f.Name)
	}
	if len(fields) == 0 {
		return "_ = reply"
	}
	return "_ = reply // it has " + strings.Join(fields, ", ")
}
