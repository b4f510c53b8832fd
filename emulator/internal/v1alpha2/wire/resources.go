// Package wire holds what goes over the wire of Scaleway Functions v1alpha2,
// as an independent reading of the API: it shares no code with the client, so
// that tests of one against the other mean something.
package wire

// PrivacyUnknown is the zero value of the privacy enum: not given.
const PrivacyUnknown = "unknown"

// Namespace as the API shows it. The fields of all resources stand in the order
// in which the API writes them.
type Namespace struct {
	ID                   string            `json:"id"`
	Name                 string            `json:"name"`
	EnvironmentVariables map[string]string `json:"environment_variables"`
	OrganizationID       string            `json:"organization_id"`
	Status               string            `json:"status"`
	RegistryNamespaceID  string            `json:"registry_namespace_id"`
	ErrorMessage         string            `json:"error_message"`
	RegistryEndpoint     string            `json:"registry_endpoint"`
	Description          *string           `json:"description"`
	Region               string            `json:"region"`
}

// Function as the API shows it.
type Function struct {
	ID                   string            `json:"id"`
	Name                 string            `json:"name"`
	NamespaceID          string            `json:"namespace_id"`
	Status               string            `json:"status"`
	EnvironmentVariables map[string]string `json:"environment_variables"`
	MinScale             uint32            `json:"min_scale"`
	MaxScale             uint32            `json:"max_scale"`
	Runtime              string            `json:"runtime"`
	MemoryLimit          uint32            `json:"memory_limit"` // MB
	CPULimit             uint32            `json:"cpu_limit"`    // mCPU
	Endpoint             string            `json:"endpoint"`
	Timeout              uint32            `json:"timeout"` // ms
	Handler              string            `json:"handler"`
	ErrorMessage         string            `json:"error_message"`
	Privacy              string            `json:"privacy"`
	Description          *string           `json:"description"`
	Region               string            `json:"region"`
}

// Container as the API shows it.
type Container struct {
	ID                   string            `json:"id"`
	Name                 string            `json:"name"`
	NamespaceID          string            `json:"namespace_id"`
	Status               string            `json:"status"`
	EnvironmentVariables map[string]string `json:"environment_variables"`
	MinScale             uint32            `json:"min_scale"`
	MaxScale             uint32            `json:"max_scale"`
	MemoryLimit          uint32            `json:"memory_limit"` // MB
	CPULimit             uint32            `json:"cpu_limit"`    // mCPU
	Endpoint             string            `json:"endpoint"`
	Timeout              uint32            `json:"timeout"` // ms
	ErrorMessage         string            `json:"error_message"`
	Privacy              string            `json:"privacy"`
	Description          *string           `json:"description"`
	RegistryImage        string            `json:"registry_image"`
	Region               string            `json:"region"`
}

// Cron as the API shows it.
type Cron struct {
	ID            string         `json:"id"`
	ApplicationID string         `json:"application_id"`
	Schedule      string         `json:"schedule"`
	Args          map[string]any `json:"args"`
	Status        string         `json:"status"`
}

// Log is one line that an application wrote.
type Log struct {
	Message   string `json:"message"`
	Timestamp string `json:"timestamp"` // RFC 3339, nanoseconds
	ID        string `json:"id"`
}

// Token is an answer of IssueJWT.
type Token struct {
	Token     string `json:"token"`
	PublicKey string `json:"public_key"` // PEM
}
