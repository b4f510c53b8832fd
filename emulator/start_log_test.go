package emulator_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rumpl/gosc/emulator"
)

// pretended is a test whose outcome another test decides.
type pretended struct {
	testing.TB
	failed   bool
	cleanups []func()
	log      strings.Builder
}

func (p *pretended) Failed() bool                 { return p.failed }
func (p *pretended) Cleanup(f func())             { p.cleanups = append(p.cleanups, f) }
func (p *pretended) Output() io.Writer            { return &p.log }
func (p *pretended) Logf(f string, args ...any)   { fmt.Fprintf(&p.log, f, args...) }
func (p *pretended) Errorf(f string, args ...any) { p.TB.Errorf(f, args...) }

func TestAFailingTestShowsWhatHasHappened(t *testing.T) {
	for _, failed := range []bool{true, false} {
		tb := &pretended{TB: t, failed: failed}
		srv := emulator.Start(tb, func(o *emulator.Options) { o.Strict = true })
		c := &remote{t: t, srv: srv}
		fn := c.function(c.namespace("shop"), "hello", "")
		c.upload(fn, "handler.js", `exports.handle = () => { console.log("printed line"); throw new TypeError("thrown here") }`)
		c.invoke(c.deployed("/functions/"+fn), "", "")
		require.Eventually(t, func() bool { return len(c.logs(fn)) > 1 }, settleTime, poll)
		http.DefaultClient.CloseIdleConnections()
		for _, cleanup := range tb.cleanups {
			cleanup()
		}
		shown := tb.log.String()
		if !failed {
			assert.Empty(t, shown, "a test that passes is left in peace")
			continue
		}
		for _, part := range []string{
			"operation=CreateFunction", "msg=deployed function=hello id=" + fn, "msg=call function=hello", "line=\"printed line\"",
			"msg=traceback function=hello", "thrown here",
		} {
			assert.Contains(t, shown, part)
		}
		assert.NotContains(t, shown, "X-Amz-Signature")
		assert.NotContains(t, shown, srv.SecretKey())
	}
}
