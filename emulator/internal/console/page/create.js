// The form that makes a function of pasted code.

import { $, look, make, post, say } from "/console/common.js"

const regions = ["fr-par", "nl-ams", "pl-waw"]
const fields = $("create-form").elements

let runtimes = null // by API version
let sample = "" // that the form has filled in, and may replace
let defaultHandler = ""
let regionOf = new Map() // by id of a namespace

// setUpCreating needs the namespaces that there are, and what to do with the id of
// a new function.
export function setUpCreating(namespaces, done) {
  for (const opener of document.querySelectorAll("[data-create]")) {
    opener.addEventListener("click", () => open(namespaces()))
  }
  $("create-cancel").addEventListener("click", () => $("create").close())
  fields.api.addEventListener("change", () => {
    showNamespaces(namespaces())
    showRuntimes()
  })
  fields.namespace.addEventListener("change", showNewNamespace)
  fields.runtime.addEventListener("change", showSample)
  $("create-form").addEventListener("submit", async (event) => {
    event.preventDefault()
    await create(done)
  })
}

async function open(namespaces) {
  say($("create-status"), "")
  $("create").showModal()
  fields.name.focus()
  showNamespaces(namespaces)
  try {
    runtimes = JSON.parse(await look("/console/runtimes"))
    showRuntimes()
  } catch (error) {
    say($("create-status"), "The runtimes cannot be listed: " + error.message, true)
  }
}

// showNamespaces offers those that take functions of the chosen API version.
function showNamespaces(namespaces) {
  const before = fields.namespace.value
  const fit = namespaces.filter((ns) => ns.api === fields.api.value && ns.product !== "containers" && ns.status !== "deleting")
  fields.namespace.replaceChildren(
    ...fit.map((ns) => make("option", { value: ns.id }, `${ns.name} (${ns.region})`)),
    make("option", { value: "" }, "a new one"))
  fields.namespace.value = fit.some((ns) => ns.id === before) ? before : fit[0]?.id ?? ""
  const regional = fields.api.value === "v1beta1" ? regions : regions.slice(0, 1)
  fields.region.replaceChildren(...regional.map((region) => make("option", {}, region)))
  regionOf = new Map(fit.map((ns) => [ns.id, ns.region]))
  showNewNamespace()
}

function showNewNamespace() {
  const fresh = fields.namespace.value === ""
  $("create-namespace").hidden = !fresh
  fields.new_namespace.required = fresh
  fields.new_namespace.disabled = fields.region.disabled = !fresh
}

function showRuntimes() {
  if (!runtimes) return
  const before = fields.runtime.value
  const list = runtimes[fields.api.value]
  fields.runtime.replaceChildren(...list.map((runtime) => make("option", { value: runtime.name },
    runtime.status === "available" ? runtime.name : `${runtime.name} (${runtime.status.replaceAll("_", " ")})`)))
  fields.runtime.value = list.some((runtime) => runtime.name === before) ? before : list[0].name
  showSample()
}

// showSample begins with an example, and leaves alone what somebody has written.
function showSample() {
  const runtime = runtimes[fields.api.value].find((one) => one.name === fields.runtime.value)
  if (fields.code.value === "" || fields.code.value === sample) fields.code.value = sample = runtime.sample
  if (fields.handler.value === "" || fields.handler.value === defaultHandler) {
    fields.handler.value = defaultHandler = runtime.handler
  }
}

async function create(done) {
  say($("create-status"), "Creating the function and uploading its code …")
  $("create-send").disabled = true
  try {
    const made = await post("/console/create", {
      api: fields.api.value, region: regionOf.get(fields.namespace.value) ?? fields.region.value, namespace: fields.namespace.value,
      new_namespace: fields.new_namespace.value, name: fields.name.value, runtime: fields.runtime.value,
      handler: fields.handler.value, code: fields.code.value, private: fields.private.checked,
    })
    $("create").close()
    fields.name.value = fields.new_namespace.value = ""
    fields.code.value = sample
    await done(made.id)
  } catch (error) {
    say($("create-status"), error.message, true)
  }
  $("create-send").disabled = false
}
