// Undo and redo of one's own changes: the server knows which they are.

import { hear, on } from "../dom.js"
import { t } from "../words.js"
import { submit } from "./outbox.js"
import { say } from "./status.js"

export function undo() {
  submit({ do: "edit.undo" })
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

hear("command:settled", ({ command }) => {
  if (command.do === "edit.undo") say(t("Undone."))
  if (command.do === "edit.redo") say(t("Done again."))
})
