package platform

import "fmt"

// Resources, as errors name them.
const (
	ResourceNamespace   = "namespace"
	ResourceApplication = "application" // where the kind is not known
	ResourceCron        = "cron"
	ResourceDomain      = "domain"
	ResourceToken       = "token"
	ResourceTrigger     = "trigger"
	ResourceArchive     = "archive"
	// A registry is a "namespace" to the registry's own API.
	ResourceRegistry = "namespace"
)

// Reasons of a rejected argument.
const (
	ReasonRequired   = "required"
	ReasonFormat     = "format"
	ReasonConstraint = "constraint"
)

// NotFoundError says that a resource does not exist, not any more, or not in
// the scope of the request.
type NotFoundError struct {
	Resource string // ResourceNamespace, state.Function and so on
	ID       string
}

func (e *NotFoundError) Error() string { return fmt.Sprintf("%s %s is not found", e.Resource, e.ID) }

// NameTakenError says that another resource of this kind has the name already.
type NameTakenError struct{ Resource, Name string }

func (e *NameTakenError) Error() string {
	return fmt.Sprintf("a %s named %q exists already", e.Resource, e.Name)
}

// TransientError says that a resource is on its way to another status and takes
// no changes until it is there.
type TransientError struct{ Resource, ID, Status string }

func (e *TransientError) Error() string {
	return fmt.Sprintf("%s %s is in the transient status %s", e.Resource, e.ID, e.Status)
}

// QuotaError says that a request would take more than there is for all resources
// of its kind.
type QuotaError struct {
	Resource       string // what the quota is of
	Quota, Current uint64 // in the unit of the resource; Current is what is taken
}

func (e *QuotaError) Error() string {
	return fmt.Sprintf("the quota of %d for %s is exceeded, %d are taken", e.Quota, e.Resource, e.Current)
}

// ArgumentError says what is wrong with one argument of a request.
type ArgumentError struct {
	Argument string // as the API names it
	Reason   string
	Help     string
}

func (e *ArgumentError) Error() string { return e.Argument + " " + e.Help }
