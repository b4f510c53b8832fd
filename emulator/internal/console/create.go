package console

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/rumpl/gosc/emulator/internal/state"
)

const (
	apiBeta  = "v1beta1"
	apiAlpha = "v1alpha2"

	// createLife is how long making a function may take, including faults on demand that
	// delay it.
	createLife    = 2 * time.Minute
	namespacePoll = 100 * time.Millisecond
)

// newFunction is a filled-in form for a function.
type newFunction struct {
	API          string `json:"api"`           // "v1beta1" or "v1alpha2"
	Region       string `json:"region"`        // of the namespace
	Namespace    string `json:"namespace"`     // id; empty: make a new one
	NewNamespace string `json:"new_namespace"` // name
	Name         string `json:"name"`
	Runtime      string `json:"runtime"`
	Handler      string `json:"handler"`
	Code         string `json:"code"`
	Private      bool   `json:"private"`
}

// newFunctionReply says what was made.
type newFunctionReply struct {
	ID string `json:"id"`
}

// serveCreate makes a function of pasted code, in a new namespace if asked for,
// and deploys it. It does not wait for the end of the deployment, which the page
// sees in the state.
func (c *Console) serveCreate(w http.ResponseWriter, r *http.Request) {
	form, ok := read[newFunction](w, r)
	if !ok {
		return
	}
	file, err := form.check()
	if err != nil {
		writeError(w, http.StatusBadRequest, err.Error())
		return
	}
	archive, err := zipped(file, form.Code)
	if err != nil {
		c.fail(w, err)
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), createLife)
	defer cancel()
	id, err := c.create(ctx, form, archive)
	if err != nil {
		c.failCall(w, err)
		return
	}
	writeJSON(w, http.StatusOK, newFunctionReply{ID: id})
}

// check refuses what the API would refuse only after a namespace was made, and returns
// the name of the file of the handler.
func (f newFunction) check() (file string, err error) {
	switch {
	case f.API != apiBeta && f.API != apiAlpha:
		return "", fmt.Errorf("API version %q is not one of %s, %s", f.API, apiBeta, apiAlpha)
	case f.Name == "":
		return "", errors.New("the function has no name")
	case f.Namespace == "" && f.NewNamespace == "":
		return "", errors.New("the new namespace has no name")
	case strings.TrimSpace(f.Code) == "":
		return "", errors.New("there is no code")
	}
	return handlerFile(f.Runtime, f.Handler)
}

// handlerFile is the file of an archive that a handler is looked for in.
func handlerFile(runtime, handler string) (string, error) {
	extension := ""
	for prefix, value := range map[string]string{"node": ".js", "python": ".py", "php": ".php", "go": ".go"} {
		if strings.HasPrefix(runtime, prefix) {
			extension = value
		}
	}
	switch {
	case extension == "":
		return "", fmt.Errorf("a function of runtime %q is more than one file: upload an archive by the API", runtime)
	case extension == ".go":
		return "handler.go", nil
	case handler == "":
		return "handler" + extension, nil
	}
	dot := strings.LastIndex(handler, ".")
	if dot <= 0 || dot == len(handler)-1 {
		return "", fmt.Errorf("handler %q is not of the form file.function", handler)
	}
	return handler[:dot] + extension, nil
}

func zipped(name, code string) ([]byte, error) {
	var buffer bytes.Buffer
	archive := zip.NewWriter(&buffer)
	file, err := archive.Create(name)
	if err != nil {
		return nil, err
	}
	if _, err := file.Write([]byte(code)); err != nil {
		return nil, err
	}
	if err := archive.Close(); err != nil {
		return nil, err
	}
	return buffer.Bytes(), nil
}

// create returns the id of the function that it has made. Errors say what is there
// already when a later step fails.
func (c *Console) create(ctx context.Context, form newFunction, archive []byte) (id string, err error) {
	base := "/functions/" + form.API + "/regions/" + url.PathEscape(form.Region)
	made := ""
	if form.Namespace == "" {
		if form.Namespace, err = c.createNamespace(ctx, base, form); err != nil {
			return "", err
		}
		made = fmt.Sprintf("namespace %q was made, but not the function: ", form.NewNamespace)
	}
	body := map[string]any{"namespace_id": form.Namespace, "name": form.Name, "runtime": form.Runtime, "privacy": state.PrivacyPublic}
	if form.Private {
		body["privacy"] = state.PrivacyPrivate
	}
	if form.Handler != "" {
		body["handler"] = form.Handler
	}
	var function struct {
		ID string `json:"id"`
	}
	if err := c.client.call(ctx, http.MethodPost, base+"/functions", body, &function); err != nil {
		return "", fmt.Errorf("%s%w", made, err)
	}
	path := base + "/functions/" + function.ID
	if err := c.client.upload(ctx, path, archive); err != nil {
		return "", fmt.Errorf("function %q was made, but its code was not uploaded: %w", form.Name, err)
	}
	if err := c.client.call(ctx, http.MethodPost, path+"/deploy", struct{}{}, nil); err != nil {
		return "", fmt.Errorf("function %q was made and its code uploaded, but it was not deployed: %w", form.Name, err)
	}
	return function.ID, nil
}

// createNamespace returns the id of a namespace that takes functions: a strict
// emulator refuses them while it is pending.
func (c *Console) createNamespace(ctx context.Context, base string, form newFunction) (string, error) {
	body := map[string]any{"name": form.NewNamespace, "project_id": c.options.Organization}
	if form.API == apiAlpha {
		body = map[string]any{"name": form.NewNamespace, "organization_id": c.options.Organization}
	}
	var ns struct {
		ID     string `json:"id"`
		Status string `json:"status"`
	}
	if err := c.client.call(ctx, http.MethodPost, base+"/namespaces", body, &ns); err != nil {
		return "", err
	}
	for c.options.Strict && state.Transient(ns.Status) {
		timer := time.NewTimer(namespacePoll)
		select {
		case <-ctx.Done():
			timer.Stop()
			return "", fmt.Errorf("namespace %q was made and is still %s: %w", form.NewNamespace, ns.Status, ctx.Err())
		case <-timer.C:
		}
		if err := c.client.call(ctx, http.MethodGet, base+"/namespaces/"+ns.ID, nil, &ns); err != nil {
			return "", fmt.Errorf("namespace %q was made: %w", form.NewNamespace, err)
		}
	}
	return ns.ID, nil
}

// failCall replies with the result of a failed request to the API: its status, or 502.
func (c *Console) failCall(w http.ResponseWriter, err error) {
	if refused, ok := errors.AsType[*apiError](err); ok {
		writeError(w, refused.status, err.Error())
		return
	}
	writeError(w, http.StatusBadGateway, err.Error())
}
