package v1alpha2

import (
	"github.com/rumpl/gosc/emulator/internal/front"
	"github.com/rumpl/gosc/emulator/internal/state"
	"github.com/rumpl/gosc/emulator/internal/v1alpha2/wire"
)

const base = "/functions/v1alpha2/regions/{region}"

// addRoutes names every route: the 27 operations, and those that clients use
// although no description lists them.
func (a *api) addRoutes(router *front.Router) {
	add := func(method, pattern string, handle handler) { router.Add(method, base+pattern, handle.front()) }

	add("GET", "/namespaces", a.listNamespaces)
	add("POST", "/namespaces", a.createNamespace)
	add("GET", "/namespaces/{id}", a.getNamespace)
	add("PATCH", "/namespaces/{id}", a.updateNamespace)
	add("DELETE", "/namespaces/{id}", a.deleteNamespace)
	add("GET", "/namespaces/{namespace_id}/functions", a.listNestedFunctions)
	add("GET", "/namespaces/{namespace_id}/containers", a.listNestedContainers)

	add("GET", "/functions", a.listFunctions)
	add("POST", "/functions", a.createApplication(state.Function))
	add("GET", "/functions/{id}", a.getApplication(state.Function))
	add("PATCH", "/functions/{id}", a.updateApplication(state.Function))
	add("PUT", "/functions/{id}", a.updateApplication(state.Function))
	add("DELETE", "/functions/{id}", a.deleteApplication(state.Function))
	add("POST", "/functions/{id}/deploy", a.deployApplication(state.Function))
	add("GET", "/functions/{id}/upload-url", a.uploadURL)
	add("GET", "/functions/{id}/download-url", a.downloadURL)
	add("GET", "/runtimes", listRuntimes)

	add("GET", "/containers", a.listContainers)
	add("POST", "/containers", a.createApplication(state.Container))
	add("GET", "/containers/{id}", a.getApplication(state.Container))
	add("PATCH", "/containers/{id}", a.updateApplication(state.Container))
	add("DELETE", "/containers/{id}", a.deleteApplication(state.Container))
	add("POST", "/containers/{id}/deploy", a.deployApplication(state.Container))

	add("GET", "/crons", a.listCrons)
	add("POST", "/crons", a.createCron)
	add("GET", "/crons/{id}", a.getCron)
	add("PATCH", "/crons/{id}", a.updateCron)
	add("DELETE", "/crons/{id}", a.deleteCron)

	add("GET", "/logs", a.listLogs)
	add("GET", "/jwt/issue", a.issueJWT)
}

func listRuntimes(*request) (any, error) { return wire.RuntimeList{Runtimes: wire.Runtimes}, nil }
