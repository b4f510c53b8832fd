// Package console tests the emulator's page in a real browser.
package console

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/rumpl/gosc"
	"github.com/stretchr/testify/assert"
)

func TestPageTellsHowToBeginAndShowsWhatComes(t *testing.T) {
	srv := newEmulator(t)
	b := open(t, srv.URL())
	b.shows("#setup", "export SCW_API_URL="+srv.URL()+"\n")
	assert.Empty(t, b.text("#board"), "is hidden")

	s := newShop(t, srv)
	b.shows("#list", "No functions or containers yet")
	assert.Empty(t, b.text("#empty"), "is hidden")
	id := s.node("hello", helloJS)
	b.shows("#list", "hello")
	b.shows("#status", "ready")
	s.cron(id, "*/5 * * * *", map[string]any{"name": "cron"})
	b.shows("#list", "*/5 * * * *")
	b.shows("#crons", `{"name":"cron"}`)

	s.deleteFunction(id)
	b.shows("#list", "No functions or containers yet")
	b.shows("#name", "No function or container yet")
	b.clean(srv.URL())
}

func TestCallAndReadReplyAndLog(t *testing.T) {
	srv := newEmulator(t)
	s := newShop(t, srv)
	s.node("other", countJS)
	s.node("hello", helloJS)
	b := open(t, srv.URL())
	b.shows("#list", "hello")
	b.choose("hello")
	b.shows("#status", "ready")
	b.call("POST", "/?lang=en", "Content-Type: text/plain", "Ada")
	b.shows("#reply-status", "200 OK")
	assert.Regexp(t, `in [0-9.]+ ms, 37 bytes`, b.text("#reply-status"))
	b.shows("#reply-headers", "application/json")
	assert.JSONEq(t, `{"message":"Hello, Ada!","lang":"en"}`, b.text("#reply-body"))
	b.shows("#logs", "greeting Ada")

	b.call("GET", "/", "no header", "")
	b.shows("#reply-status", `The header "no header" is not`)
	b.clean(srv.URL())
}

func TestNamesLogsAndRepliesAreNoMarkup(t *testing.T) {
	const markup = `<img src=x onerror="document.title='broken'">`
	srv := newEmulator(t)
	s := newShop(t, srv)
	s.addNamespace(markup)
	s.node(markup, helloJS)
	b := open(t, srv.URL())
	b.shows("#list", markup)
	b.call("POST", "/", "", markup)
	b.shows("#logs", "greeting "+markup)
	b.shows("#reply-body", "<img")
	assert.Equal(t, 1, value[int](b, `document.images.length`), "the page's own icon")
	assert.Equal(t, "functions-emulator", value[string](b, `document.title`))
	b.clean(srv.URL())
}

func TestPrivateFunctionIsCalledWithAToken(t *testing.T) {
	srv := newEmulator(t)
	s := newShop(t, srv)
	id := s.function(gosc.CreateFunctionRequest{
		Name: "report", Runtime: gosc.FunctionRuntimePython3, Privacy: gosc.FunctionPrivacyPrivate,
		EnvironmentVariables: map[string]string{"DB_PASSWORD": "hunter2"},
	}, "handler.py", reportPY)
	s.cron(id, "0 6 * * *", map[string]any{"day": "monday"})
	b := open(t, srv.URL())
	b.shows("#facts", "private")
	b.shows("#facts", "DB_PASSWORD")
	assert.NotContains(t, value[string](b, `document.documentElement.outerHTML`), "hunter2")

	b.click("#crons button")
	b.click("#send")
	b.shows("#reply-status", "200 OK")
	b.shows("#logs", `report of {"day":"monday"}`)
	b.click("[name=token]")
	b.click("#send")
	b.shows("#reply-status", "404 Not Found")
	b.clean(srv.URL())
}

func TestContainerIsCalled(t *testing.T) {
	srv := newEmulator(t)
	newShop(t, srv).container("storefront")
	b := open(t, srv.URL())
	b.shows("#facts", "storefront:latest")
	b.call("GET", "/", "", "")
	b.shows("#reply-body", "welcome")
	b.clean(srv.URL())
}

func TestLogsFollowUntilSomebodyReads(t *testing.T) {
	const atEnd = `(() => { const l = document.getElementById("logs"); return l.scrollHeight - l.scrollTop - l.clientHeight < 4 })()`
	srv := newEmulator(t)
	newShop(t, srv).node("count", countJS)
	b := open(t, srv.URL())
	b.shows("#name", "count")
	b.call("POST", "/", "", "600")
	b.shows("#logs", "line 600")
	assert.True(t, value[bool](b, atEnd))

	b.do(chromedp.Evaluate[chromedp.Void](`document.getElementById("logs").scrollTop = 0`))
	assert.Eventually(t, func() bool { return !value[bool](b, `document.getElementById("follow").checked`) }, patience, 20*time.Millisecond)
	b.call("POST", "/", "", "601")
	b.shows("#logs", "line 601")
	assert.False(t, value[bool](b, atEnd), "stays where the reader is")
	b.click("#follow")
	assert.True(t, value[bool](b, atEnd))
	assert.Equal(t, 1, strings.Count(b.text("#logs"), "line 601"))
	b.clean(srv.URL())
}

func TestHiddenPageRests(t *testing.T) {
	const setHidden = `Object.defineProperty(document, "hidden", { configurable: true, value: %s }), document.dispatchEvent(new Event("visibilitychange"))`
	hidden := func(value string) chromedp.Action[chromedp.Void] {
		return chromedp.Evaluate[chromedp.Void](strings.Replace(setHidden, "%s", value, 1))
	}
	srv := newEmulator(t)
	b := open(t, srv.URL())
	b.shows("#connection", "live")
	b.do(hidden("true"))
	time.Sleep(300 * time.Millisecond) // a look that was under way
	before := b.requestCount()
	time.Sleep(2500 * time.Millisecond) // more than two looks
	assert.Equal(t, before, b.requestCount())
	b.do(hidden("false"))
	assert.Eventually(t, func() bool { return b.requestCount() > before+1 }, patience, 20*time.Millisecond)
	b.clean(srv.URL())
}

func TestPageSaysThatTheEmulatorIsGone(t *testing.T) {
	srv := newEmulator(t)
	b := open(t, srv.URL())
	b.shows("#connection", "live")
	assert.NoError(t, srv.Close())
	b.shows("#connection", "no connection to the emulator")
}

func TestPageFitsASmallScreen(t *testing.T) {
	srv := newEmulator(t)
	newShop(t, srv).node("a-function-with-a-name-as-long-as-nobody-would-want-it-but-somebody-has-it", helloJS)
	b := open(t, srv.URL())
	b.shows("#status", "ready")
	b.do(chromedp.EmulateViewport(360, 740))
	b.call("POST", "/", "", strings.Repeat("x", 500))
	b.shows("#logs", "greeting x")
	assert.LessOrEqual(t, value[int](b, `document.documentElement.scrollWidth`), 360)
}
