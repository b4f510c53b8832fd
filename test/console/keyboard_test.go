package console

import (
	"fmt"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// press sends keys to what has the focus.
func (b *browser) press(keys string, modifiers ...chromedp.Modifier) {
	b.t.Helper()
	b.do(chromedp.KeyEvent(keys, chromedp.KeyModifiers(modifiers...)))
}

// tabTo presses Tab until an element has the focus, and fails if none on the way
// shows that it has it.
func (b *browser) tabTo(selector string) {
	b.t.Helper()
	for range 60 {
		b.press(kb.Tab)
		if value[bool](b, `document.activeElement !== document.body`) {
			assert.NotEqual(b.t, "none", value[string](b, `getComputedStyle(document.activeElement).outlineStyle`), "the focus shows")
		}
		if value[bool](b, fmt.Sprintf(`document.activeElement.matches(%q)`, selector)) {
			return
		}
	}
	require.Failf(b.t, "not reached with Tab", "%s", selector)
}

// focused waits until an element has the focus.
func (b *browser) focused(selector string) {
	b.t.Helper()
	b.until(fmt.Sprintf(`document.activeElement.matches(%q)`, selector))
}

func TestEverythingIsDoneWithTheKeyboard(t *testing.T) {
	srv := newEmulator(t)
	b := open(t, srv.URL())
	b.shows("#connection", "live")

	b.tabTo(".top [data-create]")
	b.press(kb.Enter)
	b.focused("[name=name]")
	b.press(kb.Escape)
	b.focused(".top [data-create]")
	b.press(kb.Enter)
	b.focused("[name=name]")
	b.until(`document.forms["create-form"].elements.runtime.options.length > 0`)
	b.press("hello")
	b.tabTo("[name=new_namespace]")
	b.press("shop")
	b.tabTo("[name=code]")
	b.tabTo("#create-send")
	b.press(kb.Enter)
	b.shows("#name", "hello")
	b.focused("#list .item[aria-current]")
	b.shows("#status", "ready")

	b.tabTo("#send")
	b.press(kb.Enter)
	b.shows("#reply-body", "Hello from Node.js")
	b.press(kb.Tab, chromedp.ModifierShift)
	b.focused("#call [name=token]")

	b.tabTo("#to-traffic")
	b.press(kb.Enter)
	b.shows("#requests", "CreateFunction")
	b.tabTo("#fault-form [name=times]")
	b.press(kb.Enter) // submits
	b.shows("#faults", "*: status 503, 1 more time")
	b.tabTo("#faults-clear")
	b.press(kb.Enter)
	b.shows("#faults-none", "None")

	b.tabTo("#to-resources")
	b.press(kb.Enter)
	b.tabTo("#delete")
	b.press(kb.Enter)
	b.focused("#confirm-no")
	b.press(kb.Escape)
	b.focused("#delete")
	b.press(kb.Enter)
	b.focused("#confirm-no")
	b.press(kb.Tab, chromedp.ModifierShift)
	b.focused("#confirm-yes")
	b.press(kb.Enter)
	b.shows("#list", "No functions or containers yet")
	b.clean(srv.URL())
}

// screens are the views and dialogs of the page: how to get there, and back.
var screens = []struct{ name, enter, shows, leave string }{
	{"resources", "#to-resources", "*/5 * * * *", ""},
	{"requests and faults", "#to-traffic", "functions/v1alpha2.ListCrons: status 503", ""},
	{"new function", ".top [data-create]", "private: callers need a token", "#create-cancel"},
	{"confirmation", `button[aria-label^="Delete namespace"]`, "This cannot be undone.", "#confirm-no"},
}

const (
	// nameless are the controls that a screen reader has no name for.
	nameless = `[...document.querySelectorAll("a, button, input, select, textarea, [tabindex]")].filter((e) => e.checkVisibility() &&
		!(e.ariaLabel || e.labels?.length || e.innerText?.trim() || document.getElementById(e.getAttribute("aria-labelledby")))).map((e) => e.outerHTML)`
	// wide measures how far the page's elements reach to the right.
	wide = `Math.max(document.documentElement.scrollWidth, ...[...document.querySelectorAll("body *")].filter((e) => e.checkVisibility())
		.map((e) => Math.ceil(e.getBoundingClientRect().right)))`
	// faint are texts whose contrast to what is behind them is under 4.5.
	faint = `(() => {
		const parse = (color) => color.match(/[\d.]+/g).map(Number)
		const light = (color) => color.slice(0, 3).map((c) => c / 255).map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
			.reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0)
		const back = (e) => {
			for (; e; e = e.parentElement) {
				const color = parse(getComputedStyle(e).backgroundColor)
				if (color.length === 3 || color[3] === 1) return color
			}
			return [255, 255, 255]
		}
		return [...document.querySelectorAll("body *")].filter((e) => e.checkVisibility() && !e.disabled &&
			[...e.childNodes].some((n) => n.nodeType === Node.TEXT_NODE && n.data.trim())).filter((e) => {
				const [a, b] = [light(parse(getComputedStyle(e).color)), light(back(e))].sort((x, y) => y - x)
				return (a + 0.05) / (b + 0.05) < 4.5
			}).map((e) => e.outerHTML)
	})()`
)

func TestEveryScreenIsReadableNarrowAndNamedInBothSchemes(t *testing.T) {
	srv := newEmulator(t)
	s := newShop(t, srv)
	s.cron(s.node("a-function-with-a-name-as-long-as-nobody-would-want-it", helloJS), "*/5 * * * *", map[string]any{"lang": "en"})
	require.NoError(t, srv.Fail("functions/v1alpha2.ListCrons", 503, 0))
	b := open(t, srv.URL())
	b.shows("#status", "ready")
	b.do(chromedp.EmulateViewport(360, 740))
	for _, scheme := range []string{"light", "dark"} {
		_, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
		})
		require.NoError(t, err)
		require.True(t, value[bool](b, fmt.Sprintf(`matchMedia("(prefers-color-scheme: %s)").matches`, scheme)))
		for _, screen := range screens {
			if screen.leave != "" {
				b.click("#to-resources")
			}
			b.click(screen.enter)
			b.shows("body", screen.shows)
			assert.Empty(t, value[[]string](b, nameless), "%s, %s: without a name", screen.name, scheme)
			assert.Empty(t, value[[]string](b, faint), "%s, %s: faint", screen.name, scheme)
			assert.LessOrEqual(t, value[int](b, wide), 360, "%s, %s", screen.name, scheme)
			if screen.leave != "" {
				b.click(screen.leave)
			}
		}
	}
	b.clean(srv.URL())
}
