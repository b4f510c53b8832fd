package v1beta1

import (
	"errors"
	"net/http"
	"strings"

	"github.com/rumpl/gosc/emulator/internal/front"
	"github.com/rumpl/gosc/emulator/internal/platform"
)

// Error bodies. Those of 404 and of a name that is taken have no type, so that
// clients can only go by the status; everything else is typed.
type (
	plainBody struct {
		Message string `json:"message"`
	}

	invalidBody struct {
		Details []invalidDetail `json:"details"`
		Message string          `json:"message"`
		Type    string          `json:"type"`
	}

	invalidDetail struct {
		ArgumentName string `json:"argument_name"`
		HelpMessage  string `json:"help_message"`
		Reason       string `json:"reason"`
	}

	transientBody struct {
		CurrentState string `json:"current_state"`
		Message      string `json:"message"`
		Resource     string `json:"resource"`
		ResourceID   string `json:"resource_id"`
		Type         string `json:"type"`
	}

	deniedBody struct {
		Message string `json:"message"`
		Method  string `json:"method"`
		Reason  string `json:"reason"`
		Type    string `json:"type"`
	}
)

// memoryQuotaMessage is what the platform says of the one quota whose refusal is known.
const memoryQuotaMessage = "memory quotas: rpc error: code = ResourceExhausted desc = quota(s) exceeded for this resource"

// render makes the error bodies of these APIs.
func render(err error) (status int, body any, known bool) {
	if e, ok := errors.AsType[*platform.NotFoundError](err); ok {
		return http.StatusNotFound, plainBody{notFound(e.Resource)}, true
	}
	if e, ok := errors.AsType[*platform.NameTakenError](err); ok {
		return http.StatusConflict, plainBody{title(e.Resource) + " already exist"}, true
	}
	if e, ok := errors.AsType[*platform.TransientError](err); ok {
		return http.StatusConflict, transientBody{
			CurrentState: e.Status, Message: "resource is in a transient state",
			Resource: e.Resource, ResourceID: e.ID, Type: "transient_state",
		}, true
	}
	if _, ok := errors.AsType[*platform.QuotaError](err); ok {
		// Only the message was ever seen; the status is that of other products.
		return http.StatusForbidden, plainBody{memoryQuotaMessage}, true
	}
	if e, ok := errors.AsType[*platform.ArgumentError](err); ok {
		return http.StatusBadRequest, invalid(*e), true
	}
	if e, ok := errors.AsType[*front.InvalidError](err); ok {
		return http.StatusBadRequest, invalid(e.Arguments...), true
	}
	if e, ok := errors.AsType[*front.DeniedError](err); ok {
		return http.StatusUnauthorized, deniedBody{
			Message: "authentication is denied", Method: "api_key", Reason: e.Reason, Type: "denied_authentication",
		}, true
	}
	if e, ok := errors.AsType[*front.StatusError](err); ok {
		return e.Status, plainBody{e.Message}, true
	}
	return 0, nil, false
}

func notFound(resource string) string {
	if resource == platform.ResourceTrigger {
		return "trigger does not exist"
	}
	return title(resource) + " was not found"
}

func title(resource string) string { return strings.ToUpper(resource[:1]) + resource[1:] }

func invalid(arguments ...platform.ArgumentError) invalidBody {
	body := invalidBody{Message: "invalid argument(s)", Type: "invalid_arguments"}
	for _, a := range arguments {
		body.Details = append(body.Details, invalidDetail{a.Argument, a.Help, a.Reason})
	}
	return body
}
