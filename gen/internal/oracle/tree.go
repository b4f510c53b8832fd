package oracle

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"

	"go.yaml.in/yaml/v3"
)

// A Document is a description as a plain tree of nil, bool, string, json.Number, []any
// and map[string]any.
type Document struct {
	dir   string
	root  map[string]any
	files map[string]any // by the path below dir
	// Siblings is set if what stands beside a $ref counts, which OpenAPI 3.1 says.
	Siblings bool
}

// Load reads a description and the files of its folder that it refers to.
func Load(file string) (*Document, error) {
	d := &Document{dir: filepath.Dir(file), files: map[string]any{}}
	tree, err := d.load(filepath.Base(file))
	if err != nil {
		return nil, err
	}
	root, ok := tree.(map[string]any)
	if !ok {
		return nil, fmt.Errorf("%s is not an object", file)
	}
	d.root = root
	version, _ := root["openapi"].(string)
	d.Siblings = strings.HasPrefix(version, "3.1")
	return d, nil
}

func (d *Document) load(name string) (any, error) {
	if tree, ok := d.files[name]; ok {
		return tree, nil
	}
	data, err := os.ReadFile(filepath.Join(d.dir, filepath.FromSlash(name)))
	if err != nil {
		return nil, err
	}
	tree, err := parse(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	absolute(tree, name)
	d.files[name] = tree
	return tree, nil
}

// parse reads JSON or YAML.
func parse(data []byte) (any, error) {
	if json.Valid(data) {
		decoder := json.NewDecoder(bytes.NewReader(data))
		decoder.UseNumber()
		var tree any
		err := decoder.Decode(&tree)
		return tree, err
	}
	var node yaml.Node
	if err := yaml.Unmarshal(data, &node); err != nil {
		return nil, err
	}
	if len(node.Content) == 0 {
		return nil, errors.New("it is empty")
	}
	return plain(node.Content[0]), nil
}

// plain makes a tree of a YAML node. Dates stay the text that they are.
func plain(node *yaml.Node) any {
	switch node.Kind {
	case yaml.AliasNode:
		return plain(node.Alias)
	case yaml.SequenceNode:
		out := make([]any, 0, len(node.Content))
		for _, item := range node.Content {
			out = append(out, plain(item))
		}
		return out
	case yaml.MappingNode:
		out := map[string]any{}
		for i := 0; i+1 < len(node.Content); i += 2 {
			key, value := node.Content[i], plain(node.Content[i+1])
			if merged, ok := value.(map[string]any); ok && key.Tag == "!!merge" {
				for k, v := range merged {
					if _, has := out[k]; !has {
						out[k] = v
					}
				}
				continue
			}
			out[key.Value] = value
		}
		return out
	}
	return scalar(node)
}

func scalar(node *yaml.Node) any {
	switch node.ShortTag() {
	case "!!null":
		return nil
	case "!!bool":
		return strings.EqualFold(node.Value, "true")
	case "!!int", "!!float":
		if number := json.Number(strings.TrimPrefix(node.Value, "+")); json.Valid([]byte(number)) {
			return number
		}
		var value float64
		if node.Decode(&value) == nil {
			if data, err := json.Marshal(value); err == nil {
				return json.Number(data)
			}
		}
	}
	return node.Value
}

// absolute puts the name of the file in front of all references of a tree.
func absolute(tree any, file string) {
	switch t := tree.(type) {
	case []any:
		for _, item := range t {
			absolute(item, file)
		}
	case map[string]any:
		if ref, ok := t["$ref"].(string); ok && !strings.Contains(ref, "://") {
			target, pointer, _ := strings.Cut(ref, "#")
			if target == "" {
				target = file
			} else {
				target = path.Join(path.Dir(file), target)
			}
			t["$ref"] = target + "#" + pointer
		}
		for _, item := range t {
			absolute(item, file)
		}
	}
}

// follow returns what a reference stands for.
func (d *Document) follow(ref string) (any, error) {
	file, pointer, _ := strings.Cut(ref, "#")
	tree, err := d.load(file)
	if err != nil {
		return nil, err
	}
	for part := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
		if part == "" {
			continue
		}
		if plain, err := url.PathUnescape(part); err == nil {
			part = plain
		}
		members, _ := tree.(map[string]any)
		next, ok := members[strings.NewReplacer("~1", "/", "~0", "~").Replace(part)]
		if !ok {
			return nil, fmt.Errorf("%s does not exist", ref)
		}
		tree = next
	}
	return tree, nil
}

// object returns a member that is an object, through references.
func (d *Document) object(tree any) map[string]any {
	for range 20 {
		members, _ := tree.(map[string]any)
		ref, ok := members["$ref"].(string)
		if !ok {
			return members
		}
		next, err := d.follow(ref)
		if err != nil {
			return nil
		}
		tree = next
	}
	return nil
}

func list(tree any) []any {
	items, _ := tree.([]any)
	return items
}

func text(tree any) string {
	s, _ := tree.(string)
	return s
}

func members(tree any) map[string]any {
	m, _ := tree.(map[string]any)
	return m
}

func boolean(tree any) bool {
	b, _ := tree.(bool)
	return b
}
