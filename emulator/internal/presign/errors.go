package presign

import (
	"encoding/xml"
	"net/http"
)

// Error is an error of the object storage, which speaks XML.
type Error struct {
	StatusCode int
	Code       string
	Message    string
}

func (e *Error) Error() string { return e.Code + ": " + e.Message }

var (
	errNotSigned  = &Error{http.StatusForbidden, "AccessDenied", "Access Denied."}
	errUnknownKey = &Error{http.StatusForbidden, "InvalidAccessKeyId", "The access key of the request is not known here."}
	errMismatch   = &Error{http.StatusForbidden, "SignatureDoesNotMatch",
		"The signature does not belong to this request: method, path, query, size and content type must be the signed ones."}
	errExpired = &Error{http.StatusForbidden, "AccessDenied", "Request has expired."}
)

func errBadQuery(message string) *Error {
	return &Error{http.StatusForbidden, "AccessDenied", message + "."}
}

// Write answers with the error in the form of S3. Neither the signature nor the
// query is repeated in it.
func (e *Error) Write(w http.ResponseWriter, resource, requestID string) {
	body, err := xml.Marshal(struct {
		XMLName   xml.Name `xml:"Error"`
		Code      string
		Message   string
		Resource  string
		RequestId string // the name is S3's
	}{Code: e.Code, Message: e.Message, Resource: resource, RequestId: requestID})
	if err != nil { // cannot happen: strings only
		http.Error(w, e.Code, e.StatusCode)
		return
	}
	w.Header().Set("Content-Type", "application/xml")
	w.WriteHeader(e.StatusCode)
	_, _ = w.Write(append([]byte(xml.Header), body...)) // the client is gone if this fails
}
