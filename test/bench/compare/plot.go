package main

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"time"
)

var colors = map[string]string{"ogen": "#8e8ea0", "oapi-codegen": "#c9c9d4", "gosc": "#4f0599"}

// plot draws the time of each call in process, relative to the floor's.
func (r results) plot() string {
	const left, width, bar, gap = 170, 420, 14, 18
	var b strings.Builder
	y := 44
	for _, s := range scenarios {
		fmt.Fprintf(&b, `<text x="%d" y="%d" text-anchor="end">%s</text>`+"\n", left-12, y+bar*2-4, titles[s])
		for _, c := range []string{"gosc", "ogen", "oapi-codegen"} {
			f, ok := r.ratio("Call/"+s+"/inprocess/"+c, "Call/"+s+"/inprocess/floor")
			if !ok {
				continue
			}
			w := min(f[0], 1.5) * width / 1.5
			fmt.Fprintf(&b, `<rect x="%d" y="%d" width="%.1f" height="%d" fill="%s"/>`, left, y, w, bar-2, colors[c])
			fmt.Fprintf(&b, `<text x="%.1f" y="%d" class="small">%s %.2f</text>`+"\n", left+w+6, y+bar-4, c, f[0])
			y += bar
		}
		y += gap
	}
	one := left + width/1.5
	head := fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="sans-serif" font-size="13">
<style>text{fill:#24292f}.small{font-size:11px}@media(prefers-color-scheme:dark){text{fill:#e6edf3}}</style>
<text x="%d" y="20" font-weight="bold">Processor time of a call, 1 = net/http and encoding/json by hand</text>
<line x1="%.1f" y1="32" x2="%.1f" y2="%d" stroke="#999" stroke-dasharray="4 3"/>
`, left+width+130, y+30, left-150, one, one, y-8)
	foot := fmt.Sprintf(`<text x="%d" y="%d" class="small">in process, less is faster; %s, %s, %s</text>`+"\n</svg>\n",
		left-150, y+16, time.Now().Format("2006-01-02"), runtime.Version(), escape(machine()))
	return head + b.String() + foot
}

func escape(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;").Replace(s)
}

// machine returns the name of the processor, if the system provides it.
func machine() string {
	name := runtime.GOOS + "/" + runtime.GOARCH
	data, _ := os.ReadFile("/proc/cpuinfo")
	for l := range strings.Lines(string(data)) {
		if key, value, ok := strings.Cut(l, ":"); ok && strings.TrimSpace(key) == "model name" {
			name = strings.TrimSpace(value)
			break
		}
	}
	return fmt.Sprintf("%s, %d cores", name, runtime.NumCPU())
}
