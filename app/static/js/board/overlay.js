// Own commands that have no answer yet, laid over what the server has said. Pure.

/** @typedef {import("./types.js").Note} Note */
/** @typedef {import("./types.js").View} View */
/** @typedef {import("./types.js").Command} Command */

const NOT_FIELDS = new Set([
  "id",
  "do",
  "note",
  "base",
  "grid",
  "column",
  "row",
  "before",
  "confirmed",
])

/** What a note is until more is said of it. @type {Omit<Note, "id">} */
export const BLANK = {
  number: Number.MAX_SAFE_INTEGER,
  title: "",
  profession: "",
  type: "task",
  obligation: null,
  start: null,
  duration: null,
  shift: null,
  days: [],
  frequency: "",
  place: "",
  need: "",
  competence: "",
  description: "",
  late: false,
  placements: {},
}

/**
 * The note as it is to be seen on a grid, or null when it is not to be seen.
 * @param {string} id
 * @param {Note | undefined} note
 * @param {Command[]} waiting own commands about it, in order
 * @param {string} grid
 * @param {(row: string) => string | undefined} professionOf the profession of a row
 * @returns {View | null}
 */
export function viewOf(id, note, waiting, grid, professionOf) {
  /** @type {Note | null} */
  let seen = note ?? null
  let { column, row, rank } = note?.placements[grid] ?? { column: null, row: null, rank: "" }
  let moved = false
  /** @type {string | null} */
  let before = null
  for (const command of waiting) {
    if (command.do === "note.create") seen ??= { ...BLANK, ...fieldsOf(command), id }
    else if (command.do === "note.delete") seen = null
    else if (command.do === "note.edit" && seen) seen = { ...seen, ...fieldsOf(command) }
    if (command.grid === grid && (command.do === "note.move" || command.column)) {
      column = command.column ?? null
      row = command.row ?? null
      before = command.before ?? null
      moved = true
      const profession = row ? professionOf(row) : undefined
      if (seen && profession) seen = { ...seen, profession }
    }
  }
  return seen && { ...seen, column, row, rank, moved, before, waiting: waiting.length > 0 }
}

/** @param {Command} command */
function fieldsOf(command) {
  const fields = Object.entries(command).filter(([name]) => !NOT_FIELDS.has(name))
  return /** @type {Partial<Note>} */ (Object.fromEntries(fields))
}

/**
 * The notes of one cell in the order in which they are to be seen.
 * @param {View[]} views
 * @returns {View[]}
 */
export function inOrder(views) {
  const settled = views.filter((view) => !view.moved).sort(bySeat)
  for (const view of views.filter((each) => each.moved).sort(byNumber)) {
    const index = settled.findIndex((other) => other.id === view.before)
    settled.splice(index < 0 ? settled.length : index, 0, view)
  }
  return settled
}

/**
 * Ranks are compared as plain strings; the parking lot has none, there numbers decide.
 * @param {View} a
 * @param {View} b
 */
function bySeat(a, b) {
  if (a.column === null) return byNumber(a, b)
  return compare(a.rank, b.rank) || compare(a.id, b.id)
}

/**
 * @param {View} a
 * @param {View} b
 */
function byNumber(a, b) {
  const isNew = a.number === BLANK.number
  // New ones have no number yet, and stay in the order in which they were written.
  return a.number - b.number || (isNew ? 0 : compare(a.id, b.id))
}

/**
 * @param {string} a
 * @param {string} b
 */
function compare(a, b) {
  return a < b ? -1 : a > b ? 1 : 0
}
