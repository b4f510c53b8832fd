package main

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/rumpl/gosc/gen/internal/oracle"
)

// oracleTable prints what the oracle finds in the packages that gen makes of the
// descriptions, a line each.
func (s settings) oracleTable(ctx context.Context, seed uint64, n int) error {
	t := tools(s.work)[0]
	if err := t.prepare(ctx, s.work, s.repo); err != nil {
		return err
	}
	fmt.Println("| description | operations | called | models | comparisons | differences |")
	fmt.Println("| --- | ---: | ---: | ---: | ---: | --- |")
	all := slices.Clone(documents)
	for _, c := range collections {
		more, err := c.documents(ctx, s.work, s.repo)
		if err != nil {
			return err
		}
		all = append(all, more...)
	}
	for _, d := range all {
		if !s.chosen.MatchString(d.name) {
			continue
		}
		spec, err := d.fetch(ctx, s.work, s.repo)
		if err != nil {
			return fmt.Errorf("%s: %w", d.name, err)
		}
		row, err := s.oracleRow(ctx, t, folder(d.name), spec, seed, n)
		if err != nil {
			row = "| | | | " + shorten(err.Error())
			fmt.Fprintf(os.Stderr, "%s: %.1000s\n", d.name, err)
		}
		fmt.Printf("| %s %s |\n", d.name, row)
	}
	return ctx.Err()
}

func (s settings) oracleRow(ctx context.Context, t tool, name, spec string, seed uint64, n int) (string, error) {
	dir := filepath.Join(t.module(s.work), name)
	if _, stderr, err := t.generate(ctx, s.work, dir, spec, s.limit, t.extra); err != nil {
		return "", fmt.Errorf("refused: %s", reason(stderr))
	}
	run, err := oracle.Plan(oracle.Package{Name: name, Dir: dir, Spec: spec}, seed, n)
	if err != nil {
		return "", err
	}
	report, err := s.ask(ctx, t, name, run)
	if err != nil {
		return "", err
	}
	kinds := map[string]int{}
	for _, f := range report.Findings {
		kinds[f.Kind]++
		fmt.Fprintf(os.Stderr, "%.1500s\n", f)
	}
	var list []string
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		list = append(list, fmt.Sprintf("%d %s", kinds[kind], kind))
	}
	return fmt.Sprintf("| %d | %d | %d | %d | %s", run.Operations, run.Called, run.Models, report.Comparisons, strings.Join(list, ", ")), nil
}

// ask builds the program that makes the calls, runs it and judges what it did.
func (s settings) ask(ctx context.Context, t tool, name string, run *oracle.Run) (oracle.Report, error) {
	module := t.module(s.work)
	if err := oracle.WriteProgram(module, "compared", []string{name}); err != nil {
		return oracle.Report{}, err
	}
	program := filepath.Join(s.work, "bin", "calls")
	if _, err := command(ctx, module, moduleEnv, "go", "build", "-o", program, "./drive"); err != nil {
		return oracle.Report{}, err
	}
	input, err := oracle.Input([]*oracle.Run{run})
	if err != nil {
		return oracle.Report{}, err
	}
	cmd := exec.CommandContext(ctx, program)
	cmd.Stdin, cmd.Stderr = bytes.NewReader(input), os.Stderr
	output, err := cmd.Output()
	if err != nil {
		return oracle.Report{}, err
	}
	reports, err := oracle.Judge([]*oracle.Run{run}, output)
	if err != nil {
		return oracle.Report{}, err
	}
	return reports[0], nil
}
