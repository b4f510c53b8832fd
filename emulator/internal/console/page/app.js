// The console's page. Everything that comes from the emulator is inserted as text
// (textContent, append of strings), never as markup: names, logs and replies are
// untrusted.

import { $, Failure, ask, cell, look, make, post, statusMark } from "/console/common.js"
import { confirmDelete, setUpDeleting } from "/console/change.js"
import { setUpCreating } from "/console/create.js"
import { refreshTraffic } from "/console/traffic.js"

const pollPause = 1000 // ms between two looks at the emulator
const maxLines = 2000 // log lines on the page
const trafficHash = "requests" // of the page's address, for the view of requests and faults

let known = "" // the state that is on the page, as JSON
let applications = new Map()
let namespaces = []
let selected = "" // id of the application whose details are shown
let lastLine = "" // id of the newest log line on the page
let calling = null // AbortController of the call under way

// ---- Polling: only while somebody can see the page.

let timer = 0
let looking = false
let lookAgain = false

async function refresh() {
  clearTimeout(timer)
  if (document.hidden) return
  if (looking) {
    lookAgain = true
    return
  }
  looking = true
  try {
    await refreshState()
    await (trafficShown() ? refreshTraffic(namespaces) : refreshLogs())
    showConnection("live", "live")
  } catch (error) {
    showConnection("lost", error.message)
    if (!(error instanceof Failure)) reportError(error) // a defect of this script
  }
  looking = false
  if (!document.hidden) timer = setTimeout(refresh, lookAgain ? 0 : pollPause)
  lookAgain = false
}

function showConnection(state, text) {
  const mark = $("connection")
  if (mark.textContent === text) return
  mark.dataset.state = state
  mark.textContent = text
}

// ---- The two views: what there is, and the requests and faults.

const trafficShown = () => location.hash === "#" + trafficHash

function showView() {
  const empty = namespaces.length === 0
  $("traffic").hidden = !trafficShown()
  $("empty").hidden = trafficShown() || !empty
  $("board").hidden = trafficShown() || empty
  $("to-resources").href = "#" + selected
  for (const link of $("views").children) link.toggleAttribute("aria-current", false)
  const current = trafficShown() ? $("to-traffic") : $("to-resources")
  current.setAttribute("aria-current", "page")
}

// ---- What there is.

async function refreshState() {
  const text = await look("/console/state")
  if (text === known) return
  known = text
  const state = JSON.parse(text)
  applications = new Map(state.namespaces.flatMap((ns) => ns.applications.map((app) => [app.id, app])))
  $("setup").textContent = state.setup
  namespaces = state.namespaces
  showView()
  if (!applications.has(selected)) select(applications.has(linked()) ? linked() : applications.keys().next().value ?? "")
  showList(state.namespaces)
  showDetail()
}

function showList(namespaces) {
  const { application, namespace } = document.activeElement?.dataset ?? {}
  $("list").replaceChildren(...namespaces.map(namespaceCard))
  if (application) listButton(application)?.focus()
  if (namespace) [...$("list").querySelectorAll("button")].find((button) => button.dataset.namespace === namespace)?.focus()
}

function listButton(id) {
  return [...$("list").querySelectorAll("button")].find((button) => button.dataset.application === id)
}

function namespaceCard(ns) {
  const remove = make("button", { type: "button", className: "quiet", title: `Delete namespace ${ns.name}`, dataset: { namespace: ns.id } }, "Delete")
  remove.setAttribute("aria-label", `Delete namespace ${ns.name}`)
  remove.addEventListener("click", () => confirmDelete("namespace", ns.id, ns.name,
    ns.applications.length > 0 ? "Its functions and containers are deleted with it." : ""))
  const card = make("section", { className: "card" },
    make("div", { className: "title" }, make("h2", {}, ns.name), statusMark(ns.status)),
    make("div", { className: "title muted" }, `${ns.api} in ${ns.region}`, remove))
  if (ns.error) card.append(make("pre", { className: "failure" }, ns.error))
  if (ns.applications.length === 0) card.append(make("p", { className: "muted" }, "No functions or containers yet."))
  else card.append(make("ul", {}, ...ns.applications.map(listItem)))
  return card
}

function listItem(app) {
  const button = make("button", { type: "button", className: "item", dataset: { application: app.id } },
    make("span", { className: "item-name" }, app.name),
    make("span", { className: "muted" }, app.runtime || app.kind),
    statusMark(app.status))
  button.addEventListener("click", () => select(app.id))
  const item = make("li", {}, button)
  if (app.id === selected) button.setAttribute("aria-current", "true")
  for (const cron of app.crons) {
    item.append(make("p", { className: "cron" }, make("span", { className: "muted" }, "cron "),
      make("code", {}, cron.schedule), statusMark(cron.status)))
  }
  return item
}

// linked returns the application that the page's URL names.
const linked = () => location.hash.slice(1)

// select shows another function or container.
function select(id) {
  if (id === selected) return
  selected = id
  if (!trafficShown()) history.replaceState(null, "", id ? "#" + id : location.pathname)
  $("to-resources").href = "#" + id
  for (const button of $("list").querySelectorAll("[aria-current]")) button.removeAttribute("aria-current")
  listButton(id)?.setAttribute("aria-current", "true")
  lastLine = ""
  $("action-status").textContent = ""
  $("logs").replaceChildren()
  $("follow").checked = true
  calling?.abort()
  clearReply("None yet.")
  const app = applications.get(id)
  $("call").elements.token.checked = app?.private ?? false
  showDetail()
  refresh()
}

// ---- One function or container.

function showDetail() {
  const app = applications.get(selected)
  $("tools").hidden = !app
  $("status").hidden = !app
  $("failure").hidden = !app?.error
  $("name").textContent = app?.name ?? "No function or container yet"
  $("facts").replaceChildren(...(app ? facts(app) : []))
  const focused = document.activeElement?.dataset.focus
  $("crons").replaceChildren(...(app?.crons.length ? [cronTable(app.crons)] : []),
    ...(app?.triggers?.length ? [triggerTable(app.triggers)] : []), ...(app?.domains?.length ? [domainTable(app.domains)] : []))
  if (focused) [...$("crons").querySelectorAll("button")].find((button) => button.dataset.focus === focused)?.focus()
  $("build").textContent = app?.build ?? ""
  $("build").hidden = !app?.build
  $("actions").hidden = !app
  if (!app) return
  $("status").dataset.status = $("status").textContent = app.status
  $("failure").textContent = app.error
}

function facts(app) {
  const link = make("a", { href: app.endpoint, target: "_blank", rel: "noopener noreferrer" }, app.endpoint)
  const scale = `${app.min_scale} to ${app.max_scale} instances`
  return [
    ["Endpoint", link],
    ["Privacy", app.private ? "private" : "public"],
    ["Runtime", app.runtime && `${app.runtime}${app.handler && ", " + app.handler}`],
    ["Image", app.image],
    ["Timeout", `${app.timeout / 1000} s`],
    ["Memory", `${app.memory} MB`],
    ["Scale", scale],
    ["Variables", app.variables.join(", ")],
    ["Secrets", app.secrets && make("span", {}, ...app.secrets.flatMap((secret, i) =>
      [i ? ", " : "", make("span", { title: secret.hash }, secret.key)]))],
    ["API", `${app.api ?? "v1alpha2"} in ${app.region}`],
    ["Project", app.project && make("code", {}, app.project)],
    ["ID", make("code", {}, app.id)],
  ].filter(([, value]) => value).map(([name, value]) => make("div", {}, make("dt", {}, name), make("dd", {}, value)))
}

// table makes a table with a head and rows; the last cell of a row has its buttons.
function table(titles, rows) {
  const head = make("tr", {}, ...[...titles, "Status"].map((text) => make("th", { scope: "col" }, text)), make("td"))
  return make("table", { className: "crons" }, make("thead", {}, head), make("tbody", {}, ...rows))
}

// button makes a button for a cron, trigger or domain. It keeps its focus when the
// table is rebuilt after the next poll.
function button(text, label, id, act) {
  const element = make("button", { type: "button", title: label, dataset: { focus: text + id } }, text)
  element.setAttribute("aria-label", label)
  element.addEventListener("click", act)
  return element
}

const deleteButton = (type, id, name) => button("Delete", `Delete ${type} ${name}`, id, () => confirmDelete(type, id, name))

const buttons = (...children) => cell(make("div", { className: "line" }, ...children))

function cronTable(crons) {
  return table(["Cron (UTC)", "Arguments"], crons.map((cron) => {
    const args = JSON.stringify(cron.args)
    const use = button("Use", `Fill the form below with the call of cron ${cron.schedule}`, cron.id, () => fillForm(args))
    return make("tr", {}, cell(make("code", {}, cron.schedule)), cell(make("code", {}, args)), cell(statusMark(cron.status)),
      buttons(use, deleteButton("cron", cron.id, cron.schedule)))
  }))
}

function triggerTable(triggers) {
  return table(["Trigger", "Source"], triggers.map((trigger) => {
    const send = button("Fire", `Send the body of the form below as a message of trigger ${trigger.name}`, trigger.id, () => fire(trigger))
    return make("tr", {}, cell(trigger.name), cell(trigger.source), cell(statusMark(trigger.status)),
      buttons(send, deleteButton("trigger", trigger.id, trigger.name)))
  }))
}

function domainTable(domains) {
  return table(["Domain"], domains.map((domain) => make("tr", {}, cell(domain.hostname), cell(statusMark(domain.status)),
    buttons(deleteButton("domain", domain.id, domain.hostname)))))
}

// fire sends the body of the form as a message, and shows how that ended.
async function fire(trigger) {
  clearReply("Sending the message …")
  try {
    const reply = await post("/console/fire", { trigger: trigger.id, message: $("call").elements.body.value })
    const attempts = reply.attempts === 1 ? "1 attempt" : `${reply.attempts} attempts`
    clearReply(`${reply.delivered ? "Delivered" : "Not delivered"}: status ${reply.status} after ${attempts}.`)
  } catch (error) {
    clearReply(error.message)
  }
  refresh()
}

// fillForm describes what a cron sends.
function fillForm(body) {
  const fields = $("call").elements
  fields.method.value = "POST"
  fields.path.value = "/"
  fields.headers.value = "Content-Type: application/json"
  fields.body.value = body
  fields.token.checked = applications.get(selected).private
  $("send").focus()
}

// ---- Logs.

async function refreshLogs() {
  const id = selected
  if (!applications.has(id)) return
  let reply
  try {
    reply = JSON.parse(await look(`/console/logs?${new URLSearchParams({ application: id, after: lastLine })}`))
  } catch (error) {
    if (error.status === 404) return // deleted since the last look
    throw error
  }
  if (id === selected) addLines(reply)
}

function addLines({ lines, gap }) {
  if (lines.length === 0) return
  const box = $("logs")
  if (gap) box.append(make("p", { className: "muted" }, "earlier lines are not shown here"))
  box.append(...lines.map((line) =>
    make("p", {}, make("time", { dateTime: line.timestamp, title: line.timestamp }, line.timestamp.slice(11, 23).replace("Z", "")), line.message)))
  while (box.childElementCount > maxLines) box.firstElementChild.remove()
  lastLine = lines.at(-1).id
  if ($("follow").checked) box.scrollTop = box.scrollHeight
}

// Who scrolls up wants to read: the view stays there until it is at the
// end again.
$("logs").addEventListener("scroll", () => {
  const box = $("logs")
  $("follow").checked = box.scrollHeight - box.scrollTop - box.clientHeight < 4
})
$("follow").addEventListener("change", () => {
  if ($("follow").checked) $("logs").scrollTop = $("logs").scrollHeight
})

// ---- Calls.

$("call").addEventListener("submit", async (event) => {
  event.preventDefault()
  if (calling) return
  const call = new AbortController()
  setCalling(call)
  clearReply("Calling …")
  try {
    const reply = await ask("/console/call", {
      method: "POST", headers: { "Content-Type": "application/json" },
      body: JSON.stringify(formCall()), signal: call.signal,
    })
    if (!call.signal.aborted) showReply(JSON.parse(reply))
  } catch (error) {
    if (!call.signal.aborted) clearReply(error.message)
  }
  if (calling === call) setCalling(null)
  refresh()
})

$("cancel").addEventListener("click", () => {
  calling?.abort()
  clearReply("Cancelled.")
})

function setCalling(call) {
  calling = call
  $("send").disabled = call !== null
  $("cancel").hidden = call === null
}

function formCall() {
  const fields = $("call").elements
  const lines = fields.headers.value.split("\n").map((line) => line.trim()).filter((line) => line)
  return {
    application: selected, method: fields.method.value, path: fields.path.value,
    headers: lines.map(parseHeader), body: fields.body.value, token: fields.token.checked,
  }
}

function parseHeader(line) {
  const colon = line.indexOf(":")
  if (colon < 1) throw new Error(`The header "${line}" is not of the form "Name: value".`)
  return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()]
}

function clearReply(text) {
  const status = $("reply-status")
  status.textContent = text
  delete status.dataset.class
  $("reply-headers").replaceChildren()
  $("reply-body").hidden = true
}

function showReply(reply) {
  const status = $("reply-status")
  status.dataset.class = String(reply.code)[0]
  status.replaceChildren(make("strong", {}, reply.status), ` in ${reply.duration.toFixed(1)} ms, ${size(reply)}`)
  $("reply-headers").replaceChildren(...reply.headers.map(([name, value]) =>
    make("tr", {}, make("th", { scope: "row" }, name), make("td", {}, value))))
  $("reply-body").textContent = reply.body
  $("reply-body").hidden = reply.body === ""
}

function size(reply) {
  const bytes = reply.size === 1 ? "1 byte" : `${reply.size.toLocaleString("en")} bytes`
  if (reply.truncated) return `the first ${bytes} of the body`
  return reply.binary ? `${bytes}, no text` : bytes
}

// ---- Deploy and delete.

$("deploy").addEventListener("click", async () => {
  const app = applications.get(selected)
  if (!app) return
  $("action-status").textContent = ""
  try {
    await post("/console/deploy", { type: app.kind, id: app.id })
  } catch (error) {
    $("action-status").textContent = error.message
  }
  refresh()
})

$("delete").addEventListener("click", () => {
  const app = applications.get(selected)
  if (!app) return
  const parts = [app.crons.length && "crons", app.triggers?.length && "triggers", app.domains?.length && "domains"].filter(Boolean)
  confirmDelete(app.kind, app.id, app.name, parts.length > 0 ? `Its ${new Intl.ListFormat("en").format(parts)} are deleted with it.` : "")
})

setUpDeleting(refresh)
setUpCreating(() => namespaces, async (id) => {
  history.replaceState(null, "", "#" + id)
  await refreshState()
  select(id)
  showView()
  listButton(id)?.focus()
})

// ---- Begin.

$("copy-setup").addEventListener("click", async () => {
  try {
    await navigator.clipboard.writeText($("setup").textContent)
    $("copied").textContent = "Copied."
  } catch {
    $("copied").textContent = "The browser does not allow it: select the lines and copy them."
  }
})
window.addEventListener("hashchange", () => {
  showView()
  if (applications.has(linked())) select(linked())
  refresh()
})
document.addEventListener("visibilitychange", refresh)
refresh()
