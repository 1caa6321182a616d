// A new note: title and Enter, and the field is ready for the next one.

import { byId, hear } from "../dom.js"
import { t } from "../words.js"
import { settleTexts, show, watch } from "./guarding.js"
import { newId } from "./ids.js"
import { elementOf } from "./note_element.js"
import { submit } from "./outbox.js"
import { say } from "./status.js"
import { can, grid, professionOf, rowFor, seat, wordsFor } from "./surface.js"

/** @typedef {import("./types.js").Cell} Cell */

const form = document.querySelector(".new-note")
const REMEMBERED = `profession ${seat}`
/** A row that belongs to no profession, chosen by writing in one of its cells. @type {string | null} */
let freeRow = null

const title = () => byId("new-title", HTMLInputElement)
const profession = () => byId("new-profession", HTMLSelectElement)
const column = () => byId("new-column", HTMLSelectElement)
const hint = () => byId("new-hint", HTMLElement)

if (form instanceof HTMLFormElement) {
  form.noValidate = true
  form.querySelector("[hidden]")?.removeAttribute("hidden")
  form.addEventListener("submit", (event) => {
    event.preventDefault()
    void add()
  })
  form.addEventListener("change", (event) => {
    if (event.target === profession()) sessionStorage.setItem(REMEMBERED, profession().value)
    freeRow = null
  })
  watch(title(), hint())
  const remembered = sessionStorage.getItem(REMEMBERED)
  if ([...profession().options].some((option) => option.value === remembered)) {
    profession().value = remembered ?? ""
  }
}

/**
 * Write a new note in a cell.
 * @param {Cell} cell
 */
export function writeNewIn(cell) {
  if (!form) return
  column().value = cell.column ?? ""
  const owner = cell.row && professionOf(cell.row)
  if (owner) profession().value = owner
  freeRow = cell.row && !owner ? cell.row : null
  title().focus()
}

async function add() {
  const text = title().value.trim().replace(/\s+/g, " ")
  if (!text) {
    title().focus()
    return
  }
  const confirmed = await settleTexts([text])
  if (!confirmed) {
    await show(title(), hint())
    title().focus()
    return
  }
  const cell = chosenCell()
  const note = newId()
  submit({
    do: "note.create",
    note,
    title: text,
    profession: profession().value,
    ...(cell.column ? { grid, ...cell } : {}),
    ...(confirmed.length > 0 ? { confirmed } : {}),
  })
  title().value = ""
  hint().textContent = ""
  title().focus()
  say(t("Added: %(note)s. %(cell)s", { note: text, cell: wordsFor(cell) || t("Parking lot") }))
  requestAnimationFrame(() =>
    elementOf(note)?.scrollIntoView({ block: "nearest", inline: "nearest" }),
  )
}

/** @returns {Cell} */
function chosenCell() {
  const row = freeRow ?? rowFor(profession().value)
  return column().value && row ? { column: column().value, row } : { column: null, row: null }
}

hear("command:refused", ({ command }) => {
  // What was written is not lost: it stands in the field again.
  if (command?.do === "note.create" && can("note:create") && !title().value) {
    title().value = command.title
  }
})
