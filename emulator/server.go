package emulator

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/rumpl/gosc/emulator/internal/api"
	"github.com/rumpl/gosc/emulator/internal/console"
	"github.com/rumpl/gosc/emulator/internal/hosts"
	"github.com/rumpl/gosc/emulator/internal/patience"
	"github.com/rumpl/gosc/emulator/internal/platform"
	"github.com/rumpl/gosc/emulator/internal/state"
	"github.com/rumpl/gosc/emulator/internal/traffic"
)

const (
	exampleSecretKey    = "5ec2e7b1-0000-4000-8000-000000000001"
	exampleOrganization = "0c9a1e7b-0000-4000-8000-000000000002"

	closeGrace = time.Second
)

// Server is a running emulator. It is safe for concurrent use.
type Server struct {
	url       string
	secretKey string
	token     string // of the console; empty if this machine needs none
	platform  *platform.Platform
	traffic   *traffic.Layer
	http      *http.Server
	served    chan error

	closeOnce sync.Once
	closeErr  error
}

// New starts an emulator. Close ends it.
func New(options Options) (*Server, error) {
	options = options.withDefaults()
	if err := options.validate(); err != nil {
		return nil, fmt.Errorf("start the emulator: %w", err)
	}
	listener, err := net.Listen("tcp", options.Address)
	if err != nil {
		return nil, fmt.Errorf("start the emulator: %w", err)
	}
	keys := options.SecretKeys
	if len(keys) == 0 {
		keys = []string{exampleSecretKey}
	}
	p, err := platform.Open(options.platform(keys))
	if err != nil {
		return nil, errors.Join(fmt.Errorf("start the emulator: %w", err), listener.Close())
	}
	server := &Server{
		url:       "http://" + reachable(listener.Addr()),
		secretKey: keys[0],
		platform:  p,
		served:    make(chan error, 1),
	}
	if len(options.SecretKeys) > 0 || !hosts.Loopback(hosts.Normal(options.Address)) {
		server.token = rand.Text()
	}
	server.http = patience.NewServer(server.handler(options, portOf(listener.Addr())), patience.Default)
	server.http.ErrorLog = slog.NewLogLogger(options.Logger.Handler(), slog.LevelWarn)
	listener = p.Certificates().Attach(server.http, listener)
	go func() { server.served <- server.http.Serve(patience.Listen(listener, patience.Default)) }()
	return server, nil
}

// handler is what every request passes, from the outside in: is it meant for
// the emulator, then the log and the faults on demand, then the APIs and the console.
func (s *Server) handler(options Options, port string) http.Handler {
	// The console needs the layer, which needs the console: the pointer is set
	// before the first request.
	faults := func(w http.ResponseWriter, r *http.Request) { s.traffic.ServeFaults(w, r) }
	apis := api.New(s.platform, api.Options{
		SecretKeys: options.SecretKeys, MaxBody: options.Limits.Body, Logger: options.Logger,
		Console: s.newConsole(options, faults), Port: port, PublicHost: options.PublicHost,
		OrganizationID: exampleOrganization, Lenient: options.Lenient,
	})
	s.traffic = traffic.New(apis, traffic.Options{Logger: options.Logger, Quiet: isConsole, Call: apis.IsCall})
	policy := hosts.New(append(slices.Clone(options.Hosts), options.PublicHost), apis.IsCall)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !policy.Allows(r) {
			options.Logger.Warn("request refused: unknown host", "host", r.Host, "method", r.Method, "remote", r.RemoteAddr)
			refuseHost(w, r)
			return
		}
		s.traffic.ServeHTTP(w, r)
	})
}

func isConsole(r *http.Request) bool {
	return r.URL.Path == "/" || strings.HasPrefix(r.URL.Path, "/console/")
}

func refuseHost(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusForbidden)
	_ = json.NewEncoder(w).Encode(map[string]string{ // the client is gone if this fails
		"message": fmt.Sprintf("the emulator does not know the host %q; name it with the option -host (Options.Hosts)", r.Host),
	})
}

// newConsole makes the page at "/". The example key is shown there only if it is
// no secret: if every key is let in.
func (s *Server) newConsole(options Options, faults http.HandlerFunc) http.Handler {
	shown := console.Options{
		Region: state.FirstRegion, Organization: exampleOrganization, Now: options.Clock.Now, Logger: options.Logger,
		Token: s.token, Faults: faults, API: s.url, Key: s.secretKey, Strict: options.Strict,
		Requests: func() []traffic.Request { return s.traffic.Requests() },
	}
	if len(options.SecretKeys) == 0 {
		shown.SecretKey = exampleSecretKey
	}
	return console.New(s.platform, shown)
}

// reachable is an address to connect to: if the server listens on all
// interfaces, the loopback one.
func reachable(addr net.Addr) string {
	tcp, ok := addr.(*net.TCPAddr)
	if !ok || !tcp.IP.IsUnspecified() {
		return addr.String()
	}
	return fmt.Sprintf("127.0.0.1:%d", tcp.Port)
}

func portOf(addr net.Addr) string {
	_, port, _ := net.SplitHostPort(addr.String()) // a listener's address has one
	return port
}

// URL is the base of the API, such as "http://127.0.0.1:41234": the BasePath of
// a client's Configuration, without a slash at its end.
func (s *Server) URL() string { return s.url }

// ConsoleURL is the address of the console. If it has a token, everyone who has the
// address may see logs and call private functions.
func (s *Server) ConsoleURL() string {
	if s.token == "" {
		return s.url + "/"
	}
	return s.url + "/?" + console.TokenParameter + "=" + s.token
}

// CertificateFile is the path of the certificate that clients of https:// have to
// trust, such as the value of NODE_EXTRA_CA_CERTS; empty without Options.TLS. It is
// gone after Close, unless there is a DataDir.
func (s *Server) CertificateFile() string {
	if certificates := s.platform.Certificates(); certificates != nil {
		return certificates.File()
	}
	return ""
}

// Certificate is the content of CertificateFile, in PEM; nil without Options.TLS.
func (s *Server) Certificate() []byte {
	if certificates := s.platform.Certificates(); certificates != nil {
		return certificates.PEM()
	}
	return nil
}

// SecretKey is a value of X-Auth-Token that the emulator lets in.
func (s *Server) SecretKey() string { return s.secretKey }

// OrganizationID is a well-formed organization id. The emulator takes any other,
// too: organizations are no more than a filter here.
func (s *Server) OrganizationID() string { return exampleOrganization }

// Close ends the server and every process that it has started, and waits for
// them. Requests under way have a second to end. Further calls return the
// first one's error.
func (s *Server) Close() error {
	s.closeOnce.Do(func() { s.closeErr = s.close() })
	return s.closeErr
}

func (s *Server) close() error {
	ctx, cancel := context.WithTimeout(context.Background(), closeGrace)
	defer cancel()
	var errs []error
	s.traffic.Close()
	if err := s.http.Shutdown(ctx); err != nil {
		errs = append(errs, s.http.Close())
	}
	if err := <-s.served; !errors.Is(err, http.ErrServerClosed) {
		errs = append(errs, err)
	}
	return errors.Join(append(errs, s.platform.Close())...)
}
