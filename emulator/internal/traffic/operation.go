package traffic

import (
	"net/http"
	"net/url"
	"strings"
)

const (
	// UploadArchive and DownloadArchive are the requests to the signed URLs of
	// function code, which are not operations of an API.
	UploadArchive   = "UploadArchive"
	DownloadArchive = "DownloadArchive"

	storagePrefix = "/functions-emulator-uploads/"
	registry      = "registry"
)

// resources are the collections of all APIs, and the names that operations give
// to their members.
var resources = map[string]string{
	"namespaces": "Namespace", "functions": "Function", "containers": "Container", "crons": "Cron",
	"domains": "Domain", "tokens": "Token", "triggers": "Trigger",
}

// singles are the routes that are not about a collection.
var singles = map[string]string{
	"runtimes": "ListFunctionRuntimes", "logs": "ListLogs", "jwt/issue": "IssueJWT",
}

// Operation is what a request is about, as far as its method and path say.
type Operation struct {
	Name     string // such as "CreateFunction"; empty if the route is none of an API
	API      string // such as "functions/v1beta1"
	Template string // the path with {region} and {id}, or the path itself
	Region   string
	ID       string // that the path names
}

// operationOf names the operation of a request. The names follow from the paths by
// the same rule in all APIs, so a new collection is one entry above.
func operationOf(r *http.Request) Operation {
	path := r.URL.EscapedPath()
	if strings.HasPrefix(path, storagePrefix) {
		id := strings.TrimSuffix(strings.TrimPrefix(path, storagePrefix+"uploads/function-"), ".zip")
		op := Operation{Name: DownloadArchive, Template: storagePrefix + "uploads/function-{id}.zip", ID: unescape(id)}
		if r.Method == http.MethodPut {
			op.Name = UploadArchive
		}
		return op
	}
	var segments []string
	for segment := range strings.SplitSeq(path, "/") {
		if segment != "" {
			segments = append(segments, segment)
		}
	}
	if len(segments) < 5 || segments[2] != "regions" {
		return Operation{Template: path}
	}
	op := Operation{API: segments[0] + "/" + segments[1], Region: unescape(segments[3])}
	base := "/" + op.API + "/regions/{region}/"
	rest := segments[4:]
	if name := singles[strings.Join(rest, "/")]; name != "" && r.Method == http.MethodGet && segments[0] != registry {
		op.Name, op.Template = name, base+strings.Join(rest, "/")
		return op
	}
	resource := resources[rest[0]]
	if resource == "" || len(rest) > 3 {
		return Operation{Template: path}
	}
	op.Template = base + rest[0]
	if len(rest) > 1 {
		op.ID = unescape(rest[1])
		op.Template += "/{id}"
	}
	if len(rest) > 2 {
		op.Template += "/" + rest[2]
	}
	op.Name = operationName(r.Method, resource, rest)
	if op.Name != "" && segments[0] == registry {
		op.Name = strings.Replace(op.Name, "Namespace", "RegistryNamespace", 1)
	}
	return op
}

func operationName(method, resource string, rest []string) string {
	switch action := method + " " + strings.Join(append([]string{""}, rest[min(2, len(rest)):]...), "/"); {
	case len(rest) == 1 && method == http.MethodGet:
		return "List" + resource + "s"
	case len(rest) == 1 && method == http.MethodPost:
		return "Create" + resource
	case len(rest) == 1:
		return ""
	case action == "POST /deploy":
		return "Deploy" + resource
	case action == "GET /upload-url":
		return "Get" + resource + "UploadURL"
	case action == "GET /download-url":
		return "Get" + resource + "DownloadURL"
	case len(rest) == 3 && method == http.MethodGet && resources[rest[2]] != "": // the list of a namespace
		return "List" + resources[rest[2]] + "s"
	case len(rest) > 2:
		return ""
	}
	switch method {
	case http.MethodGet:
		return "Get" + resource
	case http.MethodPatch, http.MethodPut:
		return "Update" + resource
	case http.MethodDelete:
		return "Delete" + resource
	}
	return ""
}

func unescape(segment string) string {
	if text, err := url.PathUnescape(segment); err == nil {
		return text
	}
	return segment
}

// known reports whether there is an operation of this name in any API.
func known(name string) bool {
	switch name {
	case UploadArchive, DownloadArchive, "GetFunctionUploadURL", "GetFunctionDownloadURL",
		"DeployFunction", "DeployContainer", "GetRegistryNamespace", "DeleteRegistryNamespace":
		return true
	}
	for _, single := range singles {
		if name == single {
			return true
		}
	}
	for _, resource := range resources {
		switch name {
		case "List" + resource + "s", "Create" + resource, "Get" + resource, "Update" + resource, "Delete" + resource:
			return true
		}
	}
	return false
}
