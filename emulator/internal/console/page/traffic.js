// The view of recorded requests and faults on demand.

import { $, ask, cell, look, make, post, say } from "/console/common.js"

const form = $("fault-form")
const forceForm = $("force-form")
let knownRequests = ""
let knownFaults = ""
let knownNamespaces = null

// refreshTraffic looks for new requests and for faults that have happened.
export async function refreshTraffic(namespaces) {
  if (namespaces !== knownNamespaces) showResources(namespaces)
  knownNamespaces = namespaces
  const requests = await look("/console/requests")
  if (requests !== knownRequests) showRequests(JSON.parse(requests).requests)
  knownRequests = requests
  showFaults(await look("/console/faults"))
}

// ---- Requests.

function showRequests(requests) {
  $("requests-none").hidden = requests.length > 0
  $("requests").hidden = requests.length === 0
  $("requests-body").replaceChildren(...requests.map(requestRow))
}

function requestRow(request) {
  const status = make("strong", { className: "code", dataset: { class: String(request.status)[0] } },
    request.status === 0 ? "no reply" : String(request.status))
  return make("tr", {},
    cell(make("time", { dateTime: request.time, title: request.time }, request.time.slice(11, 23).replace("Z", ""))),
    cell(make("strong", {}, request.operation), make("div", { className: "muted" }, request.api || "signed URL")),
    cell(make("code", {}, `${request.method} ${request.path}`), make("div", { className: "muted" }, request.client)),
    cell(status, ...(request.fault ? [" ", make("span", { className: "status", dataset: { status: "error" } }, "fault")] : [])),
    cell(`${request.duration.toFixed(1)} ms`))
}

// ---- Faults.

function showFaults(text) {
  if (text === knownFaults) return
  knownFaults = text
  const { faults, forced } = JSON.parse(text)
  $("faults-none").hidden = faults.length + forced.length > 0
  $("faults-clear").disabled = faults.length + forced.length === 0
  $("faults").replaceChildren(
    ...faults.map((fault) => make("li", {}, make("strong", {}, fault.operation), ": " + describe(fault))),
    ...forced.map((one) => make("li", {}, make("strong", {}, nameOf(one.id)), ` shows ${one.status}${one.message ? `: ${one.message}` : ""}`)))
}

const nameOf = (id) => $("resources").querySelector(`option[value="${CSS.escape(id)}"]`)?.textContent ?? id

// showResources offers the ids of what there is.
function showResources(namespaces) {
  const option = (id, text) => make("option", { value: id }, text)
  $("resources").replaceChildren(...namespaces.flatMap((ns) => [
    option(ns.id, `namespace ${ns.name}`),
    ...ns.applications.flatMap((app) => [
      option(app.id, `${app.kind} ${app.name}`),
      ...app.crons.map((cron) => option(cron.id, `cron ${cron.schedule} of ${app.name}`)),
    ]),
  ]))
  knownFaults = "" // it shows names
}

// describe says what a fault does, in words.
function describe(fault) {
  const parts = [
    fault.delay && `waits ${fault.delay}`,
    fault.status && `status ${fault.status}${fault.type ? ` (${fault.type})` : ""}`,
    fault.retry_after && `Retry-After ${fault.retry_after}`,
    fault.cut && "cuts the reply",
    fault.drop && "closes the connection",
    fault.id && `only for ${fault.id}`,
    fault.times ? `${fault.times} more ${fault.times === 1 ? "time" : "times"}` : "until it is cleared",
  ]
  return parts.filter(Boolean).join(", ")
}

form.addEventListener("submit", async (event) => {
  event.preventDefault()
  const fields = form.elements
  const milliseconds = (field) => (Number(field.value) > 0 ? `${Number(field.value)}ms` : "")
  const kind = fields.kind.value
  try {
    const reply = await post("/console/faults", {
      operation: fields.operation.value.trim(), status: kind === "status" ? Number(fields.status.value) : 0,
      type: kind === "status" ? fields.type.value.trim() : "",
      retry_after: kind === "status" && Number(fields.retry.value) > 0 ? `${Number(fields.retry.value)}s` : "",
      times: Number(fields.times.value), delay: milliseconds(fields.delay), cut: kind === "cut", drop: kind === "drop",
    })
    showFaults(JSON.stringify(reply))
    say($("fault-status"), "The fault is active.")
  } catch (error) {
    say($("fault-status"), error.message, true)
  }
})

form.elements.kind.addEventListener("change", () => {
  for (const name of ["status", "type", "retry"]) form.elements[name].disabled = form.elements.kind.value !== "status"
})

// ---- Forced statuses.

forceForm.addEventListener("submit", async (event) => {
  event.preventDefault()
  const { id, force, message } = forceForm.elements
  try {
    const reply = await post("/console/faults", { id: id.value.trim(), force: force.value, message: message.value })
    showFaults(JSON.stringify(reply))
    say($("force-status"), force.value ? `Replies show the status ${force.value}.` : "Replies show the status as it is.")
  } catch (error) {
    say($("force-status"), error.message, true)
  }
})

$("faults-clear").addEventListener("click", async () => {
  try {
    showFaults(await ask("/console/faults", { method: "DELETE" }))
    say($("fault-status"), "All faults are cleared.")
    form.elements.operation.focus() // the button is disabled now
  } catch (error) {
    say($("fault-status"), error.message, true)
  }
})
