// A note is moved: by hand, keyboard or dialog it is the same order and the same sentence.

import { afterFrame } from "../dom.js"
import { t } from "../words.js"
import { submit } from "./outbox.js"
import { say } from "./status.js"
import { grid, wordsFor } from "./surface.js"
import { find, notesIn } from "./views.js"

/** @typedef {import("./types.js").Cell} Cell */

/**
 * Move a note into a cell, before another note or last. False when it would lie just where it does.
 * @param {string} id
 * @param {Cell} to
 * @param {string | null} before
 */
export function moveNote(id, to, before) {
  const view = find(id)
  if (!view || isWhereItIs(id, to, before)) return false
  const parked = !to.column || !to.row
  submit({
    do: "note.move",
    note: id,
    grid,
    column: parked ? null : to.column,
    row: parked ? null : to.row,
    ...(before && !parked ? { before } : {}),
  })
  afterFrame(() => say(whereNow(id)))
  return true
}

/**
 * Where a note lies, as a sentence.
 * @param {string} id
 */
export function whereNow(id) {
  const view = find(id)
  if (!view) return ""
  if (!view.column) return t("In the parking lot: %(note)s", { note: view.title })
  const order = notesIn(view)
  return t("Moved to %(cell)s, number %(place)s of %(count)s", {
    cell: wordsFor(view),
    place: order.findIndex((other) => other.id === id) + 1,
    count: order.length,
  })
}

/**
 * @param {string} id
 * @param {Cell} to
 * @param {string | null} before
 */
function isWhereItIs(id, to, before) {
  const view = find(id)
  if (!view || view.column !== to.column || view.row !== to.row) return false
  if (!to.column) return true
  const order = notesIn(view).map((other) => other.id)
  const next = order[order.indexOf(id) + 1] ?? null
  return before === id || before === next
}
