// Between a note and the fields of its form, which have the same names as the plain form's.

/** @typedef {import("./types.js").Note} Note */

const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
/** @type {Record<string, string[]>} */
const DAY_SETS = { all: WEEKDAYS, weekday: WEEKDAYS.slice(0, 5), weekend: WEEKDAYS.slice(5) }

export const TEXTS = ["title", "place", "frequency", "need", "competence", "description"]

/**
 * @param {HTMLFormElement} form
 * @param {Note} note
 */
export function fill(form, note) {
  const days = typeof note.days === "string" ? (DAY_SETS[note.days] ?? []) : note.days
  for (const field of form.querySelectorAll("input, select, textarea")) {
    if (field instanceof HTMLInputElement && field.name === "days") {
      field.checked = days.includes(field.value)
    } else if (isField(field) && field.name in note) {
      field.value = asText(field.name, note)
    }
  }
}

/**
 * The fields that differ from the note, as a command wants them.
 * @param {HTMLFormElement} form
 * @param {Note} note
 */
export function changes(form, note) {
  const data = new FormData(form)
  /** @type {Record<string, unknown>} */
  const read = {
    profession: data.get("profession"),
    type: data.get("type"),
    obligation: data.get("obligation") || null,
    shift: data.get("shift") || null,
    start: minutes(String(data.get("start") ?? "")),
    duration: data.get("duration") === "" ? null : Number(data.get("duration")),
    days: daysOf(data.getAll("days").map(String)),
  }
  for (const name of TEXTS) read[name] = String(data.get(name) ?? "").trim()
  read.title = String(read.title).replace(/\s+/g, " ")
  const before = /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (note))
  return Object.fromEntries(
    Object.entries(read).filter(([name, value]) => !isSame(value, before[name])),
  )
}

/** @param {Element} field */
function isField(field) {
  return (
    field instanceof HTMLInputElement ||
    field instanceof HTMLSelectElement ||
    field instanceof HTMLTextAreaElement
  )
}

/**
 * @param {string} name
 * @param {Note} note
 */
function asText(name, note) {
  if (name === "start") return note.start === null ? "" : clock(note.start)
  const value = /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (note))[name]
  return value === null || value === undefined ? "" : String(value)
}

/**
 * Minutes of the day as 07:30.
 * @param {number} minute
 */
export function clock(minute) {
  return [Math.floor(minute / 60), minute % 60].map((n) => String(n).padStart(2, "0")).join(":")
}

/** @param {string} text */
function minutes(text) {
  const found = /^(\d\d):(\d\d)/.exec(text)
  return found ? Number(found[1]) * 60 + Number(found[2]) : null
}

/** @param {string[]} values */
function daysOf(values) {
  const chosen = values.filter((value) => WEEKDAYS.includes(value))
  const named = Object.entries(DAY_SETS).find(([, days]) => isSame(days, chosen))
  return named ? named[0] : chosen
}

/**
 * @param {unknown} a
 * @param {unknown} b
 */
function isSame(a, b) {
  return JSON.stringify(a) === JSON.stringify(b)
}
