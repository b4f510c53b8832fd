// Package state holds the emulator's resources: in memory and, if a folder is given,
// also in an embedded database on disk. A change is on disk before Update returns, so
// that what the API has acknowledged outlives the process.
package state

import (
	"maps"
	"time"
)

// Kinds of applications, as resource names of the API.
const (
	Function  = "function"
	Container = "container"
)

// Products, each with namespaces of its own. A namespace that was made through
// v1alpha2 belongs to no single product: it holds functions and containers.
const (
	BothProducts = ""
	Functions    = "functions"
	Containers   = "containers"
)

// Versions of the API that set the rules by which an application is called. The
// empty one is what the first state files mean.
const (
	V1Alpha2 = ""
	V1Beta1  = "v1beta1"
)

// Records are immutable once they are in a table: copy, change, put.
type (
	// Namespace is a namespace of functions or containers, or of both.
	Namespace struct {
		Seq uint64 `json:"seq"`
		ID  string `json:"id"`
		NamespaceSettings
		Name                string `json:"name"`
		OrganizationID      string `json:"organization_id"`
		ProjectID           string `json:"project_id,omitempty"`
		Product             string `json:"product,omitempty"`
		Region              string `json:"region"`
		Status              string `json:"status"`
		ErrorMessage        string `json:"error_message"`
		RegistryNamespaceID string `json:"registry_namespace_id"`
		RegistryEndpoint    string `json:"registry_endpoint"`
		// Label is the part of the namespace in the host names of its applications.
		Label string `json:"label,omitempty"`
		// VPCIntegration is kept to be shown again; it has no effect.
		VPCIntegration bool      `json:"vpc_integration,omitempty"`
		CreatedAt      time.Time `json:"created_at,omitzero"`
		UpdatedAt      time.Time `json:"updated_at,omitzero"`
	}

	// NamespaceSettings are what clients may change.
	NamespaceSettings struct {
		EnvironmentVariables map[string]string `json:"environment_variables"`
		Secrets              []Secret          `json:"secrets,omitempty"`
		Description          *string           `json:"description"`
		Tags                 []string          `json:"tags,omitempty"`
	}

	// Application is a function or a container.
	Application struct {
		Seq         uint64 `json:"seq"`
		Kind        string `json:"kind"`
		API         string `json:"api,omitempty"` // V1Alpha2 or V1Beta1: by whose rules it is called
		ID          string `json:"id"`
		Name        string `json:"name"`
		NamespaceID string `json:"namespace_id"`
		Settings
		Status       string    `json:"status"`
		ErrorMessage string    `json:"error_message"`
		BuildMessage string    `json:"build_message,omitempty"`
		Endpoint     string    `json:"endpoint"` // URL of its own listener
		CreatedAt    time.Time `json:"created_at,omitzero"`
		UpdatedAt    time.Time `json:"updated_at,omitzero"`
		ReadyAt      time.Time `json:"ready_at,omitzero"` // the first time
		// Archive is the code that was uploaded last, Uploads the names of all
		// files that have not been removed yet.
		Archive *Archive `json:"archive"`
		Uploads []string `json:"uploads"`
		// Target is what the last deploy is about, Deployed what runs.
		Target   *Revision `json:"target"`
		Deployed *Revision `json:"deployed"`
	}

	// Settings of an application are what clients may change.
	Settings struct {
		Description          *string           `json:"description"`
		EnvironmentVariables map[string]string `json:"environment_variables"`
		Secrets              []Secret          `json:"secrets,omitempty"`
		Privacy              string            `json:"privacy"`
		MinScale             uint32            `json:"min_scale"`
		MaxScale             uint32            `json:"max_scale"`
		MemoryLimit          uint32            `json:"memory_limit"`        // MB
		CPULimit             uint32            `json:"cpu_limit,omitempty"` // mCPU; 0: what comes with the memory
		Timeout              Duration          `json:"timeout"`
		HTTPOption           string            `json:"http_option,omitempty"`
		Sandbox              string            `json:"sandbox,omitempty"`
		PrivateNetworkID     string            `json:"private_network_id,omitempty"`
		Tags                 []string          `json:"tags,omitempty"`

		// Of functions.
		Runtime string `json:"runtime"`
		Handler string `json:"handler"`

		// Of containers.
		RegistryImage     string       `json:"registry_image"`
		Protocol          string       `json:"protocol,omitempty"`
		Port              uint32       `json:"port,omitempty"`
		MaxConcurrency    uint32       `json:"max_concurrency,omitempty"`
		LocalStorageLimit uint32       `json:"local_storage_limit,omitempty"` // MB
		Scaling           Scaling      `json:"scaling,omitzero"`
		HealthCheck       *HealthCheck `json:"health_check,omitempty"`
		Command           []string     `json:"command,omitempty"`
		Args              []string     `json:"args,omitempty"`
	}

	// Secret is a variable whose value only the process sees. The hash is what
	// clients see instead.
	Secret struct {
		Key   string `json:"key"`
		Value string `json:"value"`
		Hash  string `json:"hash"`
	}

	// Scaling says when an instance is added; one member is set.
	Scaling struct {
		ConcurrentRequests *uint32 `json:"concurrent_requests,omitempty"`
		CPUUsage           *uint32 `json:"cpu_usage,omitempty"`    // percent
		MemoryUsage        *uint32 `json:"memory_usage,omitempty"` // percent
	}

	// HealthCheck of a container: over HTTP if Path is set, else over TCP.
	HealthCheck struct {
		FailureThreshold uint32   `json:"failure_threshold"`
		Interval         Duration `json:"interval"`
		Path             *string  `json:"path,omitempty"`
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
		Runtime     string            `json:"runtime,omitempty"` // empty: the application's
		Handler     string            `json:"handler"`
		Environment map[string]string `json:"environment"` // of namespace and application, with secrets
		Privacy     string            `json:"privacy"`
		HTTPOption  string            `json:"http_option,omitempty"`
		MinScale    uint32            `json:"min_scale"`
		MaxScale    uint32            `json:"max_scale"`
		MemoryLimit uint32            `json:"memory_limit"`
		CPULimit    uint32            `json:"cpu_limit,omitempty"`
		Timeout     Duration          `json:"timeout"`
		Port        uint32            `json:"port,omitempty"`
		Command     []string          `json:"command,omitempty"`
		Args        []string          `json:"args,omitempty"`
	}

	// Cron calls an application on a schedule.
	Cron struct {
		Seq           uint64         `json:"seq"`
		ID            string         `json:"id"`
		ApplicationID string         `json:"application_id"`
		Name          string         `json:"name,omitempty"`
		Schedule      string         `json:"schedule"`
		Args          map[string]any `json:"args"`
		Status        string         `json:"status"`
	}

	// Domain is a host name of a user's own under which an application answers.
	Domain struct {
		Seq           uint64 `json:"seq"`
		ID            string `json:"id"`
		ApplicationID string `json:"application_id"`
		Hostname      string `json:"hostname"`
		Status        string `json:"status"`
		ErrorMessage  string `json:"error_message,omitempty"`
	}

	// Token is the record of a token, without the token itself. One of NamespaceID and
	// ApplicationID is set.
	Token struct {
		Seq           uint64    `json:"seq"`
		ID            string    `json:"id"`
		NamespaceID   string    `json:"namespace_id,omitempty"`
		ApplicationID string    `json:"application_id,omitempty"`
		Description   string    `json:"description,omitempty"`
		ExpiresAt     time.Time `json:"expires_at,omitzero"`
		Status        string    `json:"status"`
	}

	// Trigger calls an application for each message of a queue or a subject.
	Trigger struct {
		Seq           uint64 `json:"seq"`
		ID            string `json:"id"`
		ApplicationID string `json:"application_id"`
		Name          string `json:"name"`
		Description   string `json:"description,omitempty"`
		Status        string `json:"status"`
		ErrorMessage  string `json:"error_message,omitempty"`
		Source        Source `json:"source"`
		CredentialID  string `json:"credential_id,omitempty"` // empty until it is ready
	}

	// Source of a trigger's messages.
	Source struct {
		Type          string `json:"type"` // "scw_sqs" or "scw_nats"
		Queue         string `json:"queue,omitempty"`
		Subject       string `json:"subject,omitempty"`
		NATSAccountID string `json:"nats_account_id,omitempty"`
		ProjectID     string `json:"project_id,omitempty"`
		Region        string `json:"region,omitempty"`
	}

	// Registry is a namespace of the container registry. It outlives the
	// namespace that it was made for.
	Registry struct {
		Seq            uint64 `json:"seq"`
		ID             string `json:"id"`
		Name           string `json:"name"`
		Description    string `json:"description"`
		OrganizationID string `json:"organization_id"`
		Status         string `json:"status"`
		StatusMessage  string `json:"status_message"`
		Endpoint       string `json:"endpoint"`
		IsPublic       bool   `json:"is_public"`
		Size           uint64 `json:"size"`
		CreatedAt      string `json:"created_at"`
		UpdatedAt      string `json:"updated_at"`
		ImageCount     uint32 `json:"image_count"`
		Region         string `json:"region"`
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

// Copy returns a record to change. Maps are replaced as a whole by code that
// changes them, so they are shared until then.
func (a *Application) Copy() *Application { c := *a; return &c }

// Copy returns a record to change.
func (n *Namespace) Copy() *Namespace { c := *n; return &c }

// Copy returns a record to change.
func (c *Cron) Copy() *Cron { d := *c; return &d }

// Copy returns a record to change.
func (d *Domain) Copy() *Domain { c := *d; return &c }

// Copy returns a record to change.
func (t *Token) Copy() *Token { c := *t; return &c }

// Copy returns a record to change.
func (t *Trigger) Copy() *Trigger { c := *t; return &c }

// Copy returns a record to change.
func (r *Registry) Copy() *Registry { c := *r; return &c }

// Needs reports whether an uploaded file may still be deployed.
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
	if a.Status == StatusPending {
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
func (d *Domain) seq() uint64      { return d.Seq }
func (t *Token) seq() uint64       { return t.Seq }
func (t *Trigger) seq() uint64     { return t.Seq }
func (r *Registry) seq() uint64    { return r.Seq }
func (k *Key) seq() uint64         { return k.Seq }
func (s *Server) seq() uint64      { return s.Seq }

// Application is the id of the application that a cron, domain, token or trigger
// belongs to; empty for a namespace's token.
func (c *Cron) Application() string { return c.ApplicationID }

// Application is the id of the application that the domain belongs to.
func (d *Domain) Application() string { return d.ApplicationID }

// Application is the id of the application that the token is for, if any.
func (t *Token) Application() string { return t.ApplicationID }

// Application is the id of the application that the trigger calls.
func (t *Trigger) Application() string { return t.ApplicationID }

// Project is the project that owns the namespace. Namespaces of v1alpha2 belong to
// an organization; its default project has the same id.
func (n *Namespace) Project() string {
	if n.ProjectID != "" {
		return n.ProjectID
	}
	return n.OrganizationID
}
