package platform

import (
	"log/slog"
	"net/http"
	"time"
)

// Clock is emulator.Clock.
type Clock interface {
	Now() time.Time
	AfterFunc(d time.Duration, f func()) (stop func() bool)
}

// Delays of life cycles. With a delay of zero, the step is done before the
// reply that announces it is sent.
type Delays struct {
	Namespace       time.Duration // from pending to ready, when it is made
	NamespaceUpdate time.Duration // from pending to ready, after a change of variables or secrets
	Deploy          time.Duration // of a function: from pending to the start of the work on it
	Container       time.Duration // of a container: likewise
	Cron            time.Duration // from pending to ready
	Domain          time.Duration // from pending to ready
	Token           time.Duration // from creating to ready
	Trigger         time.Duration // from pending to ready
	Delete          time.Duration // from deleting to gone
}

// Options of a Platform; the caller has filled in all defaults.
type Options struct {
	Clock               Clock
	Delays              Delays
	Strict              bool
	AllowDuplicateNames bool
	DataDir             string // empty: nothing outlives Close
	SetDamagedAside     bool
	Containers          map[string][]string
	Handlers            map[string]http.Handler // by image, or by a function's name
	Host                string                  // where applications listen
	PublicHost          string                  // how others call that host; empty: the same
	RealDomains         bool                    // domain names have the platform's form
	SecretKeys          []string                // that open private applications of v1beta1
	TLS                 bool                    // take it beside plain HTTP
	SpareKey            bool                    // make a key of v1beta1 ahead of the first token
	IdleTimeout         time.Duration
	StartTimeout        time.Duration
	MaxArchive          int64  // bytes
	MemoryQuota         uint64 // MB of all functions of v1beta1, scaled up; 0: none
	MaxLogLines         int
	MaxLogBytes         int64
	Logger              *slog.Logger
}
