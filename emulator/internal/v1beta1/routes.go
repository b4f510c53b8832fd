package v1beta1

import (
	"github.com/rumpl/gosc/emulator/internal/front"
	"github.com/rumpl/gosc/emulator/internal/state"
)

// addRoutes names the operations of a product, and the nested list, which clients
// use although no description has it.
func (a *api) addRoutes(router *front.Router) {
	add := func(method, pattern string, h handler) {
		router.Add(method, "/"+a.product+"/v1beta1/regions/{region}"+pattern, a.handle(h))
	}
	applications := "/" + a.product

	add("GET", "/namespaces", a.listNamespaces)
	add("POST", "/namespaces", a.createNamespace)
	add("GET", "/namespaces/{id}", a.getNamespace)
	add("PATCH", "/namespaces/{id}", a.updateNamespace)
	add("DELETE", "/namespaces/{id}", a.deleteNamespace)
	add("GET", "/namespaces/{id}"+applications, a.listNested)

	add("GET", applications, a.listApplications)
	add("POST", applications, a.createApplication)
	add("GET", applications+"/{id}", a.getApplication)
	add("PATCH", applications+"/{id}", a.updateApplication)
	add("DELETE", applications+"/{id}", a.deleteApplication)
	add("POST", applications+"/{id}/deploy", a.deployApplication)
	if a.product == state.Functions {
		add("GET", "/runtimes", listRuntimes)
		add("GET", "/functions/{id}/upload-url", a.uploadURL)
		add("GET", "/functions/{id}/download-url", a.downloadURL)
	}

	add("GET", "/crons", a.listCrons)
	add("POST", "/crons", a.createCron)
	add("GET", "/crons/{id}", a.getCron)
	add("PATCH", "/crons/{id}", a.updateCron)
	add("DELETE", "/crons/{id}", a.deleteCron)

	add("GET", "/domains", a.listDomains)
	add("POST", "/domains", a.createDomain)
	add("GET", "/domains/{id}", a.getDomain)
	add("DELETE", "/domains/{id}", a.deleteDomain)

	add("GET", "/tokens", a.listTokens)
	add("POST", "/tokens", a.createToken)
	add("GET", "/tokens/{id}", a.getToken)
	add("DELETE", "/tokens/{id}", a.deleteToken)

	add("GET", "/triggers", a.listTriggers)
	add("POST", "/triggers", a.createTrigger)
	add("GET", "/triggers/{id}", a.getTrigger)
	add("PATCH", "/triggers/{id}", a.updateTrigger)
	add("DELETE", "/triggers/{id}", a.deleteTrigger)
}
