// Names, without a list of names: a ward may be called Rose, Bjørn or Vår.
// The same as app/privacy/names.py.

import {
  ANYONE,
  ROOMS_OF_THINGS,
  SHORT_FORMS,
  THINGS_WITH_A_LETTER,
  WORDS_IN_SEN,
} from "./guard_lists.js"
import { hit } from "./guard_numbers.js"

/** @typedef {import("./guard_numbers.js").Hit} Hit */
/** @typedef {import("./guard_folding.js").FoldedText} FoldedText */

const raw = String.raw
const W = raw`[\p{L}\p{N}_]`
const CAPITAL = "[A-ZÀ-ÖØ-ÞČĐŊŠŦŽ]"
const SMALL = "[a-zß-öø-ÿčđŋšŧž]"
const NAME = `${CAPITAL}${SMALL}+`

/** @param {string} source */
const every = (source) => new RegExp(source, "gu")

const TITLE_AND_NAME = every(
  raw`(?<!${W})(?:[Ff]ru|[Ff]rk\.?|[Ff]røken|[Hh]err|[Hh]r\.?|[Dd]r\.?|[Dd]oktor|FRU|FRK\.?|HERR` +
    raw`|HR\.?) ${CAPITAL}(?:${SMALL}+|${CAPITAL}+)(?!${W})`,
)
const TO_NAME = every(raw` (?:til|av) (${NAME})(?!${W})`)
const RELATIVE_BEFORE = new RegExp(
  raw`(?<!${W})(?:datter|dattera|datteren|dotter|dottera|sønn|sønnen|sonen|kona|mannen|moren|mora` +
    "|faren|søster|bror|ektefelle|ektefellen)$",
  "u",
)
const ROOM_OF_NAME = every(
  raw`(?<!${W})(${NAME})-(?:rommet|romet|senga|sengen|leiligheten)(?!${W})`,
)

const NAME_AND_LETTER = every(
  raw`(?<![\p{L}\p{N}_.])(${NAME}) (${CAPITAL})(\.|(?![\p{L}\p{N}_\-\/]))`,
)
const INITIALS = every(
  raw`(?<![\p{L}\p{N}_.])(${CAPITAL}\.${CAPITAL}(?:\.${CAPITAL})?)\.?(?![\p{L}\p{N}_.])`,
)
const SPACED_INITIALS = every(
  raw`(?<![\p{L}\p{N}_.])(${CAPITAL}\. ${CAPITAL}(?:\. ${CAPITAL})?)\.(?!${W})`,
)

// Olsen, Hansen, Johannessen; not words such as "undersøkelsen" or a ward called Oasen.
const PATRONYMIC = every(
  raw`(?<![\p{L}\p{N}_\-])(${CAPITAL}${SMALL}{0,14}(?:[bdfgklmnrtv]sen|iassen|nessen))s?` +
    raw`(?![\p{L}\p{N}_\-])`,
)
const FIRST_NAMES_IN_EL = /^(?:mikk|michae?|dani|samu|gabri|ab|ni|emanu|aks|ax|isra|no|jo)/u
const NEW_SENTENCE = new RegExp(raw`^[ \n](?:${CAPITAL}|\d)`, "u")
const INSIDE_A_SENTENCE = /[\p{L}\p{N}_,)»”/\-&] $|[A-ZÆØÅ]\. $/u

const DIAGNOSIS = new RegExp(
  raw`(?<!${W})(?:demens|dement|alzheimers?|parkinsons?|huntingtons?|kols|kreft|diabetes|diabetiker` +
    "|diabetikar|schizofreni|epilepsi|psykose|psykotisk|depresjon|deprimert|angst|bipolar" +
    "|hjerneslag|hjertesvikt|nyresvikt|afasi|als|ms|cp|hiv|aids|mrsa|hepatitt|tuberkulose|adhd" +
    "|autisme|delir|alkoholiker|alkoholikar|rusmisbruk|leukemi|osteoporose|inkontinens" +
    raw`|inkontinent|anoreksi|ptsd|downs?|utviklingshemming|utviklingshemmet|psykisk syk)(?!${W})`,
  "u",
)
const NEAR = 100
const NAME_HAS = every(raw`(?<!${W})(${NAME})(?: har | fikk | fekk | hadde | lider av | lir av )`)

/**
 * Every name and pair of initials in a folded text; beside a diagnosis the kind says so.
 * @param {FoldedText} text
 * @returns {Generator<Hit>}
 */
export function* findNames(text) {
  for (const [kind, start, end] of findNamed(text)) {
    yield [hasDiagnosis(text, start, end) ? "diagnosis_and_name" : kind, start, end]
  }
  for (const match of text.plain.matchAll(PATRONYMIC)) {
    const name = match[1] ?? ""
    const [start, end] = [match.index, match.index + name.length]
    if (!isASurname(name.toLowerCase())) continue
    if (hasDiagnosis(text, start, end)) yield ["diagnosis_and_name", start, end]
    else if (isInsideASentence(text.plain, start)) yield ["name", start, end]
  }
  for (const match of text.plain.matchAll(NAME_HAS)) {
    const name = match[1] ?? ""
    const end = match.index + match[0].length
    if (DIAGNOSIS.test(text.small.slice(end, end + 30)) && !ANYONE.has(name.toLowerCase())) {
      yield ["diagnosis_and_name", match.index, match.index + name.length]
    }
  }
}

/** @param {FoldedText} text @param {number} start @param {number} end */
function hasDiagnosis(text, start, end) {
  return DIAGNOSIS.test(text.small.slice(Math.max(0, start - NEAR), end + NEAR))
}

/** @param {FoldedText} text @returns {Generator<Hit>} */
function* findNamed({ plain, small }) {
  for (const match of plain.matchAll(TITLE_AND_NAME)) yield hit("title_and_name", match)
  for (const match of plain.matchAll(TO_NAME)) {
    if (!RELATIVE_BEFORE.test(small.slice(Math.max(0, match.index - 12), match.index))) continue
    const end = match.index + match[0].length
    yield ["name", end - (match[1] ?? "").length, end]
  }
  for (const match of plain.matchAll(ROOM_OF_NAME)) {
    if (!ROOMS_OF_THINGS.has((match[1] ?? "").toLowerCase())) yield hit("name", match)
  }
  for (const pattern of [INITIALS, SPACED_INITIALS]) {
    for (const match of plain.matchAll(pattern)) {
      const letters = (match[1] ?? "").replace(/[. ]/g, "").toLowerCase()
      if (!SHORT_FORMS.has(letters)) yield hit("initials", match)
    }
  }
  for (const match of plain.matchAll(NAME_AND_LETTER)) {
    const isAThing = THINGS_WITH_A_LETTER.has((match[1] ?? "").toLowerCase())
    if (!isAThing && mayBeAPerson(plain, match)) yield hit("name", match)
  }
}

/**
 * Whether it is no ward with its letter; those go from A to H and end a sentence at most.
 * @param {string} plain
 * @param {RegExpExecArray} match
 */
function mayBeAPerson(plain, match) {
  const letter = match[2] ?? ""
  const after = match.index + match[0].length
  if (match[3]) return letter > "H" || !NEW_SENTENCE.test(plain.slice(after, after + 2))
  return isInsideASentence(plain, match.index) && letter > "H" && letter !== "X"
}

/** @param {string} plain @param {number} start */
function isInsideASentence(plain, start) {
  return INSIDE_A_SENTENCE.test(plain.slice(Math.max(0, start - 3), start))
}

/** @param {string} word */
function isASurname(word) {
  return word.endsWith("elsen") ? FIRST_NAMES_IN_EL.test(word) : !WORDS_IN_SEN.has(word)
}
