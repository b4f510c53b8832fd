package v1beta1

import (
	"errors"
	"net/http"

	"github.com/rumpl/gosc/emulator/internal/front"
	"github.com/rumpl/gosc/emulator/internal/platform"
	"github.com/rumpl/gosc/emulator/internal/state"
)

// Types of a trigger's input.
const (
	inputSQS  = "scw_sqs"
	inputNATS = "scw_nats"
)

func (a *api) listTriggers(r *request) (any, error) {
	page, order := r.query.Page(), r.query.Order(front.CreatedAsc, front.CreatedDesc)
	if err := r.query.Err(); err != nil {
		return nil, err
	}
	all := front.Arrange(a.platform.ListTriggers(r.scope, platform.TriggerFilter{
		ApplicationID: r.query.Text(a.ownerMember()), NamespaceID: r.query.Text("namespace_id"),
		ProjectID: r.query.Text("project_id"),
	}), order, nil)
	return list("triggers", all, page, a.trigger), nil
}

func (a *api) createTrigger(r *request) (any, error) {
	request := platform.NewTrigger{
		Name: r.body.RequiredString("name"), ApplicationID: r.body.RequiredString(a.ownerMember()),
		Description: textOf(r.body.String("description")),
	}
	sqs := r.body.Sub("scw_sqs_config", func(config *front.Body) {
		request.Source = readSource(inputSQS, config, r.scope.Region)
		request.Source.Queue = config.RequiredString("queue")
	})
	nats := r.body.Sub("scw_nats_config", func(config *front.Body) {
		request.Source = readSource(inputNATS, config, r.scope.Region)
		request.Source.Subject = config.RequiredString("subject")
		request.Source.NATSAccountID = textOf(config.String("mnq_nats_account_id"))
	})
	if sqs == nats {
		r.body.Reject("config", platform.ReasonConstraint, "must be one of scw_sqs_config and scw_nats_config")
	}
	if err := r.body.Err(); err != nil {
		return nil, err
	}
	return a.showTrigger(a.platform.CreateTrigger(r.scope, request))
}

func readSource(kind string, config *front.Body, region string) state.Source {
	return state.Source{
		Type: kind, ProjectID: textOf(config.String("mnq_project_id")),
		Region: or(textOf(config.String("mnq_region")), region),
	}
}

func (a *api) getTrigger(r *request) (any, error) {
	return a.showTrigger(a.platform.GetTrigger(r.scope, r.id))
}

func (a *api) updateTrigger(r *request) (any, error) {
	name, description := given(r.body.String("name")), r.body.String("description")
	if err := r.body.Err(); err != nil {
		return nil, err
	}
	return a.showTrigger(a.platform.UpdateTrigger(r.scope, r.id, name, description))
}

// deleteTrigger says more than the other operations about what is not there.
func (a *api) deleteTrigger(r *request) (any, error) {
	row, err := a.platform.DeleteTrigger(r.scope, r.id)
	if _, missing := errors.AsType[*platform.NotFoundError](err); missing {
		return nil, front.Statusf(http.StatusNotFound, "trigger does not exist: could not find trigger with id %s", r.id)
	}
	return a.showTrigger(row, err)
}

func (a *api) showTrigger(row *state.Trigger, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	return a.trigger(row), nil
}
