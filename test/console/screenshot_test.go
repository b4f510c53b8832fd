package console

import (
	"image/png"
	"os"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/rumpl/gosc"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	screenshot    = "../../docs/console.png"
	maxScreenshot = 200_000 // bytes
)

// TestScreenshot checks the picture of the console that the README shows, and
// takes it anew with UPDATE_SCREENSHOT=1.
func TestScreenshot(t *testing.T) {
	if os.Getenv("UPDATE_SCREENSHOT") != "" {
		require.NoError(t, os.WriteFile(screenshot, takeScreenshot(t), 0o644))
	}
	file, err := os.Open(screenshot)
	require.NoError(t, err)
	defer file.Close()
	info, err := file.Stat()
	require.NoError(t, err)
	assert.Less(t, info.Size(), int64(maxScreenshot))
	_, err = png.DecodeConfig(file)
	assert.NoError(t, err)
}

func takeScreenshot(t *testing.T) []byte {
	srv := newEmulator(t)
	s := newShop(t, srv)
	s.cron(s.node("hello", helloJS), "*/15 * * * *", map[string]any{"lang": "en"})
	report := s.function(gosc.CreateFunctionRequest{
		Name: "daily-report", Runtime: gosc.FunctionRuntimePython3, Privacy: gosc.FunctionPrivacyPrivate,
	}, "handler.py", reportPY)
	s.cron(report, "0 6 * * 1-5", map[string]any{"format": "pdf"})
	s.container("storefront")
	s.addNamespace("blog")
	s.node("render-page", helloJS)
	draft, _, err := s.client.FunctionsApi.CreateFunction(t.Context(), "", gosc.CreateFunctionRequest{
		NamespaceID: s.namespace, Name: "search", Runtime: gosc.FunctionRuntimeGolang,
	})
	require.NoError(t, err)
	_, err = s.client.FunctionsApi.DeployFunctionAndWait(t.Context(), "", draft.ID, nil)
	require.Error(t, err, "nothing was uploaded")

	// What the live API made, in another region.
	ns := create(t, srv, "/namespaces", `{"name":"webhooks","project_id":"`+srv.OrganizationID()+`"}`)
	create(t, srv, "/functions", `{"namespace_id":"`+ns+`","name":"on-payment","runtime":"go126"}`)
	create(t, srv, "/functions", `{"namespace_id":"`+ns+`","name":"on-refund","runtime":"python313"}`)

	b := open(t, srv.URL())
	b.shows("#list", "on-refund")
	for _, name := range []string{"", "Edsger", "Barbara", "Grace", "Donald", "Ada"} {
		b.call("POST", "/?lang=en", "Content-Type: text/plain", name)
		b.shows("#reply-status", "200 OK")
		b.shows("#logs", "greeting "+name)
	}
	b.do(chromedp.EmulateViewport(1280, 960), chromedp.Evaluate[chromedp.Void](`document.activeElement.blur()`))
	picture := result(b, chromedp.FullScreenshot(100)) // 100 means PNG
	b.clean(srv.URL())
	return picture
}
