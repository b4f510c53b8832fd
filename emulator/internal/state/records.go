// Package state holds what the emulator knows: in memory, and, if a folder is
// given, in an embedded database on disk too. A change is on disk before
// Update returns, so that what the API has acknowledged outlives the process.
package state

import (
	"maps"

	"github.com/rumpl/gosc/emulator/internal/wire"
)

// Kinds of applications, as resource names of the API.
const (
	Function  = "function"
	Container = "container"
)

// Records are immutable once they are in a table: copy, change, put.
type (
	// Namespace is a namespace of functions and containers.
	Namespace struct {
		Seq uint64 `json:"seq"`
		wire.Namespace
	}

	// Application is a function or a container.
	Application struct {
		Seq                  uint64            `json:"seq"`
		Kind                 string            `json:"kind"`
		ID                   string            `json:"id"`
		Name                 string            `json:"name"`
		NamespaceID          string            `json:"namespace_id"`
		Status               string            `json:"status"`
		ErrorMessage         string            `json:"error_message"`
		Description          *string           `json:"description"`
		EnvironmentVariables map[string]string `json:"environment_variables"`
		Privacy              string            `json:"privacy"`
		MinScale             uint32            `json:"min_scale"`
		MaxScale             uint32            `json:"max_scale"`
		MemoryLimit          uint32            `json:"memory_limit"` // MB
		Timeout              uint32            `json:"timeout"`      // ms
		Runtime              string            `json:"runtime"`      // functions
		Handler              string            `json:"handler"`      // functions
		RegistryImage        string            `json:"registry_image"`
		Endpoint             string            `json:"endpoint"`
		// Archive is the code that was uploaded last, Uploads the names of all
		// files that have not been removed yet.
		Archive *Archive `json:"archive"`
		Uploads []string `json:"uploads"`
		// Target is what the last deploy is about, Deployed what runs.
		Target   *Revision `json:"target"`
		Deployed *Revision `json:"deployed"`
	}

	// Archive is an uploaded zip file.
	Archive struct {
		File string `json:"file"` // name in the folder of archives
		Size int64  `json:"size"` // bytes
		ETag string `json:"etag"`
	}

	// Revision is the configuration of one deploy, as it was when the deploy was
	// asked for. Later changes of the application do not touch it.
	Revision struct {
		// Number grows with every deploy, so that a deploy that ends late knows
		// that it has been overtaken.
		Number      uint64            `json:"number"`
		Archive     string            `json:"archive"`
		Image       string            `json:"image"`
		Handler     string            `json:"handler"`
		Environment map[string]string `json:"environment"` // namespace and application
		Privacy     string            `json:"privacy"`
		MinScale    uint32            `json:"min_scale"`
		MaxScale    uint32            `json:"max_scale"`
		MemoryLimit uint32            `json:"memory_limit"`
		Timeout     uint32            `json:"timeout"`
	}

	// Cron calls an application on a schedule.
	Cron struct {
		Seq uint64 `json:"seq"`
		wire.Cron
	}

	// Registry is a namespace of the container registry. It outlives the
	// namespace that it was made for.
	Registry struct {
		Seq uint64 `json:"seq"`
		wire.Registry
	}

	// Key is the key pair of a namespace, under the namespace's id.
	Key struct {
		Seq uint64 `json:"seq"`
		DER []byte `json:"der"`
	}

	// Server is what one emulator keeps about itself.
	Server struct {
		Seq       uint64 `json:"seq"`
		Format    int    `json:"format"`
		AccessKey string `json:"access_key"`
		Secret    string `json:"secret"`
	}
)

// Copy returns a record to change. Maps are replaced as a whole by whoever
// changes them, so they are shared until then.
func (a *Application) Copy() *Application { c := *a; return &c }

// Copy returns a record to change.
func (n *Namespace) Copy() *Namespace { c := *n; return &c }

// Copy returns a record to change.
func (c *Cron) Copy() *Cron { d := *c; return &d }

// Copy returns a record to change.
func (r *Registry) Copy() *Registry { c := *r; return &c }

// Needs tells whether an uploaded file may still be deployed.
func (a *Application) Needs(file string) bool {
	if a.Archive != nil && a.Archive.File == file {
		return true
	}
	for _, revision := range []*Revision{a.Target, a.Deployed} {
		if revision != nil && revision.Archive == file {
			return true
		}
	}
	return false
}

// DropUploads takes the files that are not needed any more from the list of
// uploads, and returns them. The caller has made a copy of the record. During a
// deploy nothing is dropped: an earlier deploy may still read its file.
func (a *Application) DropUploads() (unused []string) {
	if a.Status == wire.StatusPending {
		return nil
	}
	var needed []string
	for _, file := range a.Uploads {
		if a.Needs(file) {
			needed = append(needed, file)
		} else {
			unused = append(unused, file)
		}
	}
	a.Uploads = needed
	return unused
}

// Environment merges variables: those of the application win over those of its
// namespace.
func Environment(namespace, application map[string]string) map[string]string {
	merged := make(map[string]string, len(namespace)+len(application))
	maps.Copy(merged, namespace)
	maps.Copy(merged, application)
	return merged
}

func (n *Namespace) seq() uint64   { return n.Seq }
func (a *Application) seq() uint64 { return a.Seq }
func (c *Cron) seq() uint64        { return c.Seq }
func (r *Registry) seq() uint64    { return r.Seq }
func (k *Key) seq() uint64         { return k.Seq }
func (s *Server) seq() uint64      { return s.Seq }
