// Who is here, and which notes others hold or write in. Never stored, and says nothing of who.

import { afterFrame, all, byId, hear } from "../dom.js"
import { tn } from "../words.js"
import { send } from "./connection.js"
import { elementOf } from "./note_element.js"

/** @typedef {{ here: number, holding: string[], writing: string[] }} Presence */

const line = byId("here", HTMLElement)
const count = byId("here-count", HTMLElement)
/** @type {{ holding: string | null, writing: string | null }} */
const mine = { holding: null, writing: null }

/** @param {string | null} note */
export function holding(note) {
  mine.holding = note
  afterFrame(tell)
}

/** @param {string | null} note */
export function writing(note) {
  mine.writing = note
  tell()
}

function tell() {
  send([{ do: "presence", ...mine }])
}

hear("connection:opened", () => {
  if (mine.holding || mine.writing) tell()
})
hear("connection:changed", ({ state }) => {
  if (state !== "live") line.hidden = true
})
hear("message:presence", (/** @type {Presence} */ presence) => {
  line.hidden = false
  count.textContent = tn("%(n)s here", "%(n)s here", presence.here)
  const others = [...presence.holding, ...presence.writing].filter(
    (id) => id !== mine.holding && id !== mine.writing,
  )
  for (const note of all(".note[data-held]")) delete note.dataset.held
  for (const id of others) elementOf(id)?.setAttribute("data-held", "")
})
