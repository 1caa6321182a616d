// The personal-data guard in the browser: warns while people type, so that nothing has to be sent
// to be found out. The server decides; app/privacy/guard.py gives the same answers.

import { findContactDetails } from "./guard_contact.js"
import { fold } from "./guard_folding.js"
import { findNames } from "./guard_names.js"
import { findIdentityNumbers } from "./guard_numbers.js"

/**
 * @typedef {"national_id" | "d_number" | "h_number" | "national_id_like" | "duf_number"
 *   | "account_like" | "phone" | "email" | "birth_date" | "address" | "room_or_flat"
 *   | "diagnosis_and_name" | "title_and_name" | "initials" | "name"} Kind
 */
/** @typedef {{ kind: Kind, verdict: "advar" | "stopp", start: number, end: number }} Finding */

/** The surest first: of two that overlap the earlier one counts. @type {Kind[]} */
export const KINDS = [
  "national_id",
  "d_number",
  "h_number",
  "national_id_like",
  "duf_number",
  "account_like",
  "phone",
  "email",
  "birth_date",
  "address",
  "room_or_flat",
  "diagnosis_and_name",
  "title_and_name",
  "initials",
  "name",
]
const LAST_STOP = KINDS.indexOf("duf_number")

/**
 * Everything found, in the order it stands in the text, none over another. `start` and `end` are
 * places in the string as JavaScript counts them.
 * @param {string} text
 * @returns {Finding[]}
 */
export function findPersonalData(text) {
  const folded = fold(text)
  const hits = [
    ...findIdentityNumbers(folded.small),
    ...findContactDetails(folded.small),
    ...findNames(folded),
  ].map(([kind, start, end]) => ({ kind, rank: KINDS.indexOf(kind), start, end }))
  hits.sort((a, b) => a.rank - b.rank)
  /** @type {typeof hits} */
  const taken = []
  for (const hit of hits) {
    if (taken.every((other) => hit.end <= other.start || hit.start >= other.end)) taken.push(hit)
  }
  taken.sort((a, b) => a.start - b.start)
  return taken.map(({ kind, rank, start, end }) => {
    const [from, to] = folded.originalSpan(start, end)
    return { kind, verdict: rank <= LAST_STOP ? "stopp" : "advar", start: from, end: to }
  })
}
