package front

import (
	"bytes"
	"encoding/json"
	"strings"

	"github.com/rumpl/gosc/emulator/internal/platform"
)

// Body reads the members of a request body one by one. Names are case-sensitive,
// unknown members are ignored, and a null is the same as an absent member.
type Body struct {
	Arguments
	members map[string]json.RawMessage
	broken  bool // not a JSON object, so the members cannot be checked
}

// Reject records that a member is invalid, unless the whole body is.
func (b *Body) Reject(name, reason, help string) {
	if !b.broken {
		b.Arguments.Reject(name, reason, help)
	}
}

// ParseBody reads a JSON object. No bytes at all count as an empty object. If
// data is something else, Err of the returned Body says so.
func ParseBody(data []byte) *Body {
	body := &Body{}
	if len(bytes.TrimSpace(data)) == 0 {
		return body
	}
	if err := json.Unmarshal(data, &body.members); err != nil {
		body.Reject("body", platform.ReasonFormat, "the request body must be a JSON object")
		body.members, body.broken = nil, true
	}
	return body
}

// member decodes one member into a T; nil if it is absent, null or rejected.
func member[T any](b *Body, name, help string) *T {
	raw, ok := b.members[name]
	if !ok || string(raw) == "null" {
		return nil
	}
	value := new(T)
	if err := json.Unmarshal(raw, value); err != nil {
		b.Reject(name, platform.ReasonFormat, help)
		return nil
	}
	return value
}

// String reads a string member.
func (b *Body) String(name string) *string {
	return member[string](b, name, "must be a string")
}

// RequiredString reads a string member that must be there and not be empty.
func (b *Body) RequiredString(name string) string {
	value := b.String(name)
	if value == nil || *value == "" {
		b.Reject(name, platform.ReasonRequired, name+" is required")
		return ""
	}
	return *value
}

// Uint32 reads a member that is an integer from 0 to 2^32-1.
func (b *Body) Uint32(name string) *uint32 {
	return member[uint32](b, name, "must be an unsigned 32-bit integer")
}

// Bool reads a boolean member.
func (b *Body) Bool(name string) *bool {
	return member[bool](b, name, "must be true or false")
}

// StringMap reads an object whose values are all strings; nil if it is absent.
func (b *Body) StringMap(name string) map[string]string {
	const help = "must be an object whose values are strings"
	values := member[map[string]*string](b, name, help)
	if values == nil {
		return nil
	}
	result := make(map[string]string, len(*values))
	for key, value := range *values {
		if value == nil {
			b.Reject(name, platform.ReasonFormat, help)
			return nil
		}
		result[key] = *value
	}
	return result
}

// Variables reads environment variables; nil if they are absent. Names and values
// are those that a process can be given.
func (b *Body) Variables(name string) map[string]string {
	values := b.StringMap(name)
	for key, value := range values {
		if key == "" || strings.ContainsAny(key, "=\x00") || strings.Contains(value, "\x00") {
			b.Reject(name, platform.ReasonFormat, "must have names without \"=\" that are not empty, and no zero bytes")
			return nil
		}
	}
	return values
}

// Object reads any JSON object; nil if it is absent. Its numbers are doubles, as in
// the API's own store.
func (b *Body) Object(name string) map[string]any {
	value := member[map[string]any](b, name, "must be a JSON object")
	if value == nil {
		return nil
	}
	return *value
}

// StringList reads a list of strings; nil if it is absent.
func (b *Body) StringList(name string) []string {
	const help = "must be a list of strings"
	values := member[[]*string](b, name, help)
	if values == nil {
		return nil
	}
	list := make([]string, 0, len(*values))
	for _, value := range *values {
		if value == nil {
			b.Reject(name, platform.ReasonFormat, help)
			return nil
		}
		list = append(list, *value)
	}
	return list
}

// List reads a list of objects; nil if it is absent. The caller has to report errors
// inside of the elements.
func (b *Body) List(name string) []*Body {
	const help = "must be a list of objects"
	values := member[[]json.RawMessage](b, name, help)
	if values == nil {
		return nil
	}
	list := make([]*Body, 0, len(*values))
	for _, value := range *values {
		item := ParseBody(value)
		if item.broken || item.members == nil {
			b.Reject(name, platform.ReasonFormat, help)
			return nil
		}
		list = append(list, item)
	}
	return list
}

// Sub reads an object whose members are known; nil if it is absent. What is wrong
// inside it is noted under "name.member".
func (b *Body) Sub(name string, read func(*Body)) bool {
	raw := member[json.RawMessage](b, name, "must be an object")
	if raw == nil {
		return false
	}
	sub := ParseBody(*raw)
	if sub.broken || sub.members == nil {
		b.Reject(name, platform.ReasonFormat, "must be an object")
		return false
	}
	read(sub)
	for _, rejected := range sub.rejected {
		b.Reject(name+"."+rejected.Argument, rejected.Reason, rejected.Help)
	}
	return true
}

// Raw returns the JSON of a member; nil if it is absent or null.
func (b *Body) Raw(name string) json.RawMessage {
	if raw := member[json.RawMessage](b, name, ""); raw != nil {
		return *raw
	}
	return nil
}
