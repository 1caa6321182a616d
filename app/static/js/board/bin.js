// To the bin, with the way back at hand.

import { t } from "../words.js"
import { submit } from "./outbox.js"
import { say } from "./status.js"
import { find } from "./views.js"

/** @param {string} id */
export function deleteNote(id) {
  const view = find(id)
  if (!view) return
  submit({ do: "note.delete", note: id })
  const back = document.createElement("button")
  back.type = "button"
  back.className = "bar__offer"
  back.textContent = t("Undo")
  back.addEventListener("click", () => {
    submit({ do: "note.restore", note: id })
    say(t("The note is back."))
  })
  say(t("In the bin: %(note)s", { note: view.title }), back)
}
