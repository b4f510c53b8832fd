package openapi

import (
	"fmt"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/rumpl/gosc/gen/internal/diag"
)

// bundler merges the files of a description into one. Schemas of other files become
// components; everything else replaces the reference to it.
type bundler struct {
	folder   *os.Root // nothing outside of it is read
	given    string   // the name of the description as the user wrote it
	prefix   string   // of the names of the other files
	problems *diag.List
	main     *bundledFile
	files    map[string]*bundledFile
	order    []*bundledFile
	schemas  map[bundledRef]string // its component
	added    []*yaml.Node          // names and schemas of new components
	taken    map[string]bool       // names of components
	origin   map[*yaml.Node]string // the file of a node that came from another one
	seen     map[*yaml.Node]bool   // references that are treated
	open     map[*yaml.Node]bool   // what is being put in place

	discriminators []placedNode
}

type bundledFile struct {
	name string
	data []byte
	root *yaml.Node
}

type placedNode struct {
	file *bundledFile
	node *yaml.Node
}

// bundledRef is the target of a reference.
type bundledRef struct{ file, pointer string }

func newBundler(description string, problems *diag.List) (*bundler, error) {
	dir := filepath.Dir(description)
	folder, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	prefix := ""
	if dir != "." {
		prefix = filepath.ToSlash(dir) + "/"
	}
	return &bundler{
		folder: folder, given: description, prefix: prefix, problems: problems, files: map[string]*bundledFile{}, schemas: map[bundledRef]string{},
		taken: map[string]bool{}, origin: map[*yaml.Node]string{}, seen: map[*yaml.Node]bool{}, open: map[*yaml.Node]bool{},
	}, nil
}

// bundle returns the source unchanged if it is one file, or cannot be read: then the
// parser reports why.
func (b *bundler) bundle(source *Source) *Source {
	root, err := unmarshal(source.Data)
	if err != nil || !checkAliases(root, b.problems) {
		return source
	}
	b.main = &bundledFile{source.Files[0].Name, source.Data, root}
	b.files[b.main.name], b.order = b.main, append(b.order, b.main)
	b.adopt()
	b.walk(b.main, b.main.root, object, "#")
	if len(b.order) == 1 || b.problems.Err() != nil {
		return source
	}
	b.mappings()
	b.addComponents()
	out := &Source{}
	for _, f := range b.order {
		out.Files = append(out.Files, SourceFile{f.name, f.data})
	}
	e := emitter{origin: b.origin, file: b.main.name, shown: b.shown}
	e.value(b.main.root, 0)
	if e.nodes > maxExpansion {
		b.problems.Errorf(diag.Pos{Line: 1}, "document", "write out what is meant", "the references multiply to more than %d nodes", maxExpansion)
		return source
	}
	e.end()
	out.Data, out.lines = e.out.Bytes(), e.lines
	return out
}

// shown is the name of a file in problems.
func (b *bundler) shown(name string) string {
	if name == b.main.name {
		return b.given
	}
	return b.prefix + name
}

// adopt gives the schemas that the description only refers to the names that it
// refers to them by.
func (b *bundler) adopt() {
	list := target(b.main.root, "#/components/schemas")
	if list == nil || list.Kind != yaml.MappingNode {
		return
	}
	for i := 0; i+1 < len(list.Content); i += 2 {
		name, node := list.Content[i].Value, list.Content[i+1]
		b.taken[name] = true
		ref := member(node, "$ref")
		if ref == nil || ref.Kind != yaml.ScalarNode || strings.HasPrefix(ref.Value, "#") {
			continue
		}
		to, err := b.resolve(b.main, ref.Value)
		if err != nil || b.schemas[to] != "" {
			continue // reported by the walk
		}
		b.schemas[to] = name
		if f, found := b.find(to); found != nil && !b.seen[node] {
			b.seen[node] = true
			b.place(node, found, f, schema, pointer("#/components/schemas", name))
		}
	}
}

// walk treats all references below a node of a file.
func (b *bundler) walk(f *bundledFile, node *yaml.Node, k kind, at string) {
	visitRefs(node, k, &trail{step: at}, func(node *yaml.Node, k kind, at *trail) {
		if k == discriminator {
			b.discriminators = append(b.discriminators, placedNode{f, node})
		} else {
			b.reference(f, node, k, at.String())
		}
	})
}

func (b *bundler) reference(f *bundledFile, node *yaml.Node, k kind, at string) {
	if b.seen[node] {
		return
	}
	b.seen[node] = true
	ref := member(node, "$ref")
	pos := diag.Pos{Line: ref.Line, Pointer: at}
	to, err := b.resolve(f, ref.Value)
	if err != nil {
		b.problems.ErrorIn(b.shown(f.name), pos, "ref", err.remedy, "$ref to %q: %s", ref.Value, err.reason)
		return
	}
	if to.file == b.main.name {
		ref.Value = to.pointer // as seen from the description
		if to.pointer == "#" {
			b.problems.ErrorIn(b.shown(f.name), pos, "ref", "refer to a part of it", "$ref to the whole description")
		}
		return
	}
	if _, found := b.find(to); found == nil {
		b.problems.ErrorIn(b.shown(f.name), pos, "ref", "correct the name", "%s has no %s", to.file, to.pointer)
		return
	} else if k == schema {
		ref.Value = schemaPrefix + escape(b.component(to, found))
	} else {
		file, _ := b.find(to)
		b.place(node, found, file, k, at)
	}
}

// component returns the name of the component that a schema of another file is.
func (b *bundler) component(to bundledRef, found *yaml.Node) string {
	if name := b.schemas[to]; name != "" {
		return name
	}
	base := path.Base(to.pointer)
	if to.pointer == "#" {
		base, _, _ = strings.Cut(path.Base(to.file), ".")
	}
	base = unescape(base)
	name := base
	for n := 2; b.taken[name]; n++ {
		name = fmt.Sprint(base, n)
	}
	b.taken[name], b.schemas[to] = true, name
	copied := *found
	b.origin[&copied] = to.file
	b.added = append(b.added, &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: name, Line: found.Line}, &copied)
	b.inside(&copied, b.files[to.file], schema, schemaPrefix+escape(name))
	return name
}

// place puts what is found in place of a reference.
func (b *bundler) place(node, found *yaml.Node, f *bundledFile, k kind, at string) {
	if b.open[found] {
		b.problems.ErrorIn(b.shown(f.name), diag.Pos{Line: found.Line, Pointer: at}, "ref", "let one of them say what it is", "the reference leads to itself")
		return
	}
	b.open[found] = true
	b.inside(found, f, k, at)
	delete(b.open, found)
	*node = *found
	b.origin[node] = f.name
	if from := b.origin[found]; from != "" {
		b.origin[node] = from
	}
}

// inside treats the references of a part of another file, which may be one itself.
func (b *bundler) inside(node *yaml.Node, f *bundledFile, k kind, at string) {
	if ref := member(node, "$ref"); ref != nil && ref.Kind == yaml.ScalarNode && node.Kind == yaml.MappingNode {
		b.reference(f, node, k, at)
		return
	}
	b.walk(f, node, k, at)
}

// mappings rewrites the targets of the discriminators. The schemas that they name
// are known by then.
func (b *bundler) mappings() {
	for _, d := range b.discriminators {
		mapping := member(d.node, "mapping")
		for i := 1; mapping != nil && mapping.Kind == yaml.MappingNode && i < len(mapping.Content); i += 2 {
			value := mapping.Content[i]
			if !strings.ContainsAny(value.Value, "./#") {
				continue // a name
			}
			to, err := b.resolve(d.file, value.Value)
			if err == nil && b.schemas[to] != "" {
				value.Value = schemaPrefix + escape(b.schemas[to])
			}
		}
	}
}

// refError is why a reference is not followed.
type refError struct{ reason, remedy string }

var notFetched = &refError{"nothing is fetched from elsewhere", "copy the file beside the description"}

// resolve returns what a reference in a file means.
func (b *bundler) resolve(f *bundledFile, ref string) (bundledRef, *refError) {
	file, fragment, _ := strings.Cut(ref, "#")
	u, err := url.Parse(file)
	switch {
	case err != nil:
		return bundledRef{}, &refError{"it is not a valid reference", "correct it"}
	case u.Scheme != "" || u.Host != "":
		return bundledRef{}, notFetched
	case strings.HasPrefix(u.Path, "/"):
		return bundledRef{}, &refError{"it is an absolute path", "use one that is relative to this file"}
	}
	name := f.name
	if u.Path != "" {
		name = path.Join(path.Dir(f.name), u.Path)
	}
	if !filepath.IsLocal(name) {
		return bundledRef{}, &refError{"it is above the folder of the description", "copy the file into the folder"}
	}
	if err := b.read(name); err != nil {
		return bundledRef{}, &refError{strings.ReplaceAll(oneLine(err), "openat ", ""), "correct the name or add the file"}
	}
	return bundledRef{name, "#" + fragment}, nil
}

// read reads a file once.
func (b *bundler) read(name string) error {
	if b.files[name] != nil {
		return nil
	}
	content, err := b.folder.ReadFile(filepath.FromSlash(name))
	if err != nil {
		return err
	}
	root, err := unmarshal(content)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	f := &bundledFile{name, content, root}
	problems := &diag.List{File: b.prefix + name}
	if !checkAliases(root, problems) || duplicateKeys(root, rootTrail, problems) {
		return problems.Err()
	}
	b.files[name], b.order = f, append(b.order, f)
	return nil
}

func (b *bundler) find(to bundledRef) (*bundledFile, *yaml.Node) {
	f := b.files[to.file]
	if to.pointer == "#" || to.pointer == "#/" {
		return f, f.root
	}
	if !strings.HasPrefix(to.pointer, "#/") {
		return f, nil
	}
	return f, target(f.root, to.pointer)
}

// addComponents appends the schemas of other files.
func (b *bundler) addComponents() {
	if len(b.added) == 0 {
		return
	}
	list := b.main.root
	for _, name := range []string{"components", "schemas"} {
		next := member(list, name)
		if next == nil {
			next = &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Line: 1}
			list.Content = append(list.Content, &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: name, Line: 1}, next)
		}
		list = next
	}
	list.Content = slices.Concat(list.Content, b.added)
}

func escape(name string) string {
	return strings.TrimPrefix(pointer("", name), "/")
}
