// Command gen writes a Go client for an API description, OpenAPI 3.0 or 3.1, as
// Scaleway publishes them.
//
//	go run ./gen -spec api/openapi.yaml -out .              # the package gosc
//	go run ./gen -spec shop.yaml -out shop -package shop    # another one on its runtime
//
// With -check it writes nothing, lists what would change and exits with status 1
// if anything would. With -diff it says what a new description breaks for users.
// See docs/regenerating.md.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
)

func main() {
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

type options struct {
	spec, out, pkg, diff string
	check, strict        bool
}

// run is the program; it returns the exit status: 1 if something is wrong or
// would change, 2 for a wrong command line.
func run(args []string, stdout, stderr io.Writer) int {
	var o options
	flags := flag.NewFlagSet("gen", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&o.spec, "spec", "", "the API description, YAML or JSON")
	flags.StringVar(&o.out, "out", "", "the directory of the package")
	flags.StringVar(&o.pkg, "package", "", "name of a package that imports the root package as its runtime (default: the root package itself)")
	flags.StringVar(&o.diff, "diff", "", "an older description: write nothing, print what the new one breaks for users and exit with status 1 if anything")
	flags.BoolVar(&o.check, "check", false, "write nothing, list what would change and exit with status 1 if anything would")
	flags.BoolVar(&o.strict, "strict", false, "treat tolerated oddities of the description as errors")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return 0
		}
		return 2
	}
	if o.spec == "" || o.out == "" && o.diff == "" || flags.NArg() > 0 {
		fmt.Fprintln(stderr, "gen: -spec and -out are required")
		flags.Usage()
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
