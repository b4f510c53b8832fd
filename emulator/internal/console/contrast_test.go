package console

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestContrast checks every pair of text and background that the page has, in
// both colour schemes, against level AA of the web's accessibility guidelines.
func TestContrast(t *testing.T) {
	css := serve(newConsole(&fixed{}), request("GET", "/console/app.css", "")).Body.String()
	light, dark, found := strings.Cut(css, "@media (prefers-color-scheme: dark)")
	require.True(t, found)
	pairs := []string{
		"text/back", "text/card", "text/field", "text/code", "text/chosen", "muted/back", "muted/card", "muted/field", "muted/code",
		"muted/chosen", "accent/card", "on-accent/accent", "good/good-back", "busy/busy-back", "bad/bad-back", "good/card", "busy/card", "bad/card",
		"danger/card", "on-danger/danger",
	}
	for scheme, rules := range map[string]string{"light": light, "dark": dark} {
		colours := map[string]string{}
		for _, match := range regexp.MustCompile(`--([a-z-]+): (#[0-9a-f]{3,6});`).FindAllStringSubmatch(rules, -1) {
			colours[match[1]] = match[2]
		}
		for _, pair := range pairs {
			front, back, _ := strings.Cut(pair, "/")
			assert.GreaterOrEqual(t, contrast(t, colours[front], colours[back]), 4.5, "%s, %s", pair, scheme)
		}
	}
}

func contrast(t *testing.T, a, b string) float64 {
	x, y := luminance(t, a), luminance(t, b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// luminance is the relative luminance of "#rgb" or "#rrggbb".
func luminance(t *testing.T, colour string) float64 {
	digits := strings.TrimPrefix(colour, "#")
	if len(digits) == 3 {
		digits = strings.Join([]string{digits[:1], digits[:1], digits[1:2], digits[1:2], digits[2:], digits[2:]}, "")
	}
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		require.Len(t, digits, 6, "colour %q", colour)
		channel, err := strconv.ParseUint(digits[2*i:2*i+2], 16, 8)
		require.NoError(t, err)
		value := float64(channel) / 255
		if value <= 0.04045 {
			value /= 12.92
		} else {
			value = math.Pow((value+0.055)/1.055, 2.4)
		}
		sum += weight * value
	}
	return sum
}
