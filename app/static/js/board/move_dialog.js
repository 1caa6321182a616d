// «Move to …»: column, row and place as three choices. Needs neither dragging nor tricks with keys.

import { byId } from "../dom.js"
import { t } from "../words.js"
import { openDialog } from "./dialogs.js"
import { moveNote } from "./moves.js"
import { elementOf } from "./note_element.js"
import { find, notesIn } from "./views.js"
import { focusOn } from "./walk.js"

const dialog = byId("move-dialog", HTMLDialogElement)
const column = () => byId("move-column", HTMLSelectElement)
const row = () => byId("move-row", HTMLSelectElement)
const order = () => byId("move-order", HTMLSelectElement)
let moving = ""

dialog.addEventListener("change", (event) => {
  if (event.target !== order()) offerPlaces()
})

/** @param {string} id */
export async function openMove(id) {
  const view = find(id)
  if (!view) return
  moving = id
  byId("move-dialog-note", HTMLElement).textContent = view.title
  column().value = view.column ?? ""
  row().value = view.row ?? ""
  offerPlaces()
  const answer = await openDialog(dialog)
  if (answer === "move") moveNote(id, chosen(), order().value || null)
  requestAnimationFrame(() => {
    const element = elementOf(id)
    if (element) focusOn(element)
  })
}

function chosen() {
  const [c, r] = [column().value, row().value]
  return c && r ? { column: c, row: r } : { column: null, row: null }
}

function offerPlaces() {
  const cell = chosen()
  const others = cell.column ? notesIn(cell).filter((other) => other.id !== moving) : []
  order().replaceChildren(
    new Option(t("Last"), ""),
    ...others.map((other) => new Option(t("Before: %(note)s", { note: other.title }), other.id)),
  )
}
