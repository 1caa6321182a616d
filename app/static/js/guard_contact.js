// What leads to one person's door or telephone: numbers, addresses, rooms, and dates of birth.
// The same as app/privacy/contact_details.py.

import { digitStretches } from "./guard_folding.js"
import { hit } from "./guard_numbers.js"
import { findPhones } from "./guard_phones.js"

/** @typedef {import("./guard_numbers.js").Hit} Hit */

// Python's \w and [^\W\d_].
const W = String.raw`[\p{L}\p{N}_]`
const L = String.raw`[\p{L}\p{Nl}\p{No}]`
const raw = String.raw

/** @param {string} source */
const every = (source) => new RegExp(source, "gu")

const EMAIL = every(
  raw`(?<![\p{L}\p{N}_.+\-])[\p{L}\p{N}_.+\-]+@[\p{L}\p{N}_\-]+(?:\.[\p{L}\p{N}_\-]+)+`,
)

const MONTHS = raw`(?:jan|feb|mars|apr|mai|juni|juli|aug|sep|okt|nov|des)${L}{0,6}\.?`
const DAY_MONTH_YEAR = raw`\d{1,2}(?:[.\/\-] ?\d{1,2}[.\/\-] ?|\.? ?${MONTHS} )(?:\d\d)?\d\d`
const BORN = every(
  raw`(?<![\p{L}\p{N}_.])(?:f\.|f|født|fødd|fødselsdato|fødselsår|fødselsdag|fdato|f\.dato)[ :]{0,2}` +
    raw`(?:(?:i|den) )?(?:${DAY_MONTH_YEAR}|\d{6}|\d{8}|19\d\d|20[0-2]\d)(?!\d)`,
)
const LONG_AGO = raw`(?:19\d\d|200\d|2010)`
const DAY = raw`(?:0?[1-9]|[12]\d|3[01])`
const MONTH = raw`(?:0?[1-9]|1[0-2])`
const OLD_DATE = every(
  raw`(?<![\d.,])(?:${DAY}([.\/\-]) ?${MONTH}\1 ?${LONG_AGO}` +
    raw`|${DAY}\.${MONTH}\.(?:3[1-9]|[4-9]\d)|${DAY}\/${MONTH}\/(?:3[1-9]|[4-9]\d)` +
    raw`|${LONG_AGO}-\d\d-\d\d` +
    raw`|(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])${LONG_AGO})(?![\d,]|\.\d)`,
)
const OLD_DATE_IN_WORDS = every(raw`(?<![\d.,])${DAY}\.? ?${MONTHS} ${LONG_AGO}(?!\d)`)
const BEFORE_THE_DATE_OF_A_LAW = /(?:lov |lova |lov av |forskrift |forskrift av )$/u

// What makes the number before it an amount: "rom 2 ganger i uka", "bruker 10 min".
const NOT_AN_AMOUNT =
  raw`(?!\d|[.,:]\d| ?%|${L}{2}| ?(?:ganger|gang|gonger|gong|x|min|minutt|minutter|t|time|timer` +
  "|timar|h|dag|dager|dagar|døgn|uke|uker|veke|veker|måned|måneder|månad|månader|år|stk|stykk" +
  "|stykker|person|personer|personar|ansatte|tilsette|pleiere|pleiarar|kr|kroner|km|m|mg|ml" +
  "|kg|liter|prosent|etg|etasje|besøk|beboere|bebuarar|brukere|brukarar|pasienter|pasientar" +
  raw`|senger|steder|stader|runder|rundar|hansker|poser)(?!${W}))`
// Found by its end, which is rarer than its beginning: "storgata 4b", "kongens gate 4".
const STREET_END = every(
  raw`(?:gata|gaten|gate|veien|vegen|vei|veg|allé|alléen|plass) {1,2}\d{1,3}(?: ?[a-h](?!${W}))?` +
    NOT_AN_AMOUNT,
)
const STREET_BEGINNING = new RegExp(raw`(?:${L}{2,}|${L}+s )$`, "u")
const NUMBER = raw` ?(?:nr\.?|nummer|#)? ?:? ?`
const ROOM = every(
  raw`(?<!${W})(?:rom|rommet|romnr\.?|leilighet|leiligheten|leilegheit|leil\.?|hybel|beboer|bebuar` +
    raw`|pasient|klient)${NUMBER}(?!0\d{3})(\d{1,4})(?: ?- ?(\d{1,4}))?${NOT_AN_AMOUNT}`,
)
const USER = every(
  raw`(?<!${W})(?:bruker|brukar)${NUMBER}\d{1,3}(?![\d%])(?= ?(?:$|[\n;!?\)]|[.,:\/\-](?! ?\d)` +
    raw`|(?:skal|må|har|er|vil|kan|trenger|treng|får|ønsker|bor|til(?! \d))(?!${W})))`,
)
const WHO_USES = /(?:vi|jeg|eg|de|dei|man|du|hun|han|som) $/u

/**
 * Everything of this kind in a folded text in small letters.
 * @param {string} small
 * @returns {Generator<Hit>}
 */
export function* findContactDetails(small) {
  for (const match of small.matchAll(EMAIL)) yield hit("email", match)
  if (!/\d/.test(small)) return
  yield* findBirthDates(small)
  yield* findPhones(small)
  for (const match of small.matchAll(STREET_END)) {
    const from = Math.max(0, match.index - 30)
    const beginning = STREET_BEGINNING.exec(small.slice(from, match.index))
    if (beginning) yield ["address", from + beginning.index, match.index + match[0].length]
  }
  yield* findHomes(small)
}

/** @param {string} small @returns {Generator<Hit>} */
function* findBirthDates(small) {
  for (const match of small.matchAll(BORN)) yield hit("birth_date", match)
  for (const [place, stretch] of digitStretches(small, 4)) {
    for (const match of stretch.matchAll(OLD_DATE)) {
      if (!isOfALaw(small, place + match.index)) yield hit("birth_date", match, place)
    }
  }
  for (const match of small.matchAll(OLD_DATE_IN_WORDS)) {
    if (!isOfALaw(small, match.index)) yield hit("birth_date", match)
  }
}

/** @param {string} small @param {number} start */
function isOfALaw(small, start) {
  return BEFORE_THE_DATE_OF_A_LAW.test(small.slice(Math.max(0, start - 14), start))
}

/** @param {string} small @returns {Generator<Hit>} */
function* findHomes(small) {
  for (const match of small.matchAll(ROOM)) {
    // "rom 1-8" is how a ward shares its rooms out; it points at nobody.
    if (!match[2] || Number(match[2]) - Number(match[1]) < 3) yield hit("room_or_flat", match)
  }
  for (const match of small.matchAll(USER)) {
    // "bruker" is a verb as well: "vi bruker 3".
    if (!WHO_USES.test(small.slice(Math.max(0, match.index - 6), match.index))) {
      yield hit("room_or_flat", match)
    }
  }
}
