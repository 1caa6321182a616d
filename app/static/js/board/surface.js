// The surface says what board this is and what this person may do; its table says where cells are.

import { all, byId, hear } from "../dom.js"
import { t } from "../words.js"

/** @typedef {import("./types.js").Cell} Cell */

export const surface = byId("surface", HTMLElement)
export const board = surface.dataset.board ?? ""
export const seat = surface.dataset.seat ?? ""
export const grid = surface.dataset.grid ?? ""

/** @param {string} permission such as "note:move" */
export function can(permission) {
  return (surface.dataset.can ?? "").split(" ").includes(permission)
}

/** @typedef {{ columns: string[], labels: string[], rows: Map<string, HTMLTableRowElement> }} Map_ */
/** @type {Map_ | undefined} */
let map

hear("wall:redrawn", () => {
  map = undefined
})

function theMap() {
  if (map) return map
  const heads = all("th[data-column]", surface)
  const rows = all("tr[data-row]", surface).map((row) => {
    return /** @type {[string, HTMLTableRowElement]} */ ([row.dataset.row, row])
  })
  map = {
    columns: heads.map((head) => head.dataset.column ?? ""),
    labels: heads.map((head) => head.textContent ?? ""),
    rows: new Map(rows),
  }
  return map
}

/**
 * The list of a cell or of the parking lot.
 * @param {Cell} cell
 * @returns {HTMLElement | null}
 */
export function listOf({ column, row }) {
  if (!column || !row) return surface.querySelector(".parking__cell")
  const index = theMap().columns.indexOf(column)
  // The first cell of a row is its head.
  return theMap().rows.get(row)?.cells[index + 1]?.querySelector(".cell") ?? null
}

/**
 * Which cell a list is.
 * @param {Element} list
 * @returns {Cell}
 */
export function cellOf(list) {
  const box = list.closest("td")
  const row = list.closest("tr")?.dataset.row
  if (!box || !row) return { column: null, row: null }
  return { column: theMap().columns[box.cellIndex - 1] ?? null, row }
}

/**
 * The profession of a row, if it is a profession's.
 * @param {string} row
 */
export function professionOf(row) {
  return theMap().rows.get(row)?.dataset.of
}

/**
 * The first row of a profession.
 * @param {string} profession
 */
export function rowFor(profession) {
  for (const [id, row] of theMap().rows) if (row.dataset.of === profession) return id
  return null
}

/**
 * A cell in words: «08:00, Sykepleier».
 * @param {Cell} cell
 */
export function wordsFor({ column, row }) {
  if (!column || !row) return t("Parking lot")
  const head = theMap().rows.get(row)?.querySelector("th")?.textContent?.trim() ?? ""
  return `${theMap().labels[theMap().columns.indexOf(column)] ?? ""}, ${head}`
}

/**
 * The cell so many columns and rows away; right of the last column lies the parking lot.
 * @param {Cell} cell
 * @param {number} right
 * @param {number} down
 * @returns {Cell | null}
 */
export function cellBeside(cell, right, down) {
  const [across, along] = [theMap().columns, [...theMap().rows.keys()]]
  if (!cell.column || !cell.row) {
    return right < 0 ? { column: across.at(-1) ?? null, row: along[0] ?? null } : null
  }
  const column = across.indexOf(cell.column) + right
  if (column === across.length) return { column: null, row: null }
  const next = { column: across[column], row: along[along.indexOf(cell.row) + down] }
  return next.column && next.row ? { column: next.column, row: next.row } : null
}
