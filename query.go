package gosc

import (
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/antihax/optional"
)

// query is the query string of a call, in the order of the API description.
type query struct{ text strings.Builder }

func (q *query) add(name, value string) {
	if q.text.Len() > 0 {
		q.text.WriteByte('&')
	}
	q.text.WriteString(url.QueryEscape(name))
	q.text.WriteByte('=')
	q.text.WriteString(url.QueryEscape(value))
}

func (c *call) addQuery(name, value string) { c.query.add(name, value) }

func (c *call) addQueryEnum(name, value string) {
	if value != "" {
		c.query.add(name, value)
	}
}

func (c *call) addQueryString(name string, v optional.String) {
	if v.IsSet() {
		c.query.add(name, v.Value())
	}
}

func (c *call) addQueryBool(name string, v optional.Bool) {
	if v.IsSet() {
		c.query.add(name, strconv.FormatBool(v.Value()))
	}
}

func (c *call) addQueryInt32(name string, v optional.Int32) {
	if v.IsSet() {
		c.query.add(name, strconv.FormatInt(int64(v.Value()), 10))
	}
}

func (c *call) addQueryInt64(name string, v optional.Int64) {
	if v.IsSet() {
		c.query.add(name, strconv.FormatInt(v.Value(), 10))
	}
}

func (c *call) addQueryUint32(name string, v optional.Uint32) {
	if v.IsSet() {
		c.query.add(name, strconv.FormatUint(uint64(v.Value()), 10))
	}
}

func (c *call) addQueryUint64(name string, v optional.Uint64) {
	if v.IsSet() {
		c.query.add(name, strconv.FormatUint(v.Value(), 10))
	}
}

func (c *call) addQueryFloat32(name string, v optional.Float32) {
	if v.IsSet() {
		c.query.add(name, strconv.FormatFloat(float64(v.Value()), 'f', -1, 32))
	}
}

func (c *call) addQueryFloat64(name string, v optional.Float64) {
	if v.IsSet() {
		c.query.add(name, strconv.FormatFloat(v.Value(), 'f', -1, 64))
	}
}

func (c *call) addQueryTime(name string, v optional.Time) {
	if v.IsSet() {
		c.query.add(name, v.Value().Format(time.RFC3339Nano))
	}
}

func (c *call) addQueryList(name string, values []string, explode bool) {
	if len(values) == 0 {
		return
	}
	if !explode {
		c.query.add(name, strings.Join(values, ","))
		return
	}
	for _, value := range values {
		c.query.add(name, value)
	}
}
