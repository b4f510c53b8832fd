package process

import (
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
)

func TestReadLines(t *testing.T) {
	long := strings.Repeat("x", MaxLine)
	tests := []struct {
		name string
		in   string
		want []string
	}{
		{"nothing", "", nil},
		{"one line", "a\n", []string{"a"}},
		{"last line without newline", "a\nb", []string{"a", "b"}},
		{"empty lines stay", "\n\na\n", []string{"", "", "a"}},
		{"carriage returns go", "a\r\nb\r\n", []string{"a", "b"}},
		{"bytes that are not text", "a\xffb\n", []string{"a\uFFFDb"}},
		{"exactly the limit", long + "\nb\n", []string{long, "b"}},
		{"over the limit", long + "yyy\nb\n", []string{long + " … [line cut, 3 bytes more]", "b"}},
		{"far over the limit, unfinished", long + long + long, []string{long + " … [line cut, 32768 bytes more]"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			readers := map[string]io.Reader{
				"at once":      strings.NewReader(tt.in),
				"byte by byte": iotest.OneByteReader(strings.NewReader(tt.in)),
			}
			for how, r := range readers {
				var got []string
				readLines(r, func(l string) { got = append(got, l) })
				assert.Equal(t, tt.want, got, how)
			}
		})
	}
}
