package gosc

import (
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/antihax/optional"
)

// Query adds a query parameter, also when the value is empty. Parameters are sent
// in the order in which they were added.
func (c *Call) Query(name, value string) {
	c.addQuery(name, url.QueryEscape(value))
}

// addQuery is Query for a value that is already escaped.
func (c *Call) addQuery(name, escaped string) {
	s := c.open()
	if s == nil {
		return
	}
	if len(s.query) > 0 {
		s.query = append(s.query, '&')
	}
	s.query = append(s.query, url.QueryEscape(name)...)
	s.query = append(s.query, '=')
	s.query = append(s.query, escaped...)
}

// QueryNonEmpty adds a query parameter unless it is empty, which means unset.
func (c *Call) QueryNonEmpty(name, value string) {
	if value != "" {
		c.Query(name, value)
	}
}

// QueryString adds a query parameter if it is set. A value that is set and empty
// is sent.
func (c *Call) QueryString(name string, v optional.String) {
	if v.IsSet() {
		c.Query(name, v.Value())
	}
}

// QueryBool adds a query parameter if it is set.
func (c *Call) QueryBool(name string, v optional.Bool) {
	if v.IsSet() {
		c.Query(name, strconv.FormatBool(v.Value()))
	}
}

// QueryInt32 adds a query parameter if it is set.
func (c *Call) QueryInt32(name string, v optional.Int32) {
	if v.IsSet() {
		c.Query(name, strconv.FormatInt(int64(v.Value()), 10))
	}
}

// QueryInt64 adds a query parameter if it is set.
func (c *Call) QueryInt64(name string, v optional.Int64) {
	if v.IsSet() {
		c.Query(name, strconv.FormatInt(v.Value(), 10))
	}
}

// QueryUint32 adds a query parameter if it is set.
func (c *Call) QueryUint32(name string, v optional.Uint32) {
	if v.IsSet() {
		c.Query(name, strconv.FormatUint(uint64(v.Value()), 10))
	}
}

// QueryUint64 adds a query parameter if it is set.
func (c *Call) QueryUint64(name string, v optional.Uint64) {
	if v.IsSet() {
		c.Query(name, strconv.FormatUint(v.Value(), 10))
	}
}

// QueryFloat64 adds a query parameter if it is set.
func (c *Call) QueryFloat64(name string, v optional.Float64) {
	if v.IsSet() {
		c.Query(name, strconv.FormatFloat(v.Value(), 'f', -1, 64))
	}
}

// QueryTime adds a query parameter, in RFC 3339, if it is set.
func (c *Call) QueryTime(name string, v optional.Time) {
	if v.IsSet() {
		c.Query(name, v.Value().Format(time.RFC3339Nano))
	}
}

// QueryList adds an array parameter if it has elements: once per element when
// explode is true, else once with the elements joined by commas. A comma in an
// element is escaped, so that it does not act as a separator.
func (c *Call) QueryList(name string, values []string, explode bool) {
	if len(values) == 0 {
		return
	}
	if !explode {
		escaped := make([]string, len(values))
		for i, value := range values {
			escaped[i] = url.QueryEscape(value)
		}
		c.addQuery(name, strings.Join(escaped, ","))
		return
	}
	for _, value := range values {
		c.Query(name, value)
	}
}
