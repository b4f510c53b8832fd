package console

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// One browser serves all tests, because it takes seconds to start.
var (
	launched   = sync.OnceValues(launch)
	quit       = func() error { return nil }
	errMissing = errors.New("chromium is not installed")
)

func TestMain(m *testing.M) {
	code := m.Run()
	if err := quit(); err != nil {
		os.Stderr.WriteString("close the browser: " + err.Error() + "\n")
		code = 1
	}
	os.Exit(code)
}

// chromium is the browser. Without one there is nothing to test in.
func chromium(t *testing.T) context.Context {
	t.Helper()
	ctx, err := launched()
	if errors.Is(err, errMissing) {
		t.Skip(err)
	}
	require.NoError(t, err)
	return ctx
}

func launch() (context.Context, error) {
	path := installed("chromium", "chromium-browser", "google-chrome")
	if path == "" {
		return nil, errMissing
	}
	profile, err := os.MkdirTemp("", "console-test-")
	if err != nil {
		return nil, err
	}
	options := []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(path), chromedp.UserDataDir(profile),
		chromedp.Headless, chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true),
		chromedp.Flag("lang", "en"), chromedp.WindowSize(1280, 1100),
	}
	allocator, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, _ := chromedp.NewContext(allocator)
	quit = func() error {
		err := chromedp.Cancel(ctx)
		cancel()
		return errors.Join(err, os.RemoveAll(profile))
	}
	return ctx, chromedp.Do(ctx)
}

// installed is the path of the first program that is there.
func installed(names ...string) string {
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}
