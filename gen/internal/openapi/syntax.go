package openapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"sort"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

var lineInText = regexp.MustCompile(`^yaml: line (\d+): `)

// syntaxError returns the error of a file that is not valid with the line where it
// stops being so. The parser of YAML often gives the line before the beginning of
// the map or list in which the mistake is, or none.
func syntaxError(data []byte, err error) error {
	if isJSON(data) {
		var syntax *json.SyntaxError
		if errors.As(json.Unmarshal(data, new(any)), &syntax) {
			return fmt.Errorf("line %d: %w", 1+bytes.Count(data[:syntax.Offset], []byte("\n")), syntax)
		}
	}
	given := lineInText.FindStringSubmatch(err.Error())
	if given == nil {
		return fmt.Errorf("line %d: %s", firstLineWith(data, err), strings.TrimPrefix(err.Error(), "yaml: "))
	}
	line, _ := strconv.Atoi(given[1])
	reason := err.Error()[len(given[0]):]
	switch {
	case strings.HasSuffix(reason, "expected key"), strings.HasSuffix(reason, "expected '-' indicator"):
		line = firstLineWith(data, err)
	case strings.HasPrefix(reason, "did not find expected"):
		line++
	}
	return fmt.Errorf("line %d: %s", line, reason)
}

// firstLineWith returns the line with which the parser begins to fail in this way.
func firstLineWith(data []byte, err error) int {
	var ends []int // of the lines
	for i, c := range data {
		if c == '\n' || i == len(data)-1 {
			ends = append(ends, i+1)
		}
	}
	return 1 + sort.Search(len(ends)-1, func(i int) bool {
		other := yaml.Unmarshal(data[:ends[i]], new(yaml.Node))
		return other != nil && other.Error() == err.Error()
	})
}

// isJSON reports whether a description is JSON, which is YAML too, but for some of the
// escapes in strings.
func isJSON(data []byte) bool { return bytes.HasPrefix(bytes.TrimSpace(data), []byte("{")) }
