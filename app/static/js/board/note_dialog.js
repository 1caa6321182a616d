// A note opened: all its fields, and where it lies. Works offline, once the board has been read.

import { all, byId, on } from "../dom.js"
import { t } from "../words.js"
import { deleteNote } from "./bin.js"
import { openDialog } from "./dialogs.js"
import { settleTexts, show, watch } from "./guarding.js"
import { moveNote } from "./moves.js"
import { elementOf } from "./note_element.js"
import { changes, fill, TEXTS } from "./note_fields.js"
import { submit } from "./outbox.js"
import { writing } from "./presence.js"
import { say } from "./status.js"
import { beWhole, lastSeq } from "./store.js"
import { can } from "./surface.js"
import { find } from "./views.js"

const dialog = byId("note-dialog", HTMLDialogElement)
const form = /** @type {HTMLFormElement} */ (dialog.querySelector("form"))
/** The note as it was when it was opened. @type {import("./types.js").View | undefined} */
let opened
let openedAt = 0
/** Warnings that were settled when Save was pressed. @type {string[]} */
let confirmed = []
/** What last pressed a note: "mouse", "pen" or "touch". */
let pressedBy = ""

on("click", "button.note", (event, note) => {
  // Without the right to edit, the press opens the note's own page.
  if (!can("note:edit") || !(note instanceof HTMLButtonElement)) return
  event.preventDefault()
  // A click of the keyboard's has no pointer behind it.
  void openNote(note.value, event.detail > 0 && pressedBy === "touch")
})
on("pointerdown", "button.note", (/** @type {PointerEvent} */ event) => {
  pressedBy = event.pointerType
})
on("focusin", "#note-dialog [name]", (_, field) => {
  const place = errorPlace(field)
  if (!place || "watched" in field.dataset) return
  field.dataset.watched = ""
  watch(/** @type {HTMLInputElement} */ (field), place)
})
// The title is one line, however it wraps.
on("keydown", "#note-dialog [name='title']", (/** @type {KeyboardEvent} */ event) => {
  if (event.key !== "Enter" || event.isComposing) return
  event.preventDefault()
  form.requestSubmit(form.querySelector("[value='save']"))
})
form.addEventListener("submit", (event) => {
  const button = /** @type {HTMLButtonElement | null} */ (event.submitter)
  if (button?.value !== "save" || dialog.returnValue === "save") return
  event.preventDefault()
  void trySave()
})

/**
 * @param {string} id
 * @param {boolean} [byFinger]
 */
export async function openNote(id, byFinger = false) {
  if (!(await beWhole())) {
    say(t("The note cannot be opened without a connection yet."))
    return
  }
  opened = find(id)
  if (!opened) return
  openedAt = lastSeq()
  confirmed = []
  for (const place of all(".field__error", dialog)) place.textContent = ""
  fill(form, opened)
  select("column").value = opened.column ?? ""
  select("row").value = opened.row ?? ""
  writing(id)
  const answering = openDialog(dialog)
  if (byFinger) focusHeading()
  const answer = await answering
  writing(null)
  if (answer === "save") save(id)
  if (answer === "delete") deleteNote(id)
  elementOf(id)?.focus({ preventScroll: true })
}

/** Where a finger opens the note, no keyboard on the screen shall cover half of it at once. */
function focusHeading() {
  const heading = byId("note-dialog-title", HTMLElement)
  heading.tabIndex = -1
  heading.focus()
}

async function trySave() {
  const title = /** @type {HTMLTextAreaElement} */ (form.elements.namedItem("title"))
  if (!title.value.trim()) {
    const place = errorPlace(title)
    if (place) place.textContent = t("Write what is done.")
    title.focus()
    return
  }
  const fields = opened ? changes(form, opened) : {}
  const written = TEXTS.filter((name) => name in fields)
  const settled = await settleTexts(written.map((name) => String(fields[name])))
  if (settled) {
    confirmed = settled
    dialog.close("save")
    return
  }
  for (const name of written) await showError(name)
}

/** @param {string} id */
function save(id) {
  if (!opened) return
  const fields = changes(form, opened)
  if (Object.keys(fields).length > 0) {
    const also = confirmed.length > 0 ? { confirmed } : {}
    submit({ do: "note.edit", note: id, base: openedAt, ...fields, ...also })
    say(t("Saved: %(note)s", { note: find(id)?.title ?? "" }))
  }
  const [column, row] = [select("column").value || null, select("row").value || null]
  const to = column && row ? { column, row } : { column: null, row: null }
  if (to.column !== opened.column || to.row !== opened.row) moveNote(id, to, null)
}

/** @param {string} name */
function select(name) {
  return /** @type {HTMLSelectElement} */ (form.elements.namedItem(name))
}

/** @param {string} name */
async function showError(name) {
  const field = form.elements.namedItem(name)
  const place = field instanceof HTMLElement ? errorPlace(field) : null
  if (place) await show(/** @type {HTMLInputElement} */ (field), place)
}

/**
 * @param {HTMLElement} field
 * @returns {HTMLElement | null}
 */
function errorPlace(field) {
  return dialog.querySelector(`[data-error-of="${field.getAttribute("name")}"]`)
}
