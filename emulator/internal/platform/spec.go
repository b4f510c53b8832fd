package platform

import (
	"errors"
	"slices"
	"time"

	"github.com/rumpl/gosc/emulator/internal/apps"
	"github.com/rumpl/gosc/emulator/internal/state"
	"github.com/rumpl/gosc/emulator/internal/token"
)

// spec says what to run. Variables of the platform win over the user's.
func (p *Platform) spec(row *state.Application, revision *state.Revision) (apps.Spec, error) {
	spec := apps.Spec{
		Rules:   rulesOf(row),
		Runtime: runtimeOf(row, revision), Handler: revision.Handler,
		MinScale: int(revision.MinScale), MaxScale: int(revision.MaxScale),
		MemoryMB: int(revision.MemoryLimit), CPUMilli: int(cpuOf(revision)),
		Timeout: time.Duration(revision.Timeout), Port: int(revision.Port),
		RedirectHTTP: revision.HTTPOption == state.HTTPRedirected,
	}
	if row.Kind == state.Container {
		if err := p.containerSpec(&spec, row, revision); err != nil {
			return apps.Spec{}, err
		}
	} else if err := p.functionSpec(&spec, row, revision); err != nil {
		return apps.Spec{}, err
	}
	key, err := p.keyFor(row)
	if err != nil {
		return apps.Spec{}, err
	}
	own := map[string]string{
		"SCW_PUBLIC":         boolText(revision.Privacy != state.PrivacyPrivate),
		"SCW_NAMESPACE_ID":   row.NamespaceID,
		"SCW_APPLICATION_ID": row.ID,
	}
	if key != nil {
		own["SCW_PUBLIC_KEY"] = key.PublicPEM()
	}
	spec.Env = state.Environment(revision.Environment, own)
	if revision.Privacy == state.PrivacyPrivate {
		spec.Authorize = p.authorize(row, key)
	}
	return spec, nil
}

func (p *Platform) containerSpec(spec *apps.Spec, row *state.Application, revision *state.Revision) error {
	spec.Kind = apps.Container
	handler := p.handler(imageNames(revision.Image)...)
	command, err := p.command(revision.Image)
	switch {
	case handler != nil:
		spec.InProcess = handler
	case err == nil:
		spec.Command = withArgs(command, shortName(revision.Image), revision.Args)
	case row.API == state.V1Beta1:
		spec.InProcess = p.placeholder(row, revision)
	default:
		return err
	}
	return nil
}

// withArgs appends the arguments of a container to the command that stands for its
// image. A line for the shell finds them in "$@".
func withArgs(command []string, image string, args []string) []string {
	if len(args) == 0 {
		return command
	}
	words := slices.Clone(command)
	if len(words) == 3 && words[0] == "/bin/sh" && words[1] == "-c" {
		words = append(words, image) // $0
	}
	return append(words, args...)
}

func (p *Platform) functionSpec(spec *apps.Spec, row *state.Application, revision *state.Revision) error {
	spec.Kind = apps.Function
	spec.InProcess = p.handler(row.Name)
	switch {
	case spec.InProcess != nil:
	case revision.Archive != "":
		spec.Archive = p.archives.path(revision.Archive)
	case row.API == state.V1Alpha2:
		return errors.New("no code has been uploaded: get an upload URL, PUT a zip archive there, and deploy again")
	default: // apps refuses it in the platform's words
		p.logs.Append(row.ID, "no code has been uploaded: get an upload URL, PUT a zip archive there, and deploy again")
	}
	return nil
}

// keyFor returns the key of an application's namespace. A key of v1beta1 takes
// seconds to make, so that only the first token waits for it; until then there is
// none.
func (p *Platform) keyFor(row *state.Application) (*token.Key, error) {
	if row.API == state.V1Beta1 {
		return p.keys.ready(row.NamespaceID), nil
	}
	return p.keys.get(row.NamespaceID)
}

// authorize decides who may call a private application. Under v1alpha2 containers
// check for themselves.
func (p *Platform) authorize(row *state.Application, key *token.Key) func(token string) bool {
	if row.API == state.V1Beta1 {
		return func(given string) bool { return p.isKey(given, row.ID) || p.opens(given, row) }
	}
	scope := token.Scope{NamespaceID: row.NamespaceID, ApplicationID: row.ID}
	return func(jwt string) bool { return key.Allows(jwt, scope, p.options.Clock.Now()) }
}

func rulesOf(row *state.Application) apps.Rules {
	if row.API == state.V1Beta1 {
		return apps.V1beta1
	}
	return apps.V1alpha2
}

// runtimeOf is the runtime of a revision. The first state files have it in the
// application only.
func runtimeOf(row *state.Application, revision *state.Revision) string {
	if revision.Runtime != "" {
		return revision.Runtime
	}
	return row.Runtime
}

func cpuOf(revision *state.Revision) uint32 {
	if revision.CPULimit != 0 {
		return revision.CPULimit
	}
	return CPUOfMemory(revision.MemoryLimit)
}

func boolText(b bool) string {
	if b {
		return "true"
	}
	return "false"
}
