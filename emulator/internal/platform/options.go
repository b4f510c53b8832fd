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
	Namespace time.Duration // pending to ready
	Deploy    time.Duration // pending, before the work on a deploy begins
	Cron      time.Duration // pending to ready
	Delete    time.Duration // deleting to gone
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
	MaxArchive          int64 // bytes
	MaxLogLines         int
	MaxLogBytes         int64
	Logger              *slog.Logger
}
