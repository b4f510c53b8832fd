// Deletes resources after the user has confirmed it.

import { $, post, say } from "/console/common.js"

let target = null
let opener = null // what had the focus before

// confirmDelete asks before anything is deleted.
export function confirmDelete(type, id, name, consequence = "") {
  target = { type, id }
  opener = document.activeElement
  $("confirm-title").textContent = `Delete ${type} ${name}?`
  $("confirm-text").textContent = `${consequence} This cannot be undone.`.trim()
  say($("confirm-status"), "")
  $("confirm-yes").disabled = false
  $("confirm").showModal()
  $("confirm-no").focus() // so that Enter alone deletes nothing
}

// setUpDeleting is told what to do after something was deleted.
export function setUpDeleting(done) {
  $("confirm-no").addEventListener("click", () => $("confirm").close())
  $("confirm").addEventListener("close", () => {
    if (opener?.isConnected) opener.focus()
  })
  $("confirm-yes").addEventListener("click", async () => {
    $("confirm-yes").disabled = true
    try {
      await post("/console/delete", target)
      $("confirm").close()
    } catch (error) {
      say($("confirm-status"), error.message, true)
      $("confirm-yes").disabled = false
    }
    done()
  })
}
