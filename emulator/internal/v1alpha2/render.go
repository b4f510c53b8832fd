package v1alpha2

import (
	"time"

	"github.com/rumpl/gosc/emulator/internal/platform"
	"github.com/rumpl/gosc/emulator/internal/state"
	"github.com/rumpl/gosc/emulator/internal/v1alpha2/wire"
)

// view makes a reply of what the platform returned, unless that is an error.
func view[R, V any](show func(R) V) func(R, error) (any, error) {
	return func(row R, err error) (any, error) {
		if err != nil {
			return nil, err
		}
		return show(row), nil
	}
}

// views shows the rows of a list; never nil.
func views[R, V any](rows []R, show func(R) V) []V {
	list := make([]V, 0, len(rows))
	for _, row := range rows {
		list = append(list, show(row))
	}
	return list
}

func namespace(ns *state.Namespace) wire.Namespace {
	return wire.Namespace{
		ID: ns.ID, Name: ns.Name, EnvironmentVariables: ns.EnvironmentVariables, OrganizationID: ns.OrganizationID,
		Status: ns.Status, RegistryNamespaceID: ns.RegistryNamespaceID, ErrorMessage: ns.ErrorMessage,
		RegistryEndpoint: ns.RegistryEndpoint, Description: ns.Description, Region: ns.Region,
	}
}

func (a *api) function(app platform.Application) wire.Function {
	return wire.Function{
		ID: app.ID, Name: app.Name, NamespaceID: app.NamespaceID, Status: app.Status,
		EnvironmentVariables: app.EnvironmentVariables,
		MinScale:             app.MinScale, MaxScale: app.MaxScale, Runtime: app.Runtime,
		MemoryLimit: app.MemoryLimit, CPULimit: app.CPU(),
		Endpoint: a.platform.Endpoint(app), Timeout: milliseconds(app.Timeout), Handler: app.Handler,
		ErrorMessage: app.ErrorMessage, Privacy: app.Privacy, Description: app.Description, Region: app.Namespace.Region,
	}
}

func (a *api) container(app platform.Application) wire.Container {
	return wire.Container{
		ID: app.ID, Name: app.Name, NamespaceID: app.NamespaceID, Status: app.Status,
		EnvironmentVariables: app.EnvironmentVariables,
		MinScale:             app.MinScale, MaxScale: app.MaxScale,
		MemoryLimit: app.MemoryLimit, CPULimit: app.CPU(),
		Endpoint: a.platform.Endpoint(app), Timeout: milliseconds(app.Timeout),
		ErrorMessage: app.ErrorMessage, Privacy: app.Privacy, Description: app.Description,
		RegistryImage: app.Image(), Region: app.Namespace.Region,
	}
}

func milliseconds(d state.Duration) uint32 { return uint32(time.Duration(d).Milliseconds()) }

func cron(row *state.Cron) wire.Cron {
	return wire.Cron{
		ID: row.ID, ApplicationID: row.ApplicationID, Schedule: row.Schedule, Args: row.Args, Status: row.Status,
	}
}

func token(jwt platform.JWT) wire.Token {
	return wire.Token{Token: jwt.Token, PublicKey: jwt.PublicKey}
}
