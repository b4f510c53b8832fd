package oracle

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"regexp"
	"regexp/syntax"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

func sortedNames[T any](m map[string]T) []string { return slices.Sorted(maps.Keys(m)) }

// bounds returns the greatest least and the least greatest of two keywords.
func (s shape) bounds(low, high string) (least, most int) {
	most = 1 << 20
	for _, part := range s.parts {
		if n, ok := part[low].(json.Number); ok {
			v, _ := strconv.Atoi(string(n))
			least = max(least, v)
		}
		if n, ok := part[high].(json.Number); ok {
			if v, err := strconv.Atoi(string(n)); err == nil {
				most = min(most, v)
			}
		}
	}
	return least, most
}

// texts are strings that are hard to escape somewhere.
var texts = []string{
	"a", "plain text", "ünïcödé 😀", "\"quoted\" \\ back", "line\nbreak\ttab", "<b>&amp;</b>", "a,b;c|d e", "x/y?z=1&w#f%41+~", "\u2028\u2029", "null", "0",
	"..", "true", " padded ", "é" + "e\u0301", "\x7f\u0001",
}

func (g *generator) anyText() string {
	v := texts[g.IntN(len(texts))]
	if g.without == "" {
		return v
	}
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(g.without, r) {
			return 'x'
		}
		return r
	}, v)
}

func (g *generator) string(s shape) (any, error) {
	least, most := s.bounds("minLength", "maxLength")
	if pattern := s.text("pattern"); pattern != "" {
		return g.patterned(s, pattern)
	}
	if v, ok := g.formatted(s.text("format")); ok {
		return v, nil
	}
	if least == 0 && !g.text && g.IntN(8) == 0 {
		return "", nil
	}
	v := g.anyText()
	for utf8.RuneCountInString(v) < least {
		v += g.anyText()
	}
	if runes := []rune(v); len(runes) > most {
		v = string(runes[:most])
	}
	return v, nil
}

// patterned makes a string that matches the pattern.
func (g *generator) patterned(s shape, pattern string) (any, error) {
	least, most := s.bounds("minLength", "maxLength")
	for range tries {
		v, err := g.matching(pattern)
		if err != nil {
			return nil, err
		}
		if n := utf8.RuneCountInString(v); n >= least && n <= most {
			return v, nil
		}
	}
	return nil, errNone
}

func (g *generator) matching(pattern string) (string, error) {
	tree, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return "", errNone
	}
	var b strings.Builder
	g.write(&b, tree)
	if ok, err := regexp.MatchString(pattern, b.String()); err != nil || !ok {
		return "", errNone
	}
	return b.String(), nil
}

// write appends a text that a regular expression matches.
func (g *generator) write(b *strings.Builder, tree *syntax.Regexp) {
	repeat := func(least, most int) {
		if most < 0 {
			most = least + 4
		}
		for range least + g.IntN(most-least+1) {
			g.write(b, tree.Sub[0])
		}
	}
	switch tree.Op {
	case syntax.OpLiteral:
		b.WriteString(string(tree.Rune))
	case syntax.OpCharClass:
		i := g.IntN(len(tree.Rune)/2) * 2
		low, high := tree.Rune[i], tree.Rune[i+1]
		b.WriteRune(low + rune(g.IntN(int(min(high-low, 90))+1)))
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		b.WriteByte("abz09-"[g.IntN(6)])
	case syntax.OpStar:
		repeat(0, -1)
	case syntax.OpPlus:
		repeat(1, -1)
	case syntax.OpQuest:
		repeat(0, 1)
	case syntax.OpRepeat:
		repeat(tree.Min, tree.Max)
	case syntax.OpAlternate:
		g.write(b, tree.Sub[g.IntN(len(tree.Sub))])
	case syntax.OpCapture, syntax.OpConcat:
		for _, sub := range tree.Sub {
			g.write(b, sub)
		}
	}
}

// formats are samples of the formats that say how a string is written.
var formats = map[string][]string{
	"date-time":       {"2024-02-29T23:59:59Z", "1999-12-31T00:00:00.123456789Z", "2030-01-02T03:04:05.5+02:00", "2024-06-01T12:00:00-11:30", "0001-01-01T00:00:01Z"},
	"date":            {"2024-02-29", "1970-01-01"},
	"time":            {"10:20:30Z"},
	"uuid":            {"6170692e-7363-616c-6577-61792e636f6d", "00000000-0000-0000-0000-000000000000"},
	"email":           {"a+b@example.com"},
	"uri":             {"https://example.com/a?b=c&d=%20#e", "urn:x:y"},
	"url":             {"https://example.com/a?b=c&d=%20#e"},
	"hostname":        {"example.com"},
	"ipv4":            {"192.0.2.1"},
	"ipv6":            {"2001:db8::1"},
	"google-duration": {"300s", "1.5s", "-0.000000001s", "0s", "86400.25s"},
	"duration":        {"P1DT2H", "1h30m"},
}

func (g *generator) formatted(format string) (string, bool) {
	if format == "byte" || format == "base64" {
		data := make([]byte, g.IntN(6))
		if g.text {
			data = append(data, 'x')
		}
		for i := range data {
			data[i] = byte(g.IntN(256))
		}
		return base64.StdEncoding.EncodeToString(data), true
	}
	samples := formats[format]
	if len(samples) == 0 {
		return "", false
	}
	return samples[g.IntN(len(samples))], true
}

// integers are the bounds of the formats.
var integers = map[string][2]string{
	"int32": {"-2147483648", "2147483647"}, "uint32": {"0", "4294967295"},
	"int64": {"-9223372036854775808", "9223372036854775807"}, "uint64": {"0", "18446744073709551615"},
	"": {"-9223372036854775808", "9223372036854775807"},
}

// limits returns the least and the greatest number that all parts allow, nil for none.
func (s shape) limits() (least, most *big.Rat, inclusive [2]bool) {
	inclusive = [2]bool{true, true}
	for _, part := range s.parts {
		for i, names := range [][2]string{{"minimum", "exclusiveMinimum"}, {"maximum", "exclusiveMaximum"}} {
			limit, in := part[names[0]], !boolean(part[names[1]])
			if _, ok := part[names[1]].(json.Number); ok {
				limit, in = part[names[1]], false
			}
			number, ok := limit.(json.Number)
			if !ok {
				continue
			}
			n, ok := new(big.Rat).SetString(string(number))
			switch {
			case !ok:
			case i == 0 && (least == nil || n.Cmp(least) > 0):
				least, inclusive[0] = n, in
			case i == 1 && (most == nil || n.Cmp(most) < 0):
				most, inclusive[1] = n, in
			}
		}
	}
	return least, most, inclusive
}

func (g *generator) integer(s shape) (any, error) {
	bounds, ok := integers[s.text("format")]
	if !ok {
		bounds = integers[""]
	}
	least, _ := new(big.Int).SetString(bounds[0], 10)
	most, _ := new(big.Int).SetString(bounds[1], 10)
	if g.round {
		least.SetInt64(max(-1<<50, least.Int64()))
		most.SetInt64(1 << 30)
	}
	low, high, inclusive := s.limits()
	if low != nil {
		n := new(big.Int).Div(new(big.Int).Add(low.Num(), new(big.Int).Sub(low.Denom(), big.NewInt(1))), low.Denom())
		if !inclusive[0] && low.IsInt() {
			n.Add(n, big.NewInt(1))
		}
		if n.Cmp(least) > 0 {
			least = n
		}
	}
	if high != nil {
		n := new(big.Int).Div(high.Num(), high.Denom())
		if !inclusive[1] && high.IsInt() {
			n.Sub(n, big.NewInt(1))
		}
		if n.Cmp(most) < 0 {
			most = n
		}
	}
	if least.Cmp(most) > 0 {
		return nil, errNone
	}
	n := g.between(least, most)
	for _, part := range s.parts {
		if step, ok := part["multipleOf"].(json.Number); ok {
			if of, ok := new(big.Int).SetString(string(step), 10); ok && of.Sign() > 0 {
				n.Sub(n, new(big.Int).Mod(n, of))
				if n.Cmp(least) < 0 {
					n.Add(n, of)
				}
			}
		}
	}
	return json.Number(n.String()), nil
}

// between prefers the bounds, and small numbers.
func (g *generator) between(least, most *big.Int) *big.Int {
	small := big.NewInt(int64(g.IntN(200)) - 100)
	if zero := new(big.Int); g.IntN(8) == 0 && least.Cmp(zero) <= 0 && most.Cmp(zero) >= 0 {
		return zero
	}
	switch {
	case g.IntN(6) == 0:
		return new(big.Int).Set(least)
	case g.IntN(6) == 0:
		return new(big.Int).Set(most)
	case small.Cmp(least) >= 0 && small.Cmp(most) <= 0:
		return small
	}
	width := new(big.Int).Sub(most, least)
	if width.IsInt64() && width.Int64() < 1<<31 {
		return new(big.Int).Add(least, big.NewInt(g.Int64N(width.Int64()+1)))
	}
	return new(big.Int).Add(least, big.NewInt(int64(g.IntN(1000))))
}

func (g *generator) number(s shape) (any, error) {
	if format := s.text("format"); integers[format] != [2]string{} && format != "" {
		return g.integer(s)
	}
	low, high, inclusive := s.limits()
	if low == nil && high == nil {
		return json.Number([]string{"0", "1.5", "-0.25", "1e+21", "123456789.125", "-1", "5e-324", "0.1", "1e-7"}[g.IntN(9)]), nil
	}
	for _, part := range s.parts {
		if part["multipleOf"] != nil {
			was := g.round
			g.round = true
			defer func() { g.round = was }()
			return g.integer(s)
		}
	}
	least, most := -1000.0, 1000.0
	if low != nil {
		least, _ = low.Float64()
		if high == nil {
			most = least + 1000
		}
	}
	if high != nil {
		most, _ = high.Float64()
		if low == nil {
			least = most - 1000
		}
	}
	v := least + float64(g.IntN(65))/64*(most-least)
	if !inclusive[0] && v == least || !inclusive[1] && v == most {
		v = (least + most) / 2
	}
	data, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errNone, err)
	}
	return json.Number(data), nil
}

func sameNumber(a, b json.Number) bool {
	x, ok1 := new(big.Rat).SetString(string(a))
	y, ok2 := new(big.Rat).SetString(string(b))
	return ok1 && ok2 && x.Cmp(y) == 0
}
