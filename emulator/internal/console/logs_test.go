package console

import (
	"errors"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/rumpl/gosc/emulator/internal/logbook"
	"github.com/rumpl/gosc/emulator/internal/platform"
)

func TestLogsComeAfterTheLineThatIsKnown(t *testing.T) {
	newest := []logbook.Entry{{ID: "3", Message: "three"}, {ID: "2", Message: "two"}, {ID: "1", Message: "one"}}
	tests := []struct {
		name, after string
		logs        []logbook.Entry
		total       int
		want        []string
		gap         bool
	}{
		{"nothing yet", "", nil, 0, []string{}, false},
		{"all", "", newest, 3, []string{"one", "two", "three"}, false},
		{"more than is sent", "", newest, 4, []string{"one", "two", "three"}, true},
		{"nothing new", "3", newest, 3, []string{}, false},
		{"something new", "1", newest, 9, []string{"two", "three"}, false},
		{"fell behind", "0", newest, 9, []string{"one", "two", "three"}, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c := newConsole(&fixed{logs: test.logs, total: test.total})
			got := decode[logsView](t, serve(c, request("GET", "/console/logs?application=fn&after="+test.after, "")))
			messages := []string{}
			for _, line := range got.Lines {
				messages = append(messages, line.Message)
			}
			assert.Equal(t, test.want, messages)
			assert.Equal(t, test.gap, got.Gap)
			assert.NotNil(t, got.Lines)
		})
	}
}

func TestLogsThatCannotBeRead(t *testing.T) {
	for status, err := range map[int]error{
		http.StatusNotFound:            &platform.NotFoundError{Resource: "application", ID: "fn"},
		http.StatusInternalServerError: errors.New("disk full"),
	} {
		w := serve(newConsole(&fixed{err: err}), request("GET", "/console/logs?application=fn", ""))
		assert.Equal(t, status, w.Code)
		assert.Contains(t, decode[map[string]string](t, w)["message"], err.Error())
	}
}
