package jsoncodec

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestStringMember(t *testing.T) {
	for text, want := range map[string]string{
		`{"a":1,"kind":"x","b":{"kind":"y"}}`: "x", `{"kind":"x","kind":"y"}`: "y", `{"kind":1}`: "", `{"kind":null}`: "", `{}`: "",
		`[]`: "", `"kind"`: "", `null`: "", `{"kind":"x"`: "", ``: "", `{"kind":"x","kind":1}`: "",
	} {
		assert.Equal(t, want, StringMember(NewDecoder([]byte(text)), "kind"), text)
	}
}

func TestHasMembers(t *testing.T) {
	for text, want := range map[string]struct{ all, any bool }{
		`{"a":1,"b":[]}`: {true, true}, `{"a":1}`: {false, true}, `{"a":null,"b":1}`: {false, true}, `{"a":1,"a":null}`: {false, false},
		` { "a" : 1 , "b" : null } `: {false, true},
		`{}`:                         {false, false}, `{"c":{"a":1,"b":1}}`: {false, false}, `[]`: {false, false}, `null`: {false, false}, `{"a":1,"b":2`: {false, false},
	} {
		assert.Equal(t, want.all, HasMembers(NewDecoder([]byte(text)), true, "a", "b"), "all of %s", text)
		assert.Equal(t, want.any, HasMembers(NewDecoder([]byte(text)), false, "a", "b"), "any of %s", text)
	}
}

// nested is a union as generated code decodes it: of itself in a box, or of a text.
type nested struct {
	box  *box
	text *string
	raw  json.RawMessage
}

type box struct{ inside []nested }

func (n *nested) decode(d *Decoder) {
	if d.Null() {
		return
	}
	switch StringMember(d, "kind") {
	case "box":
		n.box = DecodeVariant(d, (*box).decode)
	case "text":
		n.text = DecodeVariant(d, func(v *string, d *Decoder) {
			o := d.Object()
			for o.Next() {
				if string(o.Key()) == "text" {
					DecodeString(v, d)
				} else {
					d.Skip()
				}
			}
		})
	default:
		DecodeRaw(&n.raw, d)
	}
}

func (b *box) decode(d *Decoder) {
	o := d.Object()
	for o.Next() {
		if string(o.Key()) == "inside" {
			DecodeSlice(&b.inside, d, (*nested).decode)
		} else {
			d.Skip()
		}
	}
}

// innermost is the last text.
func (n *nested) innermost() string {
	for n.box != nil && len(n.box.inside) > 0 {
		n = &n.box.inside[len(n.box.inside)-1]
	}
	if n.text == nil {
		return ""
	}
	return *n.text
}

func boxes(depth int, text string) []byte {
	return []byte(strings.Repeat(`{"other":[{"a":[]},{}],"inside":[{"kind":"unknown","x":[1]},`, depth) + `{"text":"` + text + `","kind":"text"}` +
		strings.Repeat(`],"more":{"a":[1,{}]},"kind":"box"}`, depth))
}

// TestNestedUnions checks that decoding takes linear time: the JSON inside a union is
// scanned once, however deep it is. Scanning it again at each level would be quadratic.
func TestNestedUnions(t *testing.T) {
	const depth = MaxDepth/2 - 1
	text := boxes(depth, strings.Repeat("x", 1<<20))
	d := NewDecoder(text)
	var n nested
	n.decode(d)
	assert.LessOrEqual(t, len(d.spans), bytes.Count(text, []byte("{"))+bytes.Count(text, []byte("[")), "noted once")
	require.NoError(t, d.Finish())
	assert.Len(t, n.innermost(), 1<<20)
	assert.JSONEq(t, `{"kind":"unknown","x":[1]}`, string(n.box.inside[0].raw))

	d = NewDecoder(boxes(2*MaxDepth, ""))
	n.decode(d)
	require.ErrorContains(t, d.Finish(), "is nested too deeply")
}

func TestNestedUnionsTakeMemory(t *testing.T) {
	text := []byte(`{"kind":"none","list":[` + strings.Repeat("[],", 10_000) + `[]]}`)
	d := NewDecoder(text)
	d.LimitMemory(int64(2 * len(text)))
	var n nested
	n.decode(d)
	require.ErrorIs(t, d.Finish(), ErrTooLarge)
}

func TestUnionsReportErrorsOnce(t *testing.T) {
	for text, want := range map[string]string{
		`{"kind":"box","inside":[{"kind":"text","text":7}]}`:         "json: inside[0].text: is a number, not a string",
		`{"kind":"box","inside":[{"kind":"text","text":"a"}`:         "json: unexpected EOF",
		`{"kind":"box","inside":[{"kind":"box","inside":[nope]}]}`:   "json: is not valid JSON",
		`{"kind":"text","text":"a","other":[{"kind":"text",]}`:       "json: is not valid JSON",
		`{"kind":"box","inside":[{"kind":"text","text":"a","x":tr}]`: "json: is not valid JSON",
	} {
		d := NewDecoder([]byte(text))
		var n nested
		n.decode(d)
		err := d.Finish()
		require.Error(t, err, text)
		assert.EqualError(t, err, want, text)
	}
}
