// Gen generates a Go client from an API description, OpenAPI 3.0 or 3.1, as Scaleway
// publishes them.
//
//	gen -spec api/openapi.yaml -out .              # the package gosc itself, in its repository
//	gen -spec shop.yaml -out shop -package shop    # another one on its runtime
//
// With -check it writes nothing, lists what would change and exits with status 1
// if anything would. With -diff it prints what a new description breaks for users.
// See docs/regenerating.md.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"math"
	"os"
	"runtime/debug"
	"strings"
)

const synopsis = `gen writes a Go client for an API description, OpenAPI 3.0 or 3.1.

	gen -spec FILE -out DIR -package NAME [-include P] [-exclude P] [-skip-unsupported]
	gen -spec FILE -out DIR -package NAME -check
	gen -spec FILE -package NAME -diff OLDER_FILE

Examples, in any module:

	go run github.com/rumpl/gosc/gen@latest -spec shop.yaml -out shop -package shop
	go run github.com/rumpl/gosc/gen@latest -spec shop.yaml -out shop -package shop -include Orders -exclude '/shop/v1/*/metrics'
	go run github.com/rumpl/gosc/gen@latest -spec shop.yaml -package shop -diff shop.old.yaml

The package imports github.com/rumpl/gosc. Without -package, gen writes the package
gosc itself, which works in its own repository only.

Flags:
`

func main() {
	debug.SetGCPercent(400)
	sizeKnown = boundMemory
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

// sizeKnown is called with the size of a description before it is parsed.
var sizeKnown = func(int) {}

// boundMemory makes the garbage collector work harder when the program comes near to
// a limit, which grows with the description. Below it, the program is so short-lived
// that collecting garbage is mostly a waste.
func boundMemory(size int) { debug.SetMemoryLimit(int64(max(256<<20, 40*size))) }

// unboundMemory lifts the limit for a comparison: what oasdiff makes of a description
// with many references does not depend on its size alone, and it would do little but
// collect garbage.
func unboundMemory() { debug.SetMemoryLimit(math.MaxInt64) }

type options struct {
	spec, out, pkg, diff string
	check, strict, skip  bool
	include, exclude     patterns
}

// patterns is a flag that may be repeated and takes several values with commas
// between them.
type patterns []string

func (p *patterns) String() string { return strings.Join(*p, ",") }

func (p *patterns) Set(value string) error {
	for pattern := range strings.SplitSeq(value, ",") {
		if pattern = strings.TrimSpace(pattern); pattern != "" {
			*p = append(*p, pattern)
		}
	}
	return nil
}

// parse reads the command line.
func parse(args []string, stderr io.Writer) (options, error) {
	var o options
	flags := flag.NewFlagSet("gen", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&o.spec, "spec", "", "the API description, YAML or JSON")
	flags.StringVar(&o.out, "out", "", "the directory of the package")
	flags.StringVar(&o.pkg, "package", "", "`name` of a package that imports the root package as its runtime (default: the root package itself)")
	flags.StringVar(&o.diff, "diff", "", "an older description: write nothing, print what the new one breaks for users and exit with status 1 if anything")
	flags.BoolVar(&o.check, "check", false, "write nothing, list what would change and exit with status 1 if anything would")
	flags.BoolVar(&o.strict, "strict", false, "treat tolerated oddities of the description as errors")
	flags.Var(&o.include, "include", "only operations with this tag, operation id or path; `patterns` with * and ?, may be repeated")
	flags.Var(&o.exclude, "exclude", "not the operations with this tag, operation id or path; `patterns` with * and ?, may be repeated")
	flags.BoolVar(&o.skip, "skip-unsupported", false, "leave out the operations that cannot be generated, and list them, instead of failing")
	flags.Usage = func() {
		fmt.Fprint(stderr, synopsis)
		flags.PrintDefaults()
	}
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	if o.spec == "" || o.out == "" && o.diff == "" || flags.NArg() > 0 {
		fmt.Fprint(stderr, "gen: -spec and -out are required\n\n")
		flags.Usage()
		return o, errors.New("wrong command line")
	}
	return o, nil
}

// run is the program; it returns the exit status: 1 if something is wrong or
// would change, 2 for a wrong command line.
func run(args []string, stdout, stderr io.Writer) int {
	o, err := parse(args, stderr)
	if errors.Is(err, flag.ErrHelp) {
		return 0
	}
	if err != nil {
		return 2
	}
	work := generate
	if o.diff != "" {
		work = difference
	}
	found, err := work(o, stdout, stderr)
	if err != nil {
		fmt.Fprintln(stderr, err)
		return 1
	}
	if found && (o.check || o.diff != "") {
		return 1
	}
	return 0
}
