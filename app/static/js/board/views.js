// The notes as they are to be seen on this page's grid, and which of them lie in each cell.

import { inOrder, viewOf } from "./overlay.js"
import { grid, professionOf } from "./surface.js"

/** @typedef {import("./types.js").Note} Note */
/** @typedef {import("./types.js").View} View */
/** @typedef {import("./types.js").Cell} Cell */
/** @typedef {import("./types.js").Command} Command */

/** @type {Map<string, View>} */
const views = new Map()
/** Ids of the notes to be seen in each cell. @type {Map<string, Set<string>>} */
const cells = new Map()

/**
 * A note as it is to be seen, or undefined.
 * @param {string} id
 */
export function find(id) {
  return views.get(id)
}

/**
 * The notes to be seen in a cell, in order.
 * @param {Cell} cell
 */
export function notesIn(cell) {
  const ids = [...(cells.get(keyOf(cell)) ?? [])]
  return inOrder(ids.flatMap((id) => views.get(id) ?? []))
}

/** Every id that is to be seen. */
export function knownIds() {
  return [...views.keys()]
}

/** Only the store changes what is seen: this, and setView. */
export function forgetViews() {
  views.clear()
  cells.clear()
}

/**
 * @param {string} id
 * @param {Note | undefined} note what the server has said
 * @param {Command[]} waiting own commands about it
 */
export function setView(id, note, waiting) {
  const was = views.get(id)
  if (was) cells.get(keyOf(was))?.delete(id)
  const view = viewOf(id, note, waiting, grid, professionOf)
  if (!view) {
    views.delete(id)
    return
  }
  views.set(id, view)
  const key = keyOf(view)
  const held = cells.get(key)
  if (held) held.add(id)
  else cells.set(key, new Set([id]))
}

/** @param {Cell} cell */
function keyOf({ column, row }) {
  return column && row ? `${column} ${row}` : "parking"
}
