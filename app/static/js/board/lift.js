// A note lifted by the keyboard. It stays where it is until it is put down; its target is marked.

import { hear } from "../dom.js"
import { t, tn } from "../words.js"
import { moveNote } from "./moves.js"
import { elementOf } from "./note_element.js"
import { holding } from "./presence.js"
import { say } from "./status.js"
import { cellBeside, listOf, wordsFor } from "./surface.js"
import { clearTarget, markTarget } from "./target.js"
import { find, notesIn } from "./views.js"
import { focusOn } from "./walk.js"

/** @typedef {import("./types.js").Cell} Cell */

/** Told when the keys rest: a reader cannot keep up with every step. */
const SAY_AFTER_MS = 150

/** @type {{ id: string, cell: Cell, before: string | null } | null} */
let lifted = null
let timer = 0

hear("note:lost", lose)
hear("wall:redrawn", mark)
hear("notes:drawn", () => {
  if (lifted && !find(lifted.id)) lose(lifted.id)
})

export function isLifted() {
  return lifted !== null
}

/** @param {string} id */
export function lift(id) {
  const view = find(id)
  if (!view || !elementOf(id)) return
  const order = notesIn(view).map((other) => other.id)
  lifted = { id, cell: view, before: order[order.indexOf(id) + 1] ?? null }
  holding(id)
  mark()
  say(
    t("Lifted: %(note)s. %(cell)s. Arrows choose where, Space puts it down.", {
      note: view.title,
      cell: wordsFor(view),
    }),
  )
}

/**
 * To another cell.
 * @param {number} right
 * @param {number} down
 */
export function carry(right, down) {
  const next = lifted && cellBeside(lifted.cell, right, down)
  if (!lifted || !next) return
  lifted = { ...lifted, cell: next, before: null }
  mark()
  sayWhere()
}

/**
 * To another place in the same cell.
 * @param {number} down
 */
export function reorder(down) {
  if (!lifted?.cell.column) return
  const { id, cell, before } = lifted
  const order = othersIn(cell, id)
  const at = before === null ? order.length : order.indexOf(before)
  const next = Math.max(0, Math.min(order.length, at + down))
  lifted = { id, cell, before: order[next] ?? null }
  mark()
  sayWhere()
}

export function putDown() {
  const held = letGo()
  if (!held) return
  if (!moveNote(held.id, held.cell, held.before)) say(t("Put back."))
  refocus(held.id)
}

export function putBack() {
  const held = letGo()
  if (!held) return
  say(t("Put back."))
  refocus(held.id)
}

function letGo() {
  const held = lifted
  lifted = null
  clearTimeout(timer)
  clearTarget()
  if (held) {
    delete elementOf(held.id)?.dataset.lifted
    holding(null)
  }
  return held
}

/** @param {string} id */
function lose(id) {
  if (lifted?.id !== id) return
  letGo()
  say(t("Someone else has just deleted the note."))
}

/** @param {string} id */
function refocus(id) {
  // After it has been drawn in its new place.
  requestAnimationFrame(() => {
    const element = elementOf(id)
    if (element) focusOn(element)
  })
}

/**
 * @param {Cell} cell
 * @param {string} id
 */
function othersIn(cell, id) {
  return notesIn(cell).flatMap((other) => (other.id === id ? [] : other.id))
}

function mark() {
  const list = lifted && listOf(lifted.cell)
  if (!lifted || !list) return
  elementOf(lifted.id)?.setAttribute("data-lifted", "")
  markTarget({ list, cell: lifted.cell, before: lifted.before })
  list.scrollIntoView({ block: "nearest", inline: "nearest" })
}

function sayWhere() {
  clearTimeout(timer)
  timer = window.setTimeout(() => {
    if (!lifted) return
    const order = othersIn(lifted.cell, lifted.id)
    const at = lifted.before ? order.indexOf(lifted.before) : order.length
    const notes = tn("%(n)s note there", "%(n)s notes there", order.length)
    say(
      t("%(cell)s, place %(place)s, %(notes)s", {
        cell: wordsFor(lifted.cell),
        place: at + 1,
        notes,
      }),
    )
  }, SAY_AFTER_MS)
}
