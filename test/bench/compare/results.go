package main

import (
	"bufio"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// figures are the processor time in ns, the bytes and the allocations of one call.
type figures [3]float64

// results are the best figures, by the name of the benchmark.
type results map[string]figures

var line = regexp.MustCompile(`^Benchmark(\S+?)(?:-\d+)?\s+\d+\s+(.*)`)

// parse reads the output of go test -bench. Of several runs of one benchmark the best
// figures count: slower runs were disturbed.
func parse(text string) results {
	out := results{}
	lines := bufio.NewScanner(strings.NewReader(text))
	for lines.Scan() {
		m := line.FindStringSubmatch(lines.Text())
		if m == nil {
			continue
		}
		got := parseFigures(m[2])
		name := strings.Replace(m[1], "client=", "", 1)
		if best, ok := out[name]; ok {
			for i := range got {
				got[i] = min(got[i], best[i])
			}
		}
		out[name] = got
	}
	return out
}

// parseFigures reads "120 ns/op 64 B/op 2 allocs/op". The time is processor time if
// the system reports it, which excludes other programs on the machine.
func parseFigures(text string) (out figures) {
	fields := strings.Fields(text)
	cpu := 0.0
	for i := 0; i+1 < len(fields); i += 2 {
		v, _ := strconv.ParseFloat(fields[i], 64)
		switch fields[i+1] {
		case "ns/op":
			out[0] = v
		case "cpu-ns/op":
			cpu = v
		case "B/op":
			out[1] = v
		case "allocs/op":
			out[2] = v
		}
	}
	if cpu > 0 {
		out[0] = cpu
	}
	return out
}

// The table, in this order.
var (
	clients   = []string{"transport", "ogen", "oapi-codegen", "gosc"}
	scenarios = []string{"GetFunction", "ListFunctions", "CreateFunction", "ListLogs"}
	titles    = map[string]string{"GetFunction": "GetFunction", "ListFunctions": "page of 100 functions", "CreateFunction": "CreateFunction", "ListLogs": "page of 100 logs"}
)

// ratio returns the figures of one benchmark relative to another's.
func (r results) ratio(name, floor string) (figures, bool) {
	a, ok := r[name]
	b, floorOK := r[floor]
	for i := range a {
		a[i] /= max(1, b[i])
	}
	return a, ok && floorOK
}

func (r results) table() string {
	var b strings.Builder
	for _, network := range []string{"inprocess", "loopback"} {
		if _, measured := r["Call/"+scenarios[0]+"/"+network+"/floor"]; !measured {
			continue
		}
		fmt.Fprintf(&b, "\nRatios to the floor, %s: processor time, bytes, allocations\n\n| |", network)
		for _, s := range scenarios {
			b.WriteString(" " + titles[s] + " |")
		}
		b.WriteString("\n| --- |" + strings.Repeat(" --- |", len(scenarios)) + "\n")
		for _, c := range clients {
			row, any := "| "+c+" |", false
			for _, s := range scenarios {
				f, ok := r.ratio("Call/"+s+"/"+network+"/"+c, "Call/"+s+"/"+network+"/floor")
				if any = any || ok; !ok {
					row += " - |"
					continue
				}
				row += fmt.Sprintf(" %.2f · %.2f · %.2f |", f[0], f[1], f[2])
			}
			if any {
				b.WriteString(row + "\n")
			}
		}
	}
	b.WriteString("\n| | time | bytes | allocations |\n| --- | --- | --- | --- |\n")
	for _, row := range [][3]string{
		{"10,000 logs in 100 pages, to the floor", "Iterate/gosc", "Iterate/floor"},
		{"16 goroutines on one client, to the floor", "Goroutines/gosc", "Goroutines/floor"},
		{"a call of 16 goroutines, to one of a single goroutine", "Goroutines/gosc", "Goroutines/gosc-alone"},
		{"decoding a page of 1,000, to ten of 100", "PageSize/oneOf1000", "PageSize/tenOf100"},
		{"encoding CreateFunctionRequest, to encoding/json", "Encode/gosc", "Encode/encodingJSON"},
	} {
		if f, ok := r.ratio(row[1], row[2]); ok {
			fmt.Fprintf(&b, "| %s | %.2f | %.2f | %.2f |\n", row[0], f[0], f[1], f[2])
		}
	}
	return b.String()
}
