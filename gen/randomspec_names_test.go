package main

import (
	"fmt"
)

// This file has the names and texts of random descriptions.

// nastyNames are names that are hard to make Go of.
var nastyNames = []string{
	"id", "name", "status", "type", "func", "range", "map", "string", "error", "nil", "len", "ctx", "opts", "body", "params", "context",
	"http", "json", "time", "c", "s", "v", "w", "d", "m", "key", "encode", "decode", "marshal_json", "MarshalJSON", "UnmarshalJSON", "Known",
	"api_client", "service", "created_at", "createdAt", "created-at", "vm_ids", "ips", "URL", "url", "Url", "3d", "_x", "x_", "x.y.z", "été",
	"日本", "with space", "quote\"d", "back\\slash", "back`tick", "dollar$", "$", "*", "page", "total_count", "error_message", "linux", "test",
	"windows_amd64", "APIClient", "NewAPIClient", "Caller", "Configuration", "region", "zone", "environment_variables", "at", "orZero", "maxDepth",
	"jsonWriter", "List", "Wait", "Status", "Empty", "Do", "content type", "a,b", "-", "new", "min", "init", "main", "_", "true", "optional",
	"strconv", "iter", "gosc", "Deprecated:", "a\nb", "\t", "item", "checkGroups",
}

func (m *specMaker) name() string {
	if m.chance(25) {
		return fmt.Sprintf("%s_%d", m.pick(nastyNames...), m.IntN(5))
	}
	return m.pick(nastyNames...)
}

var texts = []string{
	"", "Plain.", "One.\n\nTwo paragraphs.", "# Heading\n- a\n- b\n", "With `code` and <b>HTML</b> | pipes", "*/ // +build ignore", "//go:embed x",
	":::warning\nMind.\n:::", "[link](https://example.com)", "Trailing space  \n\n\n", "a\r\nb\r\n", "\u2028\ufeff\x00", "Deprecated: not really", "été ☃",
	"1. first\n2. second\n   continued", "    indented\n\tcode", "Very long " + fmt.Sprint(make([]int, 900)), "{{template}}", "- ", "-", "ends with \\",
}

func (m *specMaker) text() string { return m.pick(texts...) }
