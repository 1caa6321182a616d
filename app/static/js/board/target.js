// Where a note would land: the cell under the hand, and the note there that it would come before.

import { cellOf, surface } from "./surface.js"

/** @typedef {import("./types.js").Cell} Cell */
/** @typedef {{ list: HTMLElement, cell: Cell, before: string | null }} Target */

/** @type {HTMLElement | null} */
let marked = null
/** @type {HTMLElement | null} */
let markedBefore = null

/**
 * What lies under a point, or null outside all cells.
 * @param {number} x
 * @param {number} y
 * @param {HTMLElement} note the note in the hand
 * @returns {Target | null}
 */
export function targetAt(x, y, note) {
  const under = document.elementFromPoint(x, y)
  if (!under || !surface.contains(under)) return null
  const box = under.closest("td, .parking")
  const list = box?.querySelector(".cell")
  if (!(list instanceof HTMLElement)) return null
  const cell = cellOf(list)
  return { list, cell, before: cell.column ? beforeAt(under, y, note) : null }
}

/**
 * @param {Element} under
 * @param {number} y
 * @param {HTMLElement} note
 */
function beforeAt(under, y, note) {
  const over = under.closest("button.note")
  if (!(over instanceof HTMLButtonElement)) return null
  if (over === note) return over.value
  const box = over.getBoundingClientRect()
  if (y < box.top + box.height / 2) return over.value
  let next = over.parentElement?.nextElementSibling
  if (next?.contains(note)) next = next.nextElementSibling
  const following = next?.querySelector("button.note")
  return following instanceof HTMLButtonElement ? following.value : null
}

/** @param {Target | null} target */
export function markTarget(target) {
  const before = target?.before
    ? target.list.querySelector(`button.note[value="${target.before}"]`)?.parentElement
    : null
  if (marked !== (target?.list ?? null)) {
    marked?.removeAttribute("data-target")
    target?.list.setAttribute("data-target", "")
    marked = target?.list ?? null
  }
  if (markedBefore !== (before ?? null)) {
    markedBefore?.removeAttribute("data-before")
    before?.setAttribute("data-before", "")
    markedBefore = before ?? null
  }
}

export function clearTarget() {
  markTarget(null)
}
