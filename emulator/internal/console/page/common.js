// Functions that the scripts of the console's page share. Everything that comes from
// the emulator is inserted as text (textContent, append of strings), never as markup.

const requestLimit = 10_000 // ms that one look may take

export const $ = (id) => document.getElementById(id)

// make builds an element: properties, then children (elements or text).
export function make(tag, properties = {}, ...children) {
  const { dataset, ...rest } = properties
  const element = Object.assign(document.createElement(tag), rest)
  Object.assign(element.dataset, dataset)
  element.append(...children)
  return element
}

// Failure is the error of a request that the emulator refused or did not answer.
export class Failure extends Error {
  constructor(message, status = 0) {
    super(message)
    this.status = status
  }
}

// ask returns the text of a reply, or throws a Failure.
export async function ask(path, options) {
  let response, text
  try {
    response = await fetch(path, options)
    text = await response.text()
  } catch {
    throw new Failure("no connection to the emulator")
  }
  if (response.ok) return text
  throw new Failure(JSON.parse(text).message, response.status)
}

// look asks for something that is there, and does not wait long.
export const look = (path) => ask(path, { signal: AbortSignal.timeout(requestLimit) })

export function statusMark(status) {
  return make("span", { className: "status", dataset: { status } }, status)
}

// post sends a value as JSON, and returns what the reply says.
export async function post(path, value) {
  const text = await ask(path, {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(value),
  })
  return JSON.parse(text)
}

export const cell = (...children) => make("td", {}, ...children)

// say shows how something went; an error is announced at once.
export function say(element, text, failed = false) {
  element.className = failed ? "failure" : "muted"
  element.setAttribute("role", failed ? "alert" : "status")
  element.textContent = text
  element.hidden = text === ""
}
