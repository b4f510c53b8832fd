package breaking

import (
	"fmt"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/oasdiff/oasdiff/checker"
	"github.com/oasdiff/oasdiff/diff"
	"github.com/oasdiff/oasdiff/load"

	"github.com/rumpl/gosc/gen/internal/model"
)

// Wire lists the incompatibilities between an old client and a new server, or the
// other way round, as found by oasdiff, each with the Go method that it concerns.
// Encodings, which oasdiff ignores, are compared by Encoding.
func Wire(oldPath string, oldData []byte, newPath string, newData []byte, pkg *model.Package) ([]string, error) {
	before, err := load.NewSpecInfoFromData(openapi3.NewLoader(), oldData, oldPath)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", oldPath, err)
	}
	after, err := load.NewSpecInfoFromData(openapi3.NewLoader(), newData, newPath)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", newPath, err)
	}
	report, sources, err := diff.GetWithOperationsSourcesMap(diff.NewConfig(), before, after)
	if err != nil {
		return nil, err
	}
	methods := methodNames(pkg)
	var out []string
	localizer := checker.NewDefaultLocalizer()
	for _, change := range checker.CheckBackwardCompatibility(checker.NewConfig(checker.GetAllChecks()), report, sources) {
		where := methods[change.GetOperation()+" "+change.GetPath()]
		if where == "" {
			where = strings.TrimSpace(change.GetOperation() + " " + change.GetPath())
		}
		out = append(out, where+": "+change.GetUncolorizedText(localizer))
	}
	return out, nil
}

// methodNames maps "GET /path" to the Go method.
func methodNames(pkg *model.Package) map[string]string {
	out := map[string]string{}
	for _, s := range pkg.Services {
		for _, op := range s.Ops {
			out[op.Method+" "+op.Path] = s.Field + "." + op.Name
		}
	}
	return out
}
