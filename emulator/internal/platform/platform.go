// Package platform implements Scaleway Functions behind its API: the life cycles of
// namespaces, functions, containers and crons, deployments, schedules, tokens,
// archives and logs. Requests are Go values and resources are records; the fronts,
// one for each version of the API, handle HTTP.
package platform

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/rumpl/gosc/emulator/internal/apps"
	"github.com/rumpl/gosc/emulator/internal/certificates"
	"github.com/rumpl/gosc/emulator/internal/logbook"
	"github.com/rumpl/gosc/emulator/internal/presign"
	"github.com/rumpl/gosc/emulator/internal/state"
)

const (
	// maxDeploys bounds how many deploys work at the same time.
	maxDeploys = 8
	// storageRegion is the region of the bucket that keeps all archives.
	storageRegion = "fr-par"
	// certificatesName is the folder of the certificate authority.
	certificatesName = "tls"
)

// Platform is safe for concurrent use.
type Platform struct {
	options  Options
	store    *state.Store
	logs     *logbook.Book
	manager  *apps.Manager
	archives *archives
	keys     *keyring
	tasks    *tasks
	signer   presign.Signer
	// certificates are nil without Options.TLS.
	certificates *certificates.Authority

	ctx     context.Context // ends with Close
	cancel  context.CancelFunc
	scratch string        // removed by Close
	ownKey  string        // opens private applications to the emulator itself
	deploys chan struct{} // a slot for each deploy that works
	crontab crontab

	deliveries deliveries

	mu   sync.Mutex
	runs map[string]*run // by application
}

// Open starts a platform, with what its data folder has.
func Open(options Options) (_ *Platform, err error) {
	p := &Platform{
		options: options,
		tasks:   newTasks(options.Clock),
		deploys: make(chan struct{}, maxDeploys),
		runs:    map[string]*run{},
		crontab: crontab{entries: map[string]*planned{}},
		ownKey:  newOwnKey(),
	}
	p.ctx, p.cancel = context.WithCancel(context.Background())
	defer func() {
		if err != nil {
			err = errors.Join(err, p.Close())
		}
	}()
	if p.store, err = state.Open(state.Options{
		Dir: options.DataDir, SetDamagedAside: options.SetDamagedAside, Check: logbook.Check, Logger: options.Logger,
	}); err != nil {
		return nil, err
	}
	if p.scratch, err = makeScratch(options.DataDir); err != nil {
		return nil, err
	}
	if p.archives, err = openArchives(p.folder(state.ArchivesName), options.DataDir != ""); err != nil {
		return nil, err
	}
	if options.TLS {
		if p.certificates, err = certificates.Open(p.folder(certificatesName)); err != nil {
			return nil, err
		}
	}
	p.keys = newKeyring(p.store)
	if options.SpareKey {
		p.keys.spare = newSpareKey()
	}
	p.logs, err = logbook.Open(logbook.Options{
		MaxLines: options.MaxLogLines, MaxBytes: options.MaxLogBytes,
		Now: options.Clock.Now, DB: p.store.DB(),
	})
	if err != nil {
		return nil, err
	}
	p.manager, err = apps.NewManager(apps.Options{
		Dir: p.scratch, TemporaryDir: true,
		IdleTimeout: options.IdleTimeout, StartTimeout: options.StartTimeout,
		Host: options.Host, Certificates: p.certificates, Logger: options.Logger,
	})
	if err != nil {
		return nil, err
	}
	if p.signer, err = p.loadSigner(); err != nil {
		return nil, err
	}
	return p, p.restore()
}

// folder is where something is kept: in the data folder, or in the scratch
// folder if nothing is to be kept.
func (p *Platform) folder(name string) string {
	if p.options.DataDir != "" {
		return filepath.Join(p.options.DataDir, name)
	}
	return filepath.Join(p.scratch, name)
}

// loadSigner makes the access key of signed URLs, so that a URL outlives a
// restart.
func (p *Platform) loadSigner() (presign.Signer, error) {
	server, err := p.store.Server(func() state.Server {
		return state.Server{AccessKey: "SCW" + (rand.Text() + rand.Text())[:17], Secret: rand.Text()}
	})
	if err != nil {
		return presign.Signer{}, err
	}
	return presign.Signer{AccessKey: server.AccessKey, Secret: server.Secret, Region: storageRegion}, nil
}

// Signer signs and checks the URLs of archives.
func (p *Platform) Signer() presign.Signer { return p.signer }

// Certificates is nil without Options.TLS.
func (p *Platform) Certificates() *certificates.Authority { return p.certificates }

// Now is the time of the platform's clock.
func (p *Platform) Now() time.Time { return p.options.Clock.Now() }

func (p *Platform) now() time.Time { return p.options.Clock.Now().UTC() }

// Close ends all applications and waits for everything that is under way. The data
// folder is kept.
func (p *Platform) Close() error {
	p.cancel()
	p.tasks.end()
	var errs []error
	if p.manager != nil {
		errs = append(errs, p.manager.Close())
	}
	if p.logs != nil {
		errs = append(errs, p.logs.Close())
	}
	if p.store != nil {
		errs = append(errs, p.store.Close())
	}
	if p.scratch != "" {
		errs = append(errs, os.RemoveAll(p.scratch))
	}
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("close the emulator: %w", err)
	}
	return nil
}

func newID() string { return uuid.NewString() }

// update is a store update whose failure can only be logged, because no caller waits
// for it.
func (p *Platform) update(what string, change func(*state.Tables) error) bool {
	err := p.store.Update(change)
	if err != nil {
		p.options.Logger.Error("state change failed", "change", what, "error", err)
	}
	return err == nil
}
