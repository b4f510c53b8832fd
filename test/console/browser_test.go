package console

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// patience is how long the page may take to show what it should.
const patience = time.Minute

// browser is a tab that shows the console of one emulator.
type browser struct {
	t   *testing.T
	ctx context.Context

	mu       sync.Mutex
	requests []string // URLs
	problems []string // errors in the browser's console
}

// open shows a page in a new tab, with a profile of its own.
func open(t *testing.T, url string) *browser {
	t.Helper()
	b := &browser{t: t}
	ctx, _ := chromedp.NewContext(chromium(t), chromedp.WithNewBrowserContext(), chromedp.WithListener(b.note))
	b.ctx = ctx
	t.Cleanup(func() { assert.NoError(t, chromedp.Cancel(ctx)) })
	_, err := chromedp.Call(ctx, cdplog.Enable, cdp.Empty{}) // opens the tab
	require.NoError(t, err)
	b.do(chromedp.Navigate(url))
	return b
}

// note records what the page does and what goes wrong in it.
func (b *browser) note(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		b.requests = append(b.requests, e.Request.URL)
	case *runtime.EventExceptionThrown:
		details := e.ExceptionDetails
		b.problems = append(b.problems, details.Text)
		if details.Exception != nil {
			b.problems = append(b.problems, details.Exception.Description)
		}
	case *runtime.EventConsoleAPICalled:
		b.problems = append(b.problems, fmt.Sprintf("console.%s", e.Type))
	case *cdplog.EventEntryAdded:
		b.problems = append(b.problems, e.Entry.Text+" "+e.Entry.URL)
	}
}

// clean fails the test if the page had errors or sent requests to any other origin.
func (b *browser) clean(origin string) {
	b.t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	assert.Empty(b.t, b.problems)
	assert.NotEmpty(b.t, b.requests)
	for _, url := range b.requests {
		assert.True(b.t, strings.HasPrefix(url, origin+"/"), url)
	}
}

func (b *browser) requestCount() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.requests)
}

// do runs actions, and gives up if they take too long.
func (b *browser) do(actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	require.NoError(b.t, chromedp.Do(ctx, actions...))
}

// result is what an action yields.
func result[T any](b *browser, action chromedp.Action[T]) T {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	result, err := chromedp.Run(ctx, action)
	require.NoError(b.t, err)
	return result
}

// value is what an expression in the page yields.
func value[T any](b *browser, expression string) T {
	b.t.Helper()
	return result(b, chromedp.Evaluate[T](expression))
}

// text is what the first element of a selector shows to a reader; empty if it is
// hidden.
func (b *browser) text(selector string) string {
	b.t.Helper()
	const shown = `((element) => element?.checkVisibility() ? element.innerText : "")(document.querySelector(%q))`
	return value[string](b, fmt.Sprintf(shown, selector))
}

// shows waits until an element contains a text.
func (b *browser) shows(selector, text string) {
	b.t.Helper()
	deadline := time.Now().Add(patience)
	for !strings.Contains(b.text(selector), text) {
		if time.Now().After(deadline) {
			require.Failf(b.t, "the page does not show it", "%s is %q, without %q", selector, b.text(selector), text)
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// until waits for an expression in the page to be true.
func (b *browser) until(expression string) {
	b.t.Helper()
	b.eventually(func() bool { return value[bool](b, expression) })
}

// eventually waits for a condition.
func (b *browser) eventually(condition func() bool) {
	b.t.Helper()
	for deadline := time.Now().Add(patience); !condition(); time.Sleep(50 * time.Millisecond) {
		require.True(b.t, time.Now().Before(deadline), "the condition is not met")
	}
}

// choose selects an application of the list by its name, with the keyboard.
func (b *browser) choose(name string) {
	b.t.Helper()
	focus := fmt.Sprintf(`[...document.querySelectorAll("#list button")].find((b) => b.innerText.includes(%q)).focus()`, name)
	b.do(chromedp.Evaluate[chromedp.Void](focus), chromedp.KeyEvent("\r"))
	b.shows("#name", name)
}

// call fills in the form and sends it.
func (b *browser) call(method, path, headers, body string) {
	b.t.Helper()
	for name, value := range map[string]string{"method": method, "path": path, "headers": headers, "body": body} {
		b.do(chromedp.Evaluate[chromedp.Void](fmt.Sprintf(`document.forms.call.elements[%q].value = %q`, name, value)))
	}
	b.click("#send")
}

func (b *browser) click(selector string) {
	b.t.Helper()
	b.do(chromedp.Click(chromedp.CSS(selector), chromedp.NodeVisible))
}
