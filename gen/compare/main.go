// Compare makes a table of Go generators and public API descriptions: whether each
// generator makes code from each description, whether the code passes the compiler
// and go vet, whether the models survive a round trip, and the time and memory used.
//
//	go run ./gen/compare
//	go run ./gen/compare -oracle
//
// With -oracle it calls every operation of the generated clients with random valid
// arguments and replies instead, made by package oracle from the description alone, and
// prints the differences.
//
// It needs the Go module proxy and npm, from which it downloads the descriptions and
// the other generators, by name and version.
package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"regexp"
	"slices"
	"strings"
	"time"
)

func main() {
	var s settings
	flag.StringVar(&s.work, "work", "", "a folder to work in and to keep (default: a temporary one)")
	flag.DurationVar(&s.limit, "limit", 3*time.Minute, "time limit for a generator or a compiler")
	only := flag.String("only", "", "only the descriptions whose name matches this regular expression")
	generators := flag.String("generators", "", "only the generators whose name matches this regular expression")
	withOracle := flag.Bool("oracle", false, "make random calls with the clients that gen generates, and compare what is sent and returned with the description")
	seed := flag.Uint64("seed", 1, "the seed of the random calls")
	calls := flag.Int("calls", 6, "how often each operation is called")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	err := func() (err error) {
		if s.chosen, err = regexp.Compile(*only); err != nil {
			return err
		}
		cleanUp, err := s.prepare()
		defer cleanUp()
		if err != nil {
			return err
		}
		if *withOracle {
			return s.oracleTable(ctx, *seed, *calls)
		}
		return s.table(ctx, *generators)
	}()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// table compares the generators.
func (s settings) table(ctx context.Context, generators string) error {
	chosenTools, err := regexp.Compile(generators)
	if err != nil {
		return err
	}
	work, repo, limit := s.work, s.repo, s.limit
	list := slices.DeleteFunc(tools(work), func(t tool) bool { return !chosenTools.MatchString(t.name) })
	header, rule := "| description | operations |", "| --- | ---: |"
	for _, t := range list {
		if err := t.prepare(ctx, work, repo); err != nil {
			return fmt.Errorf("%s: %w", t.name, err)
		}
		header += " " + strings.TrimSpace(t.name+" "+t.version) + " | s | MB |"
		rule += " --- | ---: | ---: |"
	}
	fmt.Println(header)
	fmt.Println(rule)
	for _, d := range documents {
		if !s.chosen.MatchString(d.name) {
			continue
		}
		spec, err := d.fetch(ctx, work, repo)
		if err != nil {
			return fmt.Errorf("%s: %w", d.name, err)
		}
		n, err := operations(spec)
		if err != nil {
			return fmt.Errorf("%s: %w", d.name, err)
		}
		row := fmt.Sprintf("| %s | %d |", d.name, n)
		for _, t := range list {
			o := t.try(ctx, work, folder(d.name), spec, limit)
			row += fmt.Sprintf(" %s | %.1f | %d |", o.verdict, o.seconds, o.megabytes)
		}
		fmt.Println(row)
	}
	return ctx.Err()
}

// repository returns the folder of this module's repository.
func repository() (string, error) {
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/rumpl/gosc").Output()
	if err != nil {
		return "", errors.New("compare runs in a clone of gosc only")
	}
	return strings.TrimSpace(string(out)), nil
}

var notWord = regexp.MustCompile(`[^a-z0-9]+`)

func folder(name string) string { return "d" + notWord.ReplaceAllString(strings.ToLower(name), "") }

// command runs a program; its output is the error if it fails.
func command(ctx context.Context, dir string, env []string, name string, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), env...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("%s %s: %w\n%s%s", name, strings.Join(args, " "), err, &stderr, &stdout)
	}
	return stdout.Bytes(), nil
}
