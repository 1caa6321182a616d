// Undo and redo of one's own changes: the server knows which they are.

import { hear, on } from "../dom.js"
import { t } from "../words.js"
import { submit } from "./outbox.js"
import { say } from "./status.js"

/** A change of one's own that could not be undone any more: the next undo goes past it. */
let past = 0

export function undo() {
  submit(past ? { do: "edit.undo", past } : { do: "edit.undo" })
}

export function redo() {
  submit({ do: "edit.redo" })
}

on("submit", ".bar__undo", (/** @type {SubmitEvent} */ event) => {
  event.preventDefault()
  const button = event.submitter
  if (button instanceof HTMLButtonElement && button.value === "redo") redo()
  else undo()
})

hear("command:refused", ({ command, refused }) => {
  if (command?.do === "edit.undo" && refused.code === "conflict") past = refused.of ?? past
})
hear("command:settled", ({ command }) => {
  // Something new of one's own is what the next undo is about.
  if (command.do !== "edit.undo") past = 0
  if (command.do === "edit.undo") say(t("Undone."))
  if (command.do === "edit.redo") say(t("Done again."))
})
