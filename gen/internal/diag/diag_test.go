package diag

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestList(t *testing.T) {
	l := &List{File: "api.yaml"}
	assert.NoError(t, l.Err())
	l.Oddf(Pos{Line: 9, Pointer: "#/b"}, "name", "it is called B2", "%s is taken", "B")
	l.Oddf(Pos{Line: 3, Pointer: "#/a"}, "tags", "the first counts", "two tags")
	l.Often(Pos{Line: 5, Pointer: "#/c"}, "ref", "fine", "a $ref has siblings")
	l.Often(Pos{Line: 7, Pointer: "#/d"}, "ref", "fine", "a $ref has siblings")
	var lines []string
	for _, p := range l.Oddities() {
		lines = append(lines, p.String())
	}
	assert.Equal(t, []string{
		"api.yaml:3: #/a: [tags] two tags; the first counts",
		"api.yaml:5: #/c: [ref] a $ref has siblings (and 1 more); fine",
		"api.yaml:9: #/b: [name] B is taken; it is called B2",
	}, lines)
	assert.NoError(t, l.Err(), "oddities are not errors")

	l.Errorf(Pos{Pointer: "#/e"}, "type", "correct it", "bad %d", 1)
	assert.EqualError(t, l.Err(), "api.yaml: #/e: [type] bad 1; correct it")
	l.Promote()
	assert.ErrorContains(t, l.Err(), "two tags")
	assert.Empty(t, l.Oddities())
}
