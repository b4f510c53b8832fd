package oracle

import (
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/rumpl/gosc/gen/internal/oracle/driver"
)

// Package is a generated package and the description that it was made from.
type Package struct {
	Name string // of the folder, and of the client in the driver
	Dir  string // where it is
	Spec string
}

// Run is a set of calls of one package.
type Run struct {
	Package    Package
	Operations int // in the description
	Called     int // those that the package has
	Models     int // that the package has
	doc        *Document
	cases      []planned
	problems   []Finding
}

// planned is a call with what has to come of it.
type planned struct {
	driver.Case
	op     operation
	want   expected
	result any // of the reply
	fails  bool
	bytes  []byte // of a reply that is not JSON
}

// Plan makes the calls of a package: each operation n times.
func Plan(p Package, seed uint64, n int) (*Run, error) {
	doc, err := Load(p.Spec)
	if err != nil {
		return nil, err
	}
	methods, models, err := calls(p.Dir)
	if err != nil {
		return nil, err
	}
	r := &Run{Package: p, Models: models, doc: doc}
	for _, op := range doc.operations() {
		r.Operations++
		c, ok := methods[op.key()]
		if !ok {
			continue
		}
		r.Called++
		for i := range n {
			r.plan(op, c, seed, i)
		}
	}
	return r, nil
}

// plan makes one call. Its random numbers depend on the seed, the operation and the
// number alone, so that a case stays what it is when others change.
func (r *Run) plan(op operation, c call, seed uint64, i int) {
	h := fnv.New64a()
	_, _ = fmt.Fprintf(h, "%s %s %d", r.Package.Name, op.key(), i)
	random := rand.New(rand.NewPCG(seed, h.Sum64()))
	out := planned{op: op, Case: driver.Case{
		ID: len(r.cases), Client: r.Package.Name, Service: c.service, Method: c.method, Names: c.args,
		Args: map[string]json.RawMessage{}, Options: map[string]json.RawMessage{},
	}}
	at := fmt.Sprintf("%s, case %d", op.key(), i)
	switch err := r.planArguments(&out, c, random); {
	case errors.Is(err, errContradiction):
		return
	case err != nil:
		r.problems = append(r.problems, Finding{at, "no instance", "of the arguments: " + err.Error()})
		return
	}
	if err := r.planReply(&out, random); err != nil {
		r.problems = append(r.problems, Finding{at, "no instance", "of the reply: " + err.Error()})
		return
	}
	r.cases = append(r.cases, out)
}

func (r *Run) planArguments(out *planned, c call, random *rand.Rand) error {
	g := &generator{Rand: random, doc: r.doc, dir: toServer, text: true}
	values := map[string]any{}
	var inPath, inOptions []string
	for _, p := range out.op.parameters {
		switch p.in {
		case "path":
			inPath = append(inPath, p.name)
		case "query", "header", "cookie":
			if !ignoredHeader(p) {
				inOptions = append(inOptions, p.name)
			}
		}
	}
	var args []string
	for _, name := range c.args {
		switch name {
		case "ctx", "body", "params", "contentType":
		default:
			args = append(args, name)
		}
	}
	argNames, optionNames := goNames(inPath, args), goNames(inOptions, c.options)
	others, err := otherParameters(out.op, random)
	if err != nil {
		return err
	}
	for _, p := range out.op.parameters {
		if others[p.in+":"+p.name] || ignoredHeader(p) || !p.required && p.in != "path" && random.IntN(3) == 0 {
			continue
		}
		g.text, g.without = p.media == "", separators(p)
		v, err := g.argument(p)
		if err != nil {
			if !p.required {
				continue
			}
			return fmt.Errorf("%s: %w", p.name, err)
		}
		data, err := json.Marshal(v)
		if err != nil {
			return err
		}
		values[p.in+":"+p.name] = v
		if p.in == "path" {
			out.Args[argNames[p.name]] = data
		} else {
			out.Options[optionNames[p.name]] = data
		}
	}
	if out.want, err = expect(out.op, values); err != nil {
		return err
	}
	return r.planBody(out, random)
}

// errContradiction says that a description wants two parameters of which it allows one.
var errContradiction = errors.New("two parameters of a group are required")

// otherParameters takes one parameter of each group of which at most one may be set, and
// returns the others.
func otherParameters(op operation, random *rand.Rand) (map[string]bool, error) {
	groups, required := map[string][]string{}, map[string]string{}
	for _, p := range op.parameters {
		if p.group == "" || p.in == "path" {
			continue
		}
		key := p.in + ":" + p.name
		groups[p.group] = append(groups[p.group], key)
		if p.required && required[p.group] != "" {
			return nil, errContradiction
		}
		if p.required {
			required[p.group] = key
		}
	}
	out := map[string]bool{}
	for _, group := range sortedNames(groups) {
		taken := required[group]
		if taken == "" {
			taken = groups[group][random.IntN(len(groups[group]))]
		}
		for _, key := range groups[group] {
			out[key] = key != taken
		}
	}
	return out, nil
}

// separators are the characters that elements of a list cannot have.
func separators(p parameter) string {
	switch {
	case p.style == "label":
		return ".,"
	case p.style == "pipeDelimited" && !p.explode:
		return "|"
	case p.style == "spaceDelimited" && !p.explode:
		return " "
	case p.in == "header":
		return ","
	}
	return ""
}

// ignoredHeader reports whether OpenAPI says to ignore a header parameter, or HTTP has
// no such header.
func ignoredHeader(p parameter) bool {
	switch strings.ToLower(p.name) {
	case "accept", "content-type", "authorization", "x-auth-token", "content-length":
		return p.in == "header"
	}
	return p.in == "header" && strings.ContainsFunc(p.name, func(r rune) bool {
		return r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("!#$%&'*+-.^_`|~", r)
	})
}

// argument makes a value of a parameter. In a path, an empty text has no place.
func (g *generator) argument(p parameter) (any, error) {
	for range tries {
		v, err := g.instance(all(g.counted(p.name, []any{p.schema})))
		if err != nil {
			return nil, err
		}
		if v == nil || v == "" {
			continue
		}
		if s, ok := v.(string); p.in == "path" && ok && (s == "." || s == "..") {
			continue
		}
		if p.in == "header" && !headerText(v) {
			continue
		}
		if m, ok := v.(map[string]any); ok && len(m) == 0 {
			continue
		}
		if g.without != "" && slices.ContainsFunc(flat(v), func(item any) bool { return strings.ContainsAny(plainText(item), g.without) }) {
			continue
		}
		return v, nil
	}
	return nil, errNone
}

// all is one schema of several.
func all(schemas []any) any {
	if len(schemas) == 1 {
		return schemas[0]
	}
	return map[string]any{"allOf": schemas}
}

func headerText(v any) bool {
	for _, item := range flat(v) {
		text := plainText(item)
		if strings.ContainsFunc(text, func(r rune) bool { return r < ' ' || r > '~' }) || strings.TrimSpace(text) != text {
			return false
		}
	}
	return true
}

func (r *Run) planBody(out *planned, random *rand.Rand) error {
	if out.op.body == nil {
		return nil
	}
	body := *out.op.body
	g := &generator{Rand: random, doc: r.doc, dir: toServer}
	out.want.body = &body
	switch {
	case isJSON(body.media):
		v, err := g.instance(body.schema)
		if err != nil {
			return err
		}
		out.Kind, out.want.value = "json", v
		out.Body, err = json.Marshal(v)
		return err
	case rank(body.media) < 4 && body.schema != nil:
		return r.planForm(out, body, g)
	}
	out.Media = concrete(body.media)
	out.Kind, out.want.value = "raw", []byte("raw\x00bytes\xff")
	var err error
	out.Body, err = json.Marshal(out.want.value)
	return err
}

// planReply chooses a described reply: a success, or, now and then, an error.
func (r *Run) planReply(out *planned, random *rand.Rand) error {
	var successes, failures []reply
	for _, answer := range out.op.replies {
		switch {
		case answer.success():
			successes = append(successes, answer)
		case strings.HasPrefix(answer.status, "4") || strings.HasPrefix(answer.status, "5"):
			failures = append(failures, answer)
		}
	}
	chosen := reply{status: "200"}
	for _, answer := range out.op.replies {
		if len(successes) == 0 && answer.status == "DEFAULT" {
			chosen.body = answer.body
		}
	}
	if len(successes) > 0 {
		chosen = successes[random.IntN(len(successes))]
	}
	if random.IntN(8) == 0 {
		out.fails, chosen = true, reply{status: "400"}
		if len(failures) > 0 {
			chosen = failures[random.IntN(len(failures))]
		}
	}
	// A range stands for a status that has no description of its own, such as 209.
	status, err := strconv.Atoi(strings.Replace(chosen.status, "XX", "09", 1))
	if err != nil {
		return err
	}
	out.Reply.Status = status
	if chosen.body == nil || out.op.method == "HEAD" || status == 204 || status == 304 {
		return nil
	}
	out.Reply.Media = concrete(chosen.body.media)
	g := &generator{Rand: random, doc: r.doc, dir: fromServer}
	if !isJSON(chosen.body.media) {
		out.bytes = []byte("bytes\x00\xffof the reply")
		out.Reply.Body = out.bytes
		return nil
	}
	if out.result, err = g.instance(chosen.body.schema); err != nil {
		return err
	}
	out.Reply.Body, err = json.Marshal(out.result)
	return err
}

// concrete is a media type that a range of them has.
func concrete(media string) string {
	if strings.Contains(media, "*") {
		return "application/octet-stream"
	}
	return media
}
