package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"time"
)

// outcome is the result of a generator for a description.
type outcome struct {
	verdict   string
	seconds   float64 // of processor time, which other programs affect least
	megabytes int64   // at most
}

// try generates a package, compiles and vets it, and tests the round trip of its
// models.
func (t tool) try(ctx context.Context, work, name, spec string, limit time.Duration) outcome {
	dir := filepath.Join(t.module(work), name)
	o, stderr, err := t.generate(ctx, work, dir, spec, limit, nil)
	left := ""
	if err != nil && t.extra != nil {
		why := reason(stderr)
		if o, stderr, err = t.generate(ctx, work, dir, spec, limit, t.extra); err == nil {
			left = fmt.Sprintf(", %d left out (%s)", strings.Count(stderr, "left out: "), why)
		}
	}
	if err != nil {
		o.verdict = "refused: " + reason(stderr)
		if errors.Is(err, context.DeadlineExceeded) {
			o.verdict = "not finished within " + limit.String()
		}
		return o
	}
	o.verdict = t.judge(ctx, work, dir, name, limit) + left
	return o
}

func (t tool) generate(ctx context.Context, work, dir, spec string, limit time.Duration, extra []string) (outcome, string, error) {
	if err := os.RemoveAll(dir); err != nil {
		return outcome{}, "", err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return outcome{}, "", err
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	cmd := exec.CommandContext(ctx, filepath.Join(work, "bin", t.name), append(t.args(spec, dir), extra...)...)
	cmd.Dir = t.module(work)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	err := cmd.Run()
	var o outcome
	if state := cmd.ProcessState; state != nil {
		o.seconds = (state.UserTime() + state.SystemTime()).Seconds()
		o.megabytes = peakMegabytes(state)
	}
	if ctx.Err() != nil {
		err = ctx.Err()
	}
	return o, stderr.String(), err
}

// judge describes how far the generated package gets.
func (t tool) judge(ctx context.Context, work, dir, name string, limit time.Duration) string {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	module := t.module(work)
	steps := [][]string{{"does not compile or vet", "go", "vet", "./" + name}}
	verdict := "compiles, vets"
	if t.install == "" {
		if err := writeRoundTrip(dir); err != nil {
			return "no round trip: " + err.Error()
		}
		steps = append(steps, []string{"compiles and vets, but no round trip", "go", "test", "./" + name})
		verdict = "compiles, vets, round-trips"
	}
	for _, step := range steps {
		if _, err := command(ctx, module, moduleEnv, step[1], step[2:]...); err != nil {
			if ctx.Err() != nil {
				return step[0] + " within " + limit.String()
			}
			_, text, _ := strings.Cut(err.Error(), "\n")
			fmt.Fprintf(os.Stderr, "%s, %s: %s\n%.2000s\n", t.name, name, step[0], text)
			return step[0]
		}
	}
	return verdict
}

var pathInText = regexp.MustCompile(`\S*/\S*/\S*`)

// reason returns the line of an error that says why, without the folders of this
// machine.
func reason(stderr string) string {
	if i := strings.LastIndex(stderr, "\n  - "); i >= 0 { // ogen: the innermost error
		line, _, _ := strings.Cut(stderr[i+len("\n  - "):], "\n")
		return shorten(line)
	}
	for line := range strings.Lines(stderr) {
		if strings.HasPrefix(line, "INFO") || strings.HasPrefix(line, "WARN") {
			continue
		}
		if rule := regexp.MustCompile(`\[[a-z-]+\] .*`).FindString(line); rule != "" && !strings.HasPrefix(line, "left out") {
			line = rule
		} else if !strings.Contains(strings.ToLower(line), "err") && !strings.Contains(line, "unsupported") && !strings.Contains(line, "not implemented") {
			continue
		}
		return shorten(line)
	}
	return "no error message"
}

func shorten(line string) string {
	line = pathInText.ReplaceAllString(strings.TrimSpace(line), "…")
	if len(line) > 90 {
		line = strings.ToValidUTF8(line[:90], "") + "…"
	}
	return strings.NewReplacer("|", `\|`, "<", "&lt;", "`", "'").Replace(line)
}
