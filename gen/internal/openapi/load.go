package openapi

import (
	"fmt"
	"io"
	"log/slog"
	"strings"

	"github.com/pb33f/libopenapi"
	"github.com/pb33f/libopenapi/datamodel"
	v3 "github.com/pb33f/libopenapi/datamodel/high/v3"

	"github.com/rumpl/gosc/gen/internal/diag"
)

// Load reads an API description. What makes it unusable is recorded in problems;
// the document is nil only if there is nothing to go on with. With partial, errors in
// some of the operations leave the others.
func Load(data []byte, problems *diag.List, partial bool) (doc *Document) {
	defer func() {
		// The parser is made for any document, but not all of them are documents.
		if r := recover(); r != nil {
			problems.Errorf(diag.Pos{}, "document", "make it smaller until it is read, to find the place", "the parser fails: %v", r)
			doc = nil
		}
	}()
	if !checkAliases(data, problems) {
		return nil
	}
	config := &datamodel.DocumentConfiguration{
		Logger:             slog.New(slog.NewTextHandler(io.Discard, nil)),
		SkipJSONConversion: true,
		// A schema may well contain itself, in an array or as an optional field.
		SkipCircularReferenceCheck: true,
	}
	parsed, err := libopenapi.NewDocumentWithConfiguration(data, config)
	if err != nil {
		reportParse(err, problems)
		return nil
	}
	if version := parsed.GetVersion(); !strings.HasPrefix(version, "3.0") && !strings.HasPrefix(version, "3.1") {
		problems.Errorf(diag.Pos{Line: 1}, "document", "convert it to OpenAPI 3.0 or 3.1", "this is OpenAPI %s", version)
		return nil
	}
	root := parsed.GetSpecInfo().RootNode
	maskData(root, object)
	moveRefs(root)
	if duplicateKeys(root, "#", problems) || !checkRefCycles(root, problems) || !checkRefPlaces(root, problems) {
		return nil
	}
	if !checkKeywords(root, problems) && !partial {
		return nil
	}
	model, err := parsed.BuildV3Model()
	if err != nil {
		reportBuild(err, parsed, problems)
		return nil
	}
	r := &reader{problems: problems}
	doc = r.document(&model.Model)
	doc.root = root
	return doc
}

// reader turns the parser's model into the plain tree.
type reader struct {
	problems *diag.List
}

func (r *reader) document(m *v3.Document) *Document {
	doc := &Document{}
	if m.Info != nil {
		doc.Title, doc.Version, doc.Description = m.Info.Title, m.Info.Version, m.Info.Description
		doc.Successor = extensionMap{m.Info.Extensions}.text("x-deprecated")
	}
	for _, tag := range m.Tags {
		doc.Tags = append(doc.Tags, Tag{tag.Name, tag.Description, extensionMap{tag.Extensions}.text("x-deprecated")})
	}
	for _, server := range m.Servers {
		doc.Servers = append(doc.Servers, server.URL)
	}
	doc.Aliases = r.aliases(m.Extensions)
	if m.Components != nil && m.Components.Schemas != nil {
		for name, proxy := range m.Components.Schemas.FromOldest() {
			schema := r.schema(proxy, pointer("#/components/schemas", name))
			doc.Schemas = append(doc.Schemas, &NamedSchema{name, schema})
		}
	}
	if m.Paths == nil || m.Paths.PathItems == nil {
		r.problems.Errorf(diag.Pos{Line: 1}, "document", "add at least one path", "there are no paths")
		return doc
	}
	for path, item := range m.Paths.PathItems.FromOldest() {
		doc.Operations = append(doc.Operations, r.operations(path, item)...)
	}
	if len(doc.Operations) == 0 {
		r.problems.Errorf(diag.Pos{Line: 1, Pointer: "#/paths"}, "document", "add at least one operation; a package is deleted by hand", "there are no operations")
	}
	return doc
}

// pointer appends a step to a JSON pointer.
func pointer(parent string, steps ...string) string {
	for _, step := range steps {
		step = strings.ReplaceAll(step, "~", "~0")
		parent += "/" + strings.ReplaceAll(step, "/", "~1")
	}
	return parent
}

func index(i int) string { return fmt.Sprint(i) }
