package console

import (
	"context"
	"net/http"
	"net/url"
)

// runtimeView is a runtime whose functions can be one pasted file.
type runtimeView struct {
	Name    string `json:"name"`
	Status  string `json:"status"` // "available", "deprecated" ...
	Handler string `json:"handler"`
	Sample  string `json:"sample"`
}

// alphaRuntimes are those of v1alpha2, whose API has no samples. Its Go functions
// need a library, which is more than one file.
var alphaRuntimes = []runtimeView{
	{"node10", "available", "handler.handle", `exports.handle = async (event, context) => {
  return {
    statusCode: 200,
    headers: { "Content-Type": "text/plain" },
    body: "Hello from Node.js",
  };
};
`},
	{"python3", "available", "handler.handle", `def handle(event, context):
    return {
        "statusCode": 200,
        "headers": {"Content-Type": "text/plain"},
        "body": "Hello from Python",
    }
`},
}

// serveRuntimes lists the runtimes of both versions of the API with an example.
func (c *Console) serveRuntimes(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), createLife)
	defer cancel()
	var reply struct {
		Runtimes []struct {
			Name           string `json:"name"`
			Status         string `json:"status"`
			DefaultHandler string `json:"default_handler"`
			CodeSample     string `json:"code_sample"`
		} `json:"runtimes"`
	}
	path := "/functions/v1beta1/regions/" + url.PathEscape(c.options.Region) + "/runtimes"
	if err := c.client.call(ctx, http.MethodGet, path, nil, &reply); err != nil {
		c.failCall(w, err)
		return
	}
	beta := []runtimeView{}
	for _, one := range reply.Runtimes {
		if _, err := handlerFile(one.Name, one.DefaultHandler); err == nil && one.DefaultHandler != "." {
			beta = append(beta, runtimeView{one.Name, one.Status, one.DefaultHandler, one.CodeSample})
		}
	}
	writeJSON(w, http.StatusOK, map[string]any{apiBeta: beta, apiAlpha: alphaRuntimes})
}
