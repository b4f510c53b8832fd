package oracle

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/url"
	"slices"
	"strings"

	"github.com/rumpl/gosc/gen/internal/oracle/driver"
)

// Finding is something that is not as it should be.
type Finding struct {
	At   string
	Kind string
	Text string
}

func (f Finding) String() string { return fmt.Sprintf("%s: %s: %s", f.At, f.Kind, f.Text) }

// Report is what came of a run.
type Report struct {
	Comparisons int
	Findings    []Finding
}

// Input writes the cases of the runs for the driver.
func Input(runs []*Run) ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	for _, r := range runs {
		for _, c := range r.cases {
			if err := encoder.Encode(c.Case); err != nil {
				return nil, err
			}
		}
	}
	return b.Bytes(), nil
}

// Judge compares the outcomes that the driver wrote with what the cases want.
func Judge(runs []*Run, output []byte) ([]Report, error) {
	decoder := json.NewDecoder(bytes.NewReader(output))
	reports := make([]Report, len(runs))
	for i, r := range runs {
		reports[i].Findings = slices.Clone(r.problems)
		for _, c := range r.cases {
			var o driver.Outcome
			if err := decoder.Decode(&o); errors.Is(err, io.EOF) {
				return nil, errors.New("the driver wrote too few outcomes")
			} else if err != nil {
				return nil, err
			}
			j := judge{report: &reports[i], at: r.Package.Name + " " + c.op.key()}
			j.judge(c, o)
		}
	}
	return reports, nil
}

type judge struct {
	report *Report
	at     string
}

func (j *judge) add(kind, format string, args ...any) {
	j.report.Findings = append(j.report.Findings, Finding{j.at, kind, fmt.Sprintf(format, args...)})
}

// same counts a comparison.
func (j *judge) same(ok bool, kind, format string, args ...any) {
	j.report.Comparisons++
	if !ok {
		j.add(kind, format, args...)
	}
}

func (j *judge) compare(dir direction, kind string, want, got any, context []byte) {
	j.report.Comparisons++
	for _, d := range compare(dir, "", want, got) {
		j.add(kind+" "+d.kind, "%s in %.600s", d, context)
	}
}

func (j *judge) judge(c planned, o driver.Outcome) {
	switch {
	case o.Mapping != "":
		j.add("not called", "%s: %.600s", o.Mapping, c.Body)
		return
	case o.Sent == nil:
		j.add("refused", "%s: %.600s %s %s", o.Err, c.Body, show(c.Args), show(c.Options))
		return
	}
	if o.Decoding != "" {
		j.add("decoding and setting differ", "%s", o.Decoding)
	}
	j.request(c, *o.Sent)
	j.reply(c, o)
}

func (j *judge) reply(c planned, o driver.Outcome) {
	if c.fails {
		j.same(o.Err != "" && bytes.Equal(o.Failed, c.Reply.Body), "reply error", "%d %s: %q", c.Reply.Status, c.Reply.Body, o.Err)
		return
	}
	if o.Err != "" {
		j.same(false, "reply refused", "%s: %d %s %.600s", o.Err, c.Reply.Status, c.Reply.Media, c.Reply.Body)
		return
	}
	switch {
	case c.bytes != nil:
		var member []byte // of a result that depends on the status, in base64
		inResult := json.Unmarshal(o.Result, &member) == nil && bytes.Equal(member, c.bytes)
		j.same(bytes.Equal(o.Raw, c.bytes) || o.Result == nil || inResult, "reply bytes", "want %q, got %q", c.bytes, o.Raw)
	case c.Reply.Body != nil && o.Result != nil:
		j.result(fromServer, "reply", c, o.Result)
		j.result(byFields, "reply fields", c, o.Fields)
	case c.Reply.Body != nil:
		j.same(false, "reply dropped", "%d %.600s", c.Reply.Status, c.Reply.Body)
	}
}

func (j *judge) result(dir direction, kind string, c planned, data []byte) {
	got, err := parse(data)
	if err != nil {
		j.add("reply encoding", "%v: %s", err, data)
		return
	}
	j.compare(dir, kind, c.result, got, c.Reply.Body)
}

func (j *judge) request(c planned, sent driver.Sent) {
	j.same(sent.Method == c.want.method, "method", "want %s, got %s", c.want.method, sent.Method)
	path, query, _ := strings.Cut(sent.URI, "?")
	j.same(samePath(path, c.want.path), "path", "want %s, got %s", c.want.path, path)
	j.query("query", c.want.query, query)
	for _, header := range c.want.header {
		got := strings.Split(strings.Join(sent.Header[header.name], ","), ",")
		if len(header.items) == 1 {
			got = []string{strings.Join(got, ",")}
		}
		j.same(slices.EqualFunc(header.items, got, sameText), "header", "want %q, got %q", header, got)
	}
	j.body(c, sent)
}

// samePath compares paths that may differ in what is escaped without need, but not in
// what an escape keeps from being a separator.
func samePath(a, b string) bool {
	return normalPath(a) == normalPath(b)
}

func normalPath(path string) string {
	var out []string
	for part := range strings.SplitSeq(path, "/") {
		var items []string
		for item := range strings.SplitSeq(part, ",") {
			plain, err := url.PathUnescape(item)
			if err != nil {
				plain = item
			}
			items = append(items, escape(plain))
		}
		out = append(out, strings.Join(items, ","))
	}
	return strings.Join(out, "/")
}

// query compares a query with the pairs that it should have. Each name keeps the order
// of its values.
func (j *judge) query(what string, want []pair, query string) {
	var got [][2]string
	if query != "" {
		for part := range strings.SplitSeq(query, "&") {
			name, value, _ := strings.Cut(part, "=")
			got = append(got, [2]string{unescaped(name), value})
		}
	}
	for _, p := range want {
		i := slices.IndexFunc(got, func(g [2]string) bool { return g[0] == p.name })
		if i < 0 {
			j.same(false, what+" lost", "want %q in %q", p, query)
			continue
		}
		j.same(p.matches(got[i][1]), what+" changed", "want %q, got %q in %q", p, got[i][1], query)
		got = slices.Delete(got, i, i+1)
	}
	j.same(len(got) == 0, what+" added", "%q in %q", got, query)
}

func (j *judge) body(c planned, sent driver.Sent) {
	if c.want.body == nil {
		j.same(len(sent.Body) == 0, "body added", "%q", sent.Body)
		return
	}
	media, _, err := mime.ParseMediaType(sent.Header.Get("Content-Type"))
	wanted, _, _ := mime.ParseMediaType(c.want.body.media)
	j.same(err == nil && (media == wanted || strings.Contains(wanted, "*")), "media type", "want %s, got %s", wanted, sent.Header.Get("Content-Type"))
	if data, ok := c.want.value.([]byte); ok {
		j.same(bytes.Equal(data, sent.Body), "body bytes", "want %q, got %q", data, sent.Body)
		return
	}
	switch c.Kind {
	case "form":
		j.query("form", c.want.form, string(sent.Body))
		return
	case "multipart":
		j.parts(c.want.form, sent)
		return
	}
	got, err := parse(sent.Body)
	if err != nil {
		j.same(false, "body encoding", "%v: %q", err, sent.Body)
		return
	}
	j.compare(toServer, "body", c.want.value, got, c.Body)
}
