package gosc

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/rumpl/gosc/internal/pathescape"
	"github.com/rumpl/gosc/jsoncodec"
)

// This file encodes objects and lists as parameters and forms, whose values are text.

// QueryDeepObject adds the members of an object to the query, each as
// name[member]=value: the style deepObject. encode writes the object, whose members
// are strings, numbers and booleans. Members that are null are left out.
func (c *Call) QueryDeepObject(name string, encode func(*jsoncodec.Encoder)) {
	for _, m := range c.members(name, encode, nil) {
		for _, value := range m.values {
			c.Query(name+"["+m.name+"]", value)
		}
	}
}

// QueryObject adds the members of an object to the query, as in QueryDeepObject: as
// separate parameters when explode is true, else as one parameter that lists names
// and values, name=member,value. A comma in a value is escaped, so that it does not
// act as a separator.
func (c *Call) QueryObject(name string, encode func(*jsoncodec.Encoder), explode bool) {
	var list []string
	for _, m := range c.members(name, encode, nil) {
		for _, value := range m.values {
			if explode {
				c.Query(m.name, value)
			} else {
				list = append(list, m.name, value)
			}
		}
	}
	c.QueryList(name, list, false)
}

// QueryDelimited adds an array parameter, if it has elements, with the elements
// joined by a separator: the styles spaceDelimited and pipeDelimited. The separator
// is escaped like the rest of the query, so an element that contains it is refused.
func (c *Call) QueryDelimited(name string, values []string, separator string) {
	if len(values) == 0 {
		return
	}
	c.refuseSeparator(name, values, separator)
	escaped := url.QueryEscape(strings.Join(values, separator))
	c.addQuery(name, strings.ReplaceAll(escaped, "+", "%20")) // not every server reads a + as a space
}

// HeaderList sets a header, if the list has elements, to the elements joined by commas.
// An element that contains a comma is refused.
func (c *Call) HeaderList(name string, values []string) {
	if len(values) == 0 {
		return
	}
	c.refuseSeparator(name, values, ",")
	c.Header(name, strings.Join(values, ","))
}

// PathList fills a path parameter with a list whose elements are joined by a
// separator such as a comma. An empty list and an empty element are refused.
func (c *Call) PathList(name string, values []string, separator string) {
	if len(values) == 0 || slices.Contains(values, "") {
		c.refuse(name, "is empty, or has an empty element")
	}
	if separator == "." {
		c.refuseSeparator(name, values, separator) // a dot cannot be escaped in a path
	}
	if s := c.open(); s != nil {
		s.path = append(s.path, pathescape.Arg{Name: name, Value: pathescape.List(values, separator), Escaped: true})
	}
}

func (c *Call) refuseSeparator(name string, values []string, separator string) {
	for i, value := range values {
		if strings.Contains(value, separator) {
			c.refuse(fmt.Sprintf("%s[%d]", name, i), fmt.Sprintf("contains %q, which separates the elements", separator))
		}
	}
}

// Form makes the members of an object the body of the request, in the media type
// application/x-www-form-urlencoded. encode writes the object: members that are
// lists are repeated, those that are null are left out, and those that are named in
// asJSON are sent as JSON, whatever their type.
func (c *Call) Form(encode func(*jsoncodec.Encoder), asJSON ...string) {
	var form []byte
	for _, m := range c.members("body", encode, asJSON) {
		for _, value := range m.values {
			if len(form) > 0 {
				form = append(form, '&')
			}
			form = append(form, url.QueryEscape(m.name)+"="+url.QueryEscape(value)...)
		}
	}
	c.Header("Content-Type", "application/x-www-form-urlencoded")
	if s := c.open(); s != nil {
		s.body = bytesBody(form)
	}
}

// textMember is a member of an object as text. A list has several values, null none.
type textMember struct {
	name   string
	values []string
}

// members returns the members of the object that encode writes, in the same order.
func (c *Call) members(argument string, encode func(*jsoncodec.Encoder), asJSON []string) []textMember {
	e := jsoncodec.NewEncoder()
	encode(e)
	data, err := e.Finish()
	if err != nil {
		c.refuse(argument, "cannot be encoded: "+err.Error())
		return nil
	}
	var out []textMember
	d := jsoncodec.NewDecoder(data)
	o := d.Object()
	for o.Next() {
		m := textMember{name: string(o.Key())}
		var value json.RawMessage
		jsoncodec.DecodeRaw(&value, d)
		if slices.Contains(asJSON, m.name) {
			m.values = []string{string(value)}
		} else if m.values, err = texts(value); err != nil {
			c.refuse(argument+"."+m.name, "cannot be sent as text: "+err.Error())
		}
		out = append(out, m)
	}
	if err := d.Finish(); err != nil {
		c.refuse(argument, "cannot be encoded: "+err.Error())
	}
	return out
}

// texts returns a JSON scalar as text, or each element of a list of scalars.
func texts(value json.RawMessage) ([]string, error) {
	list := []json.RawMessage{value}
	if len(value) > 0 && value[0] == '[' {
		if err := json.Unmarshal(value, &list); err != nil {
			return nil, err
		}
	}
	var out []string
	for _, v := range list {
		switch {
		case len(v) == 0 || string(v) == "null":
		case v[0] == '"':
			var s string
			if err := json.Unmarshal(v, &s); err != nil {
				return nil, err
			}
			out = append(out, s)
		case v[0] == '{' || v[0] == '[':
			return nil, errors.New("it contains an object or a list")
		default:
			out = append(out, string(v))
		}
	}
	return out, nil
}
