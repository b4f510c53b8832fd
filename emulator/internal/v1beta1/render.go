package v1beta1

import (
	"github.com/rumpl/gosc/emulator/internal/front"
	"github.com/rumpl/gosc/emulator/internal/platform"
	"github.com/rumpl/gosc/emulator/internal/state"
)

// list is one page of a list. The names of the members sort as the APIs write
// them: the resources come before total_count, except triggers.
func list[R, V any](member string, all []R, page front.Page, show func(R) V) map[string]any {
	items := []V{}
	for _, row := range front.Part(all, page) {
		items = append(items, show(row))
	}
	return map[string]any{member: items, "total_count": len(all)}
}

func (a *api) stamps(e echo) stamps {
	return stamps{echo: e, containers: a.product == state.Containers}
}

func (a *api) namespace(ns *state.Namespace, e echo) namespaceView {
	times := a.stamps(e)
	return namespaceView{
		ID: ns.ID, Name: ns.Name, EnvironmentVariables: ns.EnvironmentVariables,
		OrganizationID: ns.OrganizationID, ProjectID: ns.Project(), Status: ns.Status,
		RegistryNamespaceID: ns.RegistryNamespaceID, ErrorMessage: textOrNull(ns.ErrorMessage),
		RegistryEndpoint: ns.RegistryEndpoint, Description: textOf(ns.Description),
		SecretEnvironmentVariables: secretsOf(ns.Secrets), Tags: listOf(ns.Tags),
		CreatedAt: times.created(ns.CreatedAt), UpdatedAt: times.updated(ns.UpdatedAt),
		VPCIntegrationActivated: ns.VPCIntegration, Region: ns.Region,
	}
}

func secretsOf(secrets []state.Secret) []secretView {
	views := []secretView{}
	for _, secret := range secrets {
		views = append(views, secretView{secret.Key, secret.Hash})
	}
	return views
}

func (a *api) application(app platform.Application, e echo) any {
	if a.kind == state.Container {
		return a.container(app, e)
	}
	return a.function(app, e)
}

func (a *api) function(app platform.Application, e echo) functionView {
	times := a.stamps(e)
	return functionView{
		ID: app.ID, Name: app.Name, NamespaceID: app.NamespaceID, Status: app.Status,
		EnvironmentVariables: app.EnvironmentVariables, MinScale: app.MinScale, MaxScale: app.MaxScale,
		Runtime: app.Runtime, MemoryLimit: app.MemoryLimit, CPULimit: app.CPU(), Timeout: seconds(app.Timeout),
		Handler: app.Handler, ErrorMessage: textOrNull(app.ErrorMessage), Privacy: app.Privacy,
		Description: textOf(app.Description), DomainName: a.platform.DomainName(app),
		SecretEnvironmentVariables: secretsOf(app.Secrets), HTTPOption: or(app.HTTPOption, state.HTTPEnabled),
		BuildMessage: textOrNull(app.BuildMessage), Sandbox: or(app.Sandbox, sandboxV2),
		CreatedAt: times.created(app.CreatedAt), UpdatedAt: times.updated(app.UpdatedAt), ReadyAt: times.stored(app.ReadyAt),
		Tags: listOf(app.Tags), PrivateNetworkID: textOrNull(app.PrivateNetworkID), Region: app.Namespace.Region,
	}
}

func (a *api) container(app platform.Application, e echo) containerView {
	times := a.stamps(e)
	return containerView{
		ID: app.ID, Name: app.Name, NamespaceID: app.NamespaceID, Status: app.Status,
		EnvironmentVariables: app.EnvironmentVariables, MinScale: app.MinScale, MaxScale: app.MaxScale,
		MemoryLimit: app.MemoryLimit, CPULimit: app.CPU(), Timeout: seconds(app.Timeout),
		ErrorMessage: textOrNull(app.ErrorMessage), Privacy: app.Privacy, Description: textOf(app.Description),
		RegistryImage: app.Image(), MaxConcurrency: or(app.MaxConcurrency, defaultConcurrency),
		DomainName: a.platform.DomainName(app), Protocol: or(app.Protocol, protocolHTTP1), Port: or(app.Port, defaultPort),
		SecretEnvironmentVariables: secretsOf(app.Secrets), HTTPOption: or(app.HTTPOption, state.HTTPEnabled),
		Sandbox: or(app.Sandbox, sandboxV2), LocalStorageLimit: or(app.LocalStorageLimit, defaultStorage),
		ScalingOption: scalingOf(app.Scaling),
		CreatedAt:     times.created(app.CreatedAt), UpdatedAt: times.updated(app.UpdatedAt), ReadyAt: times.stored(app.ReadyAt),
		HealthCheck: healthOf(app.HealthCheck), Tags: listOf(app.Tags), PrivateNetworkID: textOrNull(app.PrivateNetworkID),
		Command: listOf(app.Command), Args: listOf(app.Args), Region: app.Namespace.Region,
	}
}

func scalingOf(s state.Scaling) scalingView {
	if s == (state.Scaling{}) {
		s = defaultScaling()
	}
	return scalingView{s.ConcurrentRequests, s.CPUUsage, s.MemoryUsage}
}

func healthOf(check *state.HealthCheck) healthView {
	if check == nil {
		check = defaultHealthCheck()
	}
	view := healthView{FailureThreshold: check.FailureThreshold, Interval: seconds(check.Interval)}
	if check.Path != nil {
		view.HTTP = &httpPathView{*check.Path}
	} else {
		view.TCP = &struct{}{}
	}
	return view
}

func (a *api) owner(application string) owner {
	if a.kind == state.Container {
		return owner{ContainerID: application}
	}
	return owner{FunctionID: application}
}

func (a *api) cron(row *state.Cron) cronView {
	return cronView{
		ID: row.ID, owner: a.owner(row.ApplicationID), Schedule: row.Schedule, Args: row.Args,
		Status: row.Status, Name: or(row.Name, "cron-"+row.ID),
	}
}

func (a *api) domain(row *state.Domain) domainView {
	view := domainView{
		ID: row.ID, Hostname: row.Hostname, owner: a.owner(row.ApplicationID),
		Status: row.Status, ErrorMessage: textOrNull(row.ErrorMessage),
	}
	if row.Status == state.StatusReady || row.Status == state.StatusDeleting {
		view.URL = "https://" + row.Hostname
	}
	return view
}

// hidden is what stands for a token after the reply that made it.
const hidden = "<hidden>"

func (a *api) token(row *state.Token) tokenView {
	return tokenView{
		Token: hidden, NamespaceID: row.NamespaceID, owner: a.owner(row.ApplicationID), ID: row.ID, Status: row.Status,
		ExpiresAt: stamps{}.stored(row.ExpiresAt), Description: row.Description,
	}
}

func (a *api) trigger(row *state.Trigger) triggerView {
	view := triggerView{
		ID: row.ID, Name: row.Name, Description: row.Description, InputType: row.Source.Type,
		Status: row.Status, ErrorMessage: textOrNull(row.ErrorMessage), owner: a.owner(row.ApplicationID),
	}
	credential := textOrNull(row.CredentialID)
	switch source := row.Source; source.Type {
	case inputSQS:
		view.SQS = &sqsView{source.Queue, source.ProjectID, source.Region, credential}
	case inputNATS:
		view.NATS = &natsView{source.Subject, source.NATSAccountID, source.ProjectID, source.Region, credential}
	}
	return view
}
