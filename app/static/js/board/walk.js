// Walking on the wall with the arrows. One stop for Tab; from there every note and every empty cell.

import { all, hear, on } from "../dom.js"
import { t } from "../words.js"
import { cellBeside, cellOf, listOf, surface, wordsFor } from "./surface.js"

/** Where Tab comes in: a note, or an empty cell. @type {HTMLElement | null} */
let stop = null
/** The list it lies in, for when it is taken away. @type {Element | null} */
let stopList = null

prepare()
hear("wall:redrawn", prepare)
hear("notes:drawn", keepStop)
on("focusin", "button.note", (_, note) => setStop(note))
on("focusout", "td[tabindex]", (_, box) => {
  if (box !== stop) unmark(box)
})

/** Only one stop for Tab, though each note is a button. */
function prepare() {
  const notes = all("button.note", surface)
  for (const note of notes) note.tabIndex = -1
  stop = null
  const first = notes[0] ?? surface.querySelector("tbody td")
  if (first instanceof HTMLElement) setStop(first)
}

function keepStop() {
  if (stop?.isConnected) return
  const lost = document.activeElement === document.body
  const next = stopList?.isConnected ? stopIn(stopList, 0) : null
  if (next && lost && stop) focusOn(next)
  else if (next) setStop(next)
  else prepare()
}

/** @param {HTMLElement} next */
function setStop(next) {
  if (stop && stop !== next) {
    stop.tabIndex = -1
    if (stop.tagName === "TD") unmark(stop)
  }
  stop = next
  stopList = next.closest(".cell") ?? next.querySelector(".cell")
  stop.tabIndex = 0
}

/** @param {HTMLElement} box */
function unmark(box) {
  box.removeAttribute("tabindex")
  box.removeAttribute("aria-label")
}

/**
 * Put the focus on a note or an empty cell, with nothing over it.
 * @param {HTMLElement} next
 */
export function focusOn(next) {
  setStop(next)
  if (next.tagName === "TD" && stopList) {
    next.setAttribute("aria-label", t("Empty, %(cell)s", { cell: wordsFor(cellOf(stopList)) }))
  }
  next.focus({ preventScroll: true })
  // Only this keeps it from lying under the sticky heads.
  next.scrollIntoView({ block: "nearest", inline: "nearest" })
}

/** The cell where the focus is, or null when it is not on the wall. */
export function cellInFocus() {
  const list = listInFocus()
  return list && cellOf(list)
}

/** The note that has the focus. */
export function noteInFocus() {
  const active = document.activeElement
  return active instanceof HTMLButtonElement && active.matches("button.note") ? active : null
}

/**
 * A step with an arrow.
 * @param {string} key
 */
export function walk(key) {
  const list = listInFocus()
  if (!list) return
  const notes = all("button.note", list)
  const index = Math.max(0, notes.indexOf(/** @type {HTMLElement} */ (document.activeElement)))
  const down = key === "ArrowDown"
  if (down || key === "ArrowUp") {
    const within = notes[index + (down ? 1 : -1)]
    const beyond = within ? null : neighbour(list, 0, down ? 1 : -1)
    const next = within ?? (beyond && stopIn(beyond, down ? 0 : Number.POSITIVE_INFINITY))
    if (next) focusOn(next)
    return
  }
  const beside = neighbour(list, key === "ArrowRight" ? 1 : -1, 0)
  const next = beside && stopIn(beside, index)
  if (next) focusOn(next)
}

/**
 * To the first or last in the row, or on the whole wall.
 * @param {boolean} last
 * @param {boolean} everywhere
 */
export function walkToEnd(last, everywhere) {
  const list = listInFocus()
  const row = list && cellOf(list).row
  const within = everywhere || !row ? surface : list.closest("tr")
  const notes = within ? all("button.note", within) : []
  const next = last ? notes.at(-1) : notes[0]
  if (next) focusOn(next)
}

/**
 * @param {Element} list
 * @param {number} right
 * @param {number} down
 */
function neighbour(list, right, down) {
  const next = cellBeside(cellOf(list), right, down)
  return next && listOf(next)
}

/**
 * The note at a place in a list, or its empty cell.
 * @param {Element} list
 * @param {number} index
 */
function stopIn(list, index) {
  const notes = all("button.note", list)
  return notes[Math.min(index, notes.length - 1)] ?? list.closest("td")
}

function listInFocus() {
  const active = document.activeElement
  if (!active || !surface.contains(active)) return null
  return active.closest(".cell") ?? (active.matches("td") ? active.querySelector(".cell") : null)
}
