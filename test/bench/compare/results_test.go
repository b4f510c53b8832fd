package main

import (
	"encoding/xml"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const sample = `goos: linux
BenchmarkCall/GetFunction/inprocess/client=floor-2  	     200	      8000 ns/op	    4000 B/op	      40 allocs/op
BenchmarkCall/GetFunction/inprocess/client=gosc-2   	     200	      9000 ns/op	    1000 B/op	      10 allocs/op
BenchmarkCall/GetFunction/inprocess/client=gosc-2   	     200	      9999 ns/op	      4000 cpu-ns/op	    1000 B/op	      10 allocs/op
BenchmarkCall/GetFunction/inprocess/client=oapi-codegen-2	     200	     10000 ns/op	    4400 B/op	      44 allocs/op
BenchmarkEncode/encodingJSON                        	     200	      1000 ns/op	     400 B/op	       6 allocs/op
BenchmarkEncode/gosc                                	     200	     500.5 ns/op	     300 B/op	       1 allocs/op
PASS
`

func TestTable(t *testing.T) {
	table := parse(sample).table()
	assert.Contains(t, table, "| gosc | 0.50 · 0.25 · 0.25 | - | - | - |\n", "the best run counts")
	assert.Contains(t, table, "| oapi-codegen | 1.25 · 1.10 · 1.10 | - | - | - |\n")
	assert.NotContains(t, table, "| ogen |", "what was not measured is left out")
	assert.Contains(t, table, "| encoding CreateFunctionRequest, to encoding/json | 0.50 | 0.75 | 0.17 |\n")
}

func TestPlot(t *testing.T) {
	plot := parse(sample).plot()
	require.NoError(t, xml.Unmarshal([]byte(plot), new(any)))
	assert.Contains(t, plot, ">gosc 0.50<")
}
