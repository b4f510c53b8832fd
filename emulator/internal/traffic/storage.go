package traffic

import (
	"net/http"

	"github.com/rumpl/gosc/emulator/internal/presign"
)

// storage reports whether an operation is one of the object storage, which has no
// resources and replies with errors in XML.
func (o Operation) storage() bool { return o.Name == UploadArchive || o.Name == DownloadArchive }

// storageErrors are the codes and messages of S3.
var storageErrors = map[int]struct{ code, message string }{
	http.StatusBadRequest:          {"InvalidRequest", "Invalid Request"},
	http.StatusForbidden:           {"AccessDenied", "Access Denied."},
	http.StatusNotFound:            {"NoSuchKey", "The specified key does not exist."},
	http.StatusMethodNotAllowed:    {"MethodNotAllowed", "The specified method is not allowed against this resource."},
	http.StatusRequestTimeout:      {"RequestTimeout", "The socket connection to the server was not read from or written to within the timeout period."},
	http.StatusConflict:            {"OperationAborted", "A conflicting conditional operation is in progress against this resource."},
	http.StatusLengthRequired:      {"MissingContentLength", "The Content-Length header is required."},
	http.StatusPreconditionFailed:  {"PreconditionFailed", "At least one of the preconditions did not hold."},
	http.StatusTooManyRequests:     {"SlowDown", "Reduce the request rate."},
	http.StatusInternalServerError: {"InternalError", "An internal error was encountered. Try again."},
	http.StatusServiceUnavailable:  {"SlowDown", "Reduce the request rate."},
}

// writeStorage writes the fault as an object storage does.
func (f *Fault) writeStorage(w http.ResponseWriter, r *http.Request) {
	known, ok := storageErrors[f.Status]
	if !ok {
		known.code, known.message = "InternalError", http.StatusText(f.Status)
	}
	reply := presign.Error{StatusCode: f.Status, Code: known.code, Message: known.message}
	if f.Type != "" {
		reply.Code = f.Type
	}
	if f.Message != "" {
		reply.Message = f.Message
	}
	f.setRetryAfter(w)
	id := newRequestID()
	w.Header().Set("X-Request-Id", id)
	reply.Write(w, r.URL.Path, id)
}
