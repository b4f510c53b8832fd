package state

// Statuses of resources. Not every resource has all of them: only functions and
// containers are ever "created".
const (
	StatusReady    = "ready"
	StatusDeleting = "deleting"
	StatusError    = "error"
	StatusLocked   = "locked"
	StatusCreating = "creating"
	StatusPending  = "pending"
	StatusCreated  = "created"
)

// Privacy of functions and containers.
const (
	PrivacyPublic  = "public"
	PrivacyPrivate = "private"
)

// What a call by plain HTTP gets: an answer, or a redirect to HTTPS.
const (
	HTTPEnabled    = "enabled"
	HTTPRedirected = "redirected"
)

// Transient reports whether a resource with this status is on its way to another.
func Transient(status string) bool {
	return status == StatusCreating || status == StatusPending || status == StatusDeleting
}

// FirstRegion is the only one that v1alpha2 has.
const FirstRegion = "fr-par"

// Regions of functions and containers. What is in one is not in another.
var Regions = []string{FirstRegion, "nl-ams", "pl-waw"}
