package console

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/rumpl/gosc/emulator"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	pastedJS = `export const handle = (event) => {
  console.log("order of " + event.body)
  return { statusCode: 201, body: "thanks, " + event.body }
}`
	pastedPY = `def handle(event, context):
    print("greeting", event["body"])
    return {"statusCode": 202, "body": "bonjour " + event["body"]}
`
	brokenPY = "def handle(event, context)\n"
)

// fill sets fields of a form as a user who chooses and types does.
func (b *browser) fill(form string, fields map[string]string) {
	b.t.Helper()
	for name, value := range fields {
		b.do(chromedp.Evaluate[chromedp.Void](fmt.Sprintf(`(() => {
			const field = document.getElementById(%q).elements[%q]
			field.value = %q
			if (field.value !== %[3]q) throw new Error("no such choice: " + %[3]q)
			field.dispatchEvent(new Event("change", { bubbles: true }))
		})()`, form, name, value)))
	}
}

// paste makes a function by the form.
func (b *browser) paste(opener string, fields ...map[string]string) {
	b.t.Helper()
	b.click(opener)
	b.shows("#create", "New function")
	b.until(`document.forms["create-form"].elements.runtime.options.length > 0`)
	for _, some := range fields { // in order: a choice may change what the next ones are
		b.fill("create-form", some)
	}
	b.click("#create-send")
}

// requested reports whether the emulator has answered an operation with a status.
func requested(srv *emulator.Server, operation string, status int) bool {
	for _, r := range srv.Requests() {
		if r.Operation == operation && r.Status == status {
			return true
		}
	}
	return false
}

func TestFunctionsAreMadeOfPastedCode(t *testing.T) {
	for _, test := range []struct {
		api, runtime, code, status, body, log string
	}{
		{"v1beta1", "node22", pastedJS, "201 Created", "thanks, Ada", "order of Ada"},
		{"v1beta1", "python313", pastedPY, "202 Accepted", "bonjour Ada", "greeting Ada"},
		{"v1alpha2", "node10", strings.Replace(pastedJS, "export const handle", "exports.handle", 1), "201 Created", "thanks, Ada", "order of Ada"},
		{"v1alpha2", "python3", pastedPY, "202 Accepted", "bonjour Ada", "greeting Ada"},
	} {
		t.Run(test.api+" "+test.runtime, func(t *testing.T) {
			srv := newEmulator(t)
			b := open(t, srv.URL())
			b.paste("#empty [data-create]", map[string]string{"api": test.api},
				map[string]string{"new_namespace": "shop", "name": "hello", "runtime": test.runtime}, map[string]string{"code": test.code})
			b.shows("#name", "hello")
			b.shows("#status", "ready")
			b.shows("#list", test.api+" in fr-par")
			b.shows("#facts", test.runtime)
			b.call("POST", "/", "", "Ada")
			b.shows("#reply-status", test.status)
			b.shows("#reply-body", test.body)
			b.shows("#logs", test.log)
			b.clean(srv.URL())
		})
	}
}

func TestAFunctionIsMadeInAnotherRegionAndInANamespaceThatIsThere(t *testing.T) {
	srv := newEmulator(t)
	b := open(t, srv.URL())
	b.paste("#empty [data-create]", map[string]string{"new_namespace": "shop", "region": "pl-waw", "name": "first"})
	b.shows("#name", "first")
	b.paste(".top [data-create]", map[string]string{"name": "second"})
	b.shows("#name", "second")
	b.shows("#status", "ready")
	b.shows("#facts", "v1beta1 in pl-waw")
	assert.Equal(t, 1, value[int](b, `document.querySelectorAll("#list h2").length`), "one namespace")
	b.clean(srv.URL())
}

func TestWhatIsWrongWithAFunctionIsSaid(t *testing.T) {
	srv := newEmulator(t)
	b := open(t, srv.URL())
	b.paste("#empty [data-create]", map[string]string{"runtime": "python313"},
		map[string]string{"new_namespace": "shop", "name": "hello", "handler": "nodot"})
	b.shows("#create-status", `handler "nodot" is not of the form file.function`)
	assert.False(t, requested(srv, "CreateNamespace", http.StatusOK), "nothing was made")

	require.NoError(t, srv.Fail("DeployFunction", http.StatusServiceUnavailable, 1))
	b.fill("create-form", map[string]string{"handler": "handler.handle", "code": brokenPY})
	b.click("#create-send")
	b.shows("#create-status", `function "hello" was made and its code uploaded, but it was not deployed`)
	b.shows("#create-status", "503 Service Unavailable")
	b.do(chromedp.KeyEvent(kb.Escape))
	b.shows("#status", "created")

	b.click("#deploy")
	b.call("GET", "/", "", "")
	b.shows("#logs", "SyntaxError")
	b.mu.Lock()
	b.problems = nil // the browser notes the replies 400 and 503
	b.mu.Unlock()
	b.clean(srv.URL())
}

func TestDeployAgainAndDelete(t *testing.T) {
	srv := emulator.Start(t, func(o *emulator.Options) {
		o.Handlers = map[string]http.Handler{"hello": http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})}
	})
	ns := create(t, srv, "/namespaces", `{"name":"shop","project_id":"`+srv.OrganizationID()+`"}`)
	fn := create(t, srv, "/functions", `{"namespace_id":"`+ns+`","name":"hello","runtime":"node22"}`)
	create(t, srv, "/functions/"+fn+"/deploy", `{}`)
	create(t, srv, "/triggers", `{"function_id":"`+fn+`","name":"orders","scw_sqs_config":{"queue":"incoming"}}`)
	create(t, srv, "/crons", `{"function_id":"`+fn+`","schedule":"0 6 * * *","args":{}}`)
	create(t, srv, "/domains", `{"function_id":"`+fn+`","hostname":"shop.example"}`)
	b := open(t, srv.URL())
	b.shows("#status", "ready")

	deploys := func() (n int) {
		for _, r := range srv.Requests() {
			if r.Operation == "DeployFunction" && r.Status == http.StatusOK {
				n++
			}
		}
		return n
	}
	before := deploys()
	b.click("#deploy")
	b.eventually(func() bool { return deploys() == before+1 })
	b.shows("#status", "ready")

	for _, one := range []struct{ label, name string }{{"Delete cron", "0 6 * * *"}, {"Delete trigger", "orders"}, {"Delete domain", "shop.example"}} {
		b.shows("#crons", one.name)
		button := fmt.Sprintf(`button[aria-label="%s %s"]`, one.label, one.name)
		b.click(button)
		b.shows("#confirm-title", one.label+" "+one.name+"?")
		b.click("#confirm-no")
		b.shows("#crons", one.name)
		b.click(button)
		b.click("#confirm-yes")
		b.eventually(func() bool { return !strings.Contains(b.text("#crons"), one.name) })
	}

	b.click("#delete")
	b.shows("#confirm-title", "Delete function hello?")
	b.click("#confirm-yes")
	b.shows("#list", "No functions or containers yet")
	b.click(`button[aria-label="Delete namespace shop"]`)
	b.click("#confirm-yes")
	b.shows("#empty", "Nothing is deployed yet")
	b.clean(srv.URL())
}

func TestOldNamespacesAndContainersAreDeleted(t *testing.T) {
	srv := newEmulator(t)
	s := newShop(t, srv)
	s.cron(s.container("storefront"), "* * * * *", map[string]any{})
	b := open(t, srv.URL())
	b.shows("#crons", "* * * * *")
	b.click(`button[aria-label="Delete cron * * * * *"]`)
	b.click("#confirm-yes")
	b.eventually(func() bool { return !strings.Contains(b.text("#crons"), "* * * * *") })
	b.click("#delete")
	b.shows("#confirm-title", "Delete container storefront?")
	b.click("#confirm-yes")
	b.shows("#list", "No functions or containers yet")
	b.click(`button[aria-label="Delete namespace shop"]`)
	b.click("#confirm-yes")
	b.shows("#empty", "Nothing is deployed yet")
	b.clean(srv.URL())
}
