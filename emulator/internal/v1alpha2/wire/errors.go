package wire

import "net/http"

// Detail names one rejected argument of an invalid_arguments error.
type Detail struct {
	ArgumentName string `json:"argument_name"`
	HelpMessage  string `json:"help_message"`
	Reason       string `json:"reason"`
}

// Error is a standard error of the API. Its members are written in alphabetical
// order, and only those that belong to its type.
type Error struct {
	StatusCode int `json:"-"`

	CurrentState string   `json:"current_state,omitempty"`
	Details      []Detail `json:"details,omitempty"`
	Message      string   `json:"message"`
	Method       string   `json:"method,omitempty"`
	Reason       string   `json:"reason,omitempty"`
	Resource     string   `json:"resource,omitempty"`
	ResourceID   string   `json:"resource_id,omitempty"`
	Type         string   `json:"type,omitempty"`
}

func (e *Error) Error() string { return e.Message }

// NotFound says that a resource does not exist, or not any more.
func NotFound(resource, id string) *Error {
	return &Error{StatusCode: http.StatusNotFound, Type: "not_found",
		Message: "resource is not found", Resource: resource, ResourceID: id}
}

// InvalidArguments names every argument that was rejected.
func InvalidArguments(details ...Detail) *Error {
	return &Error{StatusCode: http.StatusBadRequest, Type: "invalid_arguments",
		Message: "invalid argument(s)", Details: details}
}

// TransientState says that a resource is on its way to another status and takes
// no changes until it is there.
func TransientState(resource, id, status string) *Error {
	return &Error{StatusCode: http.StatusConflict, Type: "transient_state",
		Message: "resource is in a transient state", Resource: resource, ResourceID: id, CurrentState: status}
}

// Conflict says that a name is taken.
func Conflict(message string) *Error {
	return &Error{StatusCode: http.StatusConflict, Type: "conflict", Message: message}
}

// Denied says that the secret key is missing or unknown ("not_found"), or that
// it cannot be one ("invalid_argument").
func Denied(reason string) *Error {
	return &Error{StatusCode: http.StatusUnauthorized, Type: "denied_authentication",
		Message: "authentication is denied", Method: "api_key", Reason: reason}
}

// Plain is an error of no standard type: a status and a message.
func Plain(status int, message string) *Error {
	return &Error{StatusCode: status, Message: message}
}
