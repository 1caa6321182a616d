// Telephone numbers, told apart from times, weeks and dates.
// The same as in app/privacy/contact_details.py.

import { digitStretches } from "./guard_folding.js"
import { hit } from "./guard_numbers.js"

/** @typedef {import("./guard_numbers.js").Hit} Hit */

const PHONE_ABROAD = /(?<![\d+])\+(?:[ -]?\d){8,14}(?!\d)/gu
const PHONE_RUN = /(?<!\d)(?:(?:00)?47)?([2-9]\d{7})(?!\d)/gu
const ALONE_BEFORE = String.raw`(?<!\d)(?<!\d[ .\-/:,])`
const PHONE_GROUPS = new RegExp(
  String.raw`${ALONE_BEFORE}(?:[2-9]\d\d \d\d \d{3}|(\d)\d{3} \d{4}` +
    String.raw`|([2-9]\d)([ .\-])(\d\d)\3(\d\d)\3(\d\d))(?![ .\-/:,]?\d)`,
  "gu",
)
const WORD_BEFORE_A_PHONE = /(?<![\p{L}\p{N}_])(?:tlf|telefon|mobil|mob|ring|sms)\.?:? $/u
const WORD_BEFORE_A_LIST = /(?<![\p{L}\p{N}_])(?:uke[nr]?|ukene|veke[nr]?|vekene|rom|kl\.?) ?$/u

/**
 * Every telephone number in a folded text in small letters.
 * @param {string} small
 * @returns {Generator<Hit>}
 */
export function* findPhones(small) {
  for (const [place, stretch] of digitStretches(small, 8)) {
    for (const match of stretch.matchAll(PHONE_ABROAD)) yield hit("phone", match, place)
    for (const match of stretch.matchAll(PHONE_RUN)) {
      if (!isADate(match[1] ?? "")) yield hit("phone", match, place)
    }
    for (const match of stretch.matchAll(PHONE_GROUPS)) {
      const start = place + match.index
      if (isAPhone(match, small.slice(Math.max(0, start - 12), start))) {
        yield hit("phone", match, place)
      }
    }
  }
}

/** @param {RegExpExecArray} match @param {string} before */
function isAPhone(match, before) {
  // Four and four can be two times of day, unless it begins as only a mobile does.
  if (match[1]) return "49".includes(match[1]) || WORD_BEFORE_A_PHONE.test(before)
  const pairs = [match[2], match[4], match[5], match[6]].filter(Boolean).map(Number)
  return !WORD_BEFORE_A_LIST.test(before) && !areAList(pairs)
}

/** 24112026 or 20261124, which are more likely on a board than such a number. @param {string} eight */
function isADate(eight) {
  return (
    /^(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)\d\d$/.test(eight) ||
    /^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/.test(eight)
  )
}

/** Weeks or rooms in even steps (40 41 42 43), or two times in fives (22 00 07 15). @param {number[]} pairs */
function areAList(pairs) {
  const [a, b, c, d] = pairs
  if (a === undefined || b === undefined || c === undefined || d === undefined) return false
  const areTimes = a < 24 && c < 24 && b < 60 && d < 60 && b % 5 === 0 && d % 5 === 0
  return areTimes || (b - a === c - b && c - b === d - c)
}
