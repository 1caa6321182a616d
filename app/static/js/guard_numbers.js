// Numbers that say who someone is: national identity, D, H, synthetic and DUF numbers, accounts.
// The same as app/privacy/identity_numbers.py.

import { kindOfEleven } from "./guard_control_digits.js"
import { digitStretches } from "./guard_folding.js"

/** @typedef {import("./guard.js").Kind} Kind */
/** @typedef {[kind: Kind, start: number, end: number]} Hit */

// What is no letter and no digit, as Python's \W with the underscore.
const SIGN = String.raw`[^\p{L}\p{N}]`
// Between the date and the last five people put up to five signs, or "personnr.".
const SIX_AND_FIVE = new RegExp(String.raw`(?<!\d)(\d{6})${SIGN}{0,5}(\d{5})(?!\d)`, "gu")
const SIX_WORD_FIVE = new RegExp(
  String.raw`(?<!\d)(\d{6})${SIGN}{1,3}(?:p|pers|person)\.?(?:nr|nummer)${SIGN}{1,3}(\d{5})(?!\d)`,
  "gu",
)
const DATE_AND_FIVE = new RegExp(
  String.raw`(?<!\d)(\d{1,2})([ .,\-/]) ?(\d{1,2})\2 ?((?:19|20)?\d{2})${SIGN}{0,5}(\d{5})(?!\d)`,
  "gu",
)
const LONG_DATE_AND_FIVE = new RegExp(
  String.raw`(?<!\d)(\d{4})${SIGN}?(?:19|20)(\d{2})${SIGN}{0,5}(\d{5})(?!\d)`,
  "gu",
)
const ACCOUNT = /(?<!\d)\d{4}([ .-])\d{2}\1\d{5}(?!\d)/gu
const DUF = /(?<!\d)(?:19[6-9]\d|20[0-3]\d)(?:[ .\-/]?\d{6}[ .\-/]?\d{2}|[ -](?![49])\d{8})(?!\d)/gu
const LONG_RUN = /(?<!\d)\d{12,}/gu
const ELEVEN_INSIDE = /(?=((?:[04][1-9]|[1256]\d|3[01]|7[01])(?:[048][1-9]|[159][0-2])\d{7}))/gu
const GROUPS = /(?<!\d)\d{1,10}(?:[ .\-/_|·*]{1,3}\d{1,10})+(?!\d)/gu
const CLOCK = String.raw`(?:[01]?\d|2[0-4])[.:]?[0-5]\d`
const CLOCK_ROW = new RegExp(String.raw`^${CLOCK}(?:[ \-/|]{1,3}${CLOCK})*$`, "u")

/**
 * Every number of a person in a folded text in small letters.
 * @param {string} small
 * @returns {Generator<Hit>}
 */
export function* findIdentityNumbers(small) {
  for (const match of small.matchAll(SIX_WORD_FIVE)) {
    yield hit(kindOfEleven(`${match[1]}${match[2]}`) ?? "account_like", match)
  }
  for (const [place, stretch] of digitStretches(small, 9)) {
    for (const [kind, start, end] of findInStretch(stretch)) {
      yield [kind, place + start, place + end]
    }
  }
}

/** @param {string} stretch @returns {Generator<Hit>} */
function* findInStretch(stretch) {
  yield* findWrittenAsUsual(stretch)
  for (const match of stretch.matchAll(DUF)) yield hit("duf_number", match)
  yield* findInOtherGroups(stretch)
  for (const match of stretch.matchAll(ACCOUNT)) yield hit("account_like", match)
  yield* findInLongRuns(stretch)
}

/** @param {Kind} kind @param {RegExpExecArray} match @returns {Hit} */
export function hit(kind, match, place = 0) {
  return [kind, place + match.index, place + match.index + match[0].length]
}

/** @param {string} stretch @returns {Generator<Hit>} */
function* findWrittenAsUsual(stretch) {
  for (const match of stretch.matchAll(SIX_AND_FIVE)) {
    const isClose = match[0].length <= 12
    const kind = kindOfEleven(`${match[1]}${match[2]}`) ?? (isClose ? "account_like" : null)
    // A plus before it makes it a telephone number abroad, if the control digits do not fit.
    if (kind && (!kind.endsWith("_like") || stretch[match.index - 1] !== "+")) {
      yield hit(kind, match)
    }
  }
  for (const match of stretch.matchAll(DATE_AND_FIVE)) {
    const [, day = "", , month = "", year = "", rest = ""] = match
    const kind = kindOfEleven(day.padStart(2, "0") + month.padStart(2, "0") + year.slice(-2) + rest)
    if (kind) yield hit(kind, match)
  }
  for (const match of stretch.matchAll(LONG_DATE_AND_FIVE)) {
    const kind = kindOfEleven(`${match[1]}${match[2]}${match[3]}`)
    const isBarCode = kind === "national_id_like" && match[0].length === 13
    if (kind && !isBarCode) yield hit(kind, match)
  }
}

/**
 * Eleven digits in any other grouping; here only the control digits can tell.
 * @param {string} stretch
 * @returns {Generator<Hit>}
 */
function* findInOtherGroups(stretch) {
  for (const row of stretch.matchAll(GROUPS)) {
    let digits = ""
    /** @type {[place: number, start: number][]} */
    const starts = []
    /** @type {Map<number, number>} */
    const ends = new Map()
    for (const group of row[0].matchAll(/\d+/g)) {
      starts.push([digits.length, row.index + group.index])
      digits += group[0]
      ends.set(digits.length, row.index + group.index + group[0].length)
    }
    for (const [place, start] of starts) {
      const end = ends.get(place + 11)
      const kind = end && kindOfEleven(digits.slice(place, place + 11))
      if (!end || !kind || kind === "national_id_like") continue
      if (!isARowOfTimes(stretch.slice(start, end))) yield [kind, start, end]
    }
  }
}

/** @param {string} text */
function isARowOfTimes(text) {
  if (CLOCK_ROW.test(text)) return true
  const numbers = (text.match(/\d+/g) ?? []).map(Number)
  return numbers.length >= 4 && numbers.every((n, at) => at === 0 || (numbers[at - 1] ?? 0) < n)
}

/** @param {string} stretch @returns {Generator<Hit>} */
function* findInLongRuns(stretch) {
  for (const run of stretch.matchAll(LONG_RUN)) {
    for (const inside of run[0].matchAll(ELEVEN_INSIDE)) {
      const kind = kindOfEleven(inside[1] ?? "")
      if (kind && kind !== "national_id_like") {
        yield hit("national_id_like", run)
        break
      }
    }
  }
}
