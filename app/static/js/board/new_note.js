// A new note: title and Enter, and the field is ready for the next one. Lines that are pasted become
// a note each.

import { byId, hear, on } from "../dom.js"
import { t, tn } from "../words.js"
import { settleTexts, show, watch } from "./guarding.js"
import { newId } from "./ids.js"
import { elementOf } from "./note_element.js"
import { submitAll } from "./outbox.js"
import { say } from "./status.js"
import { grid, professionOf, rowFor, seat, wordsFor } from "./surface.js"

/** @typedef {import("./types.js").Cell} Cell */
/** @typedef {import("./types.js").Order} Order */

const REMEMBERED = `profession ${seat}`
/** A row that belongs to no profession, chosen by writing in one of its cells. @type {string | null} */
let freeRow = null

const title = () => byId("new-title", HTMLInputElement)
const profession = () => byId("new-profession", HTMLSelectElement)
const column = () => byId("new-column", HTMLSelectElement)
const hint = () => byId("new-hint", HTMLElement)

prepare()
hear("wall:redrawn", prepare)
on("submit", ".new-note", (event) => {
  event.preventDefault()
  write([takeTitle()])
})
on("change", ".new-note select", () => {
  sessionStorage.setItem(REMEMBERED, profession().value)
  freeRow = null
})
on("paste", "#new-title", (/** @type {ClipboardEvent} */ event) => {
  const { value, selectionStart, selectionEnd } = title()
  const pasted = event.clipboardData?.getData("text/plain") ?? ""
  const whole = value.slice(0, selectionStart ?? 0) + pasted + value.slice(selectionEnd ?? 0)
  const lines = whole.split(/[\r\n]+/).map(tidy)
  if (lines.filter(Boolean).length < 2) return
  event.preventDefault()
  takeTitle()
  write(lines)
})

/** The form is there only while one may write, so it can come later than the page. */
function prepare() {
  const form = document.querySelector(".new-note:not([data-scripted])")
  if (!(form instanceof HTMLFormElement)) return
  form.dataset.scripted = ""
  form.noValidate = true
  form.querySelector("[hidden]")?.removeAttribute("hidden")
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
  column().value = cell.column ?? ""
  const owner = cell.row && professionOf(cell.row)
  if (owner) profession().value = owner
  freeRow = cell.row && !owner ? cell.row : null
  title().focus()
}

/** The text in the field, which is empty and ready from now on. */
function takeTitle() {
  const text = tidy(title().value)
  title().value = ""
  hint().textContent = ""
  title().focus()
  return text
}

/** @param {string[]} titles */
async function write(titles) {
  const cell = chosenCell()
  const orders = await Promise.all(
    titles.filter(Boolean).map((text) => orderFor(text, cell, profession().value)),
  )
  const made = orders.filter((order) => order !== null)
  if (made.length === 0) return
  const [first] = submitAll(made)
  const where = { cell: wordsFor(cell) }
  say(
    made.length === 1
      ? t("Added: %(note)s. %(cell)s", { note: String(first?.title), ...where })
      : tn("%(n)s note added. %(cell)s", "%(n)s notes added. %(cell)s", made.length, where),
  )
  requestAnimationFrame(() =>
    elementOf(first?.note ?? "")?.scrollIntoView({ block: "nearest", inline: "nearest" }),
  )
}

/**
 * The order that makes a note; null when its text must be changed first, and then it is in the field.
 * @param {string} text
 * @param {Cell} cell
 * @param {string} owner
 * @returns {Promise<Order | null>}
 */
async function orderFor(text, cell, owner) {
  const confirmed = await settleTexts([text])
  if (!confirmed) {
    giveBack(text)
    await show(title(), hint())
    if (hint().textContent) say(hint().textContent ?? "")
    return null
  }
  return {
    do: "note.create",
    note: newId(),
    title: text,
    profession: owner,
    ...(cell.column ? { grid, ...cell } : {}),
    ...(confirmed.length > 0 ? { confirmed } : {}),
  }
}

/** @returns {Cell} */
function chosenCell() {
  const row = freeRow ?? rowFor(profession().value)
  return column().value && row ? { column: column().value, row } : { column: null, row: null }
}

/**
 * What was written is not lost: it stands in the field again, before what has been typed since.
 * @param {string} text
 */
function giveBack(text) {
  title().value = [text, title().value].filter(Boolean).join(" / ")
  title().focus()
}

/** @param {string} text */
function tidy(text) {
  return text.trim().replace(/\s+/g, " ")
}

hear("command:dropped", (/** @type {Order} */ order) => {
  if (order.do === "note.create" && document.getElementById("new-title")) {
    giveBack(String(order.title))
  }
})
