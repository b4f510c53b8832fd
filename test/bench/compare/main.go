// Compare measures the client and its peers, and prints the ratios to the floor:
// time, bytes and allocations of a call. The peers are generated from
// api/openapi.yaml at pinned versions, in a temporary module that is deleted
// afterwards. Without the Go module proxy it says so and compares the rest.
//
//	go run ./bench/compare [-svg FILE] [-benchstat] [-time 1s] [-count 6] [-out FILE | -from FILE]
//
// The official SDK has no client for this version of the API, so it is not among the
// peers.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

func main() {
	svg := flag.String("svg", "", "write a plot to this file")
	duration := flag.String("time", "0.3s", "how long each benchmark runs, as in go test -benchtime")
	count := flag.Int("count", 6, "how often each benchmark runs; the best run counts")
	out := flag.String("out", "", "write the output of the benchmarks to this file")
	from := flag.String("from", "", "read the output of an earlier run from this file")
	stat := flag.Bool("benchstat", false, "also print what benchstat says, with the spread of the runs")
	flag.Parse()
	if err := run(*svg, *duration, *count, *out, *from, *stat); err != nil {
		fmt.Fprintln(os.Stderr, "compare:", err)
		os.Exit(1)
	}
}

func run(svg, duration string, count int, out, from string, stat bool) error {
	text, err := output(duration, count, from)
	if err != nil {
		return err
	}
	if out != "" {
		if err := os.WriteFile(out, []byte(text), 0o644); err != nil {
			return err
		}
	}
	results := parse(text)
	if len(results) == 0 {
		return errors.New("no benchmark gave a result")
	}
	fmt.Print(results.table())
	if svg != "" {
		if err := os.WriteFile(svg, []byte(results.plot()), 0o644); err != nil {
			return err
		}
	}
	if stat {
		return runBenchstat(text)
	}
	return nil
}

// runBenchstat prints the clients side by side, with the spread of the runs.
func runBenchstat(text string) error {
	file, err := os.CreateTemp("", "gosc-bench-*.txt")
	if err != nil {
		return err
	}
	defer os.Remove(file.Name())
	if _, err := file.WriteString(text); err != nil {
		return err
	}
	if err := file.Close(); err != nil {
		return err
	}
	cmd := exec.Command("go", "run", benchstat, "-col", "/client", "-filter", ".name:Call", file.Name())
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	return cmd.Run()
}

// output runs the benchmarks, unless there is the output of an earlier run.
func output(duration string, count int, from string) (string, error) {
	if from != "" {
		data, err := os.ReadFile(from)
		return string(data), err
	}
	root, err := repository()
	if err != nil {
		return "", err
	}
	dir, err := os.MkdirTemp("", "gosc-bench-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(dir)
	m := module{root: root, dir: dir}
	if err := m.write(); err != nil {
		return "", err
	}
	if err := m.peers(); err != nil {
		fmt.Fprintf(os.Stderr, "\nWITHOUT PEERS: they cannot be generated: %v\n\n", err)
		return m.benchmarks(filepath.Join(root, "test"), "./bench", duration, count)
	}
	return m.benchmarks(dir, ".", duration, count)
}
