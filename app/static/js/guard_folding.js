// One plain way of writing: odd digits, spaces and dashes made ordinary, the invisible left out.
// The same tables as app/privacy/folding.py.

/**
 * @typedef {object} FoldedText
 * @property {string} plain
 * @property {string} small the same in small letters, place by place
 * @property {(start: number, end: number) => [number, number]} originalSpan
 */

// The zero of every set of ten decimal digits in Unicode, and of the small ones below the line.
// biome-ignore format: a table
const ZEROS = [
  0x0660, 0x06f0, 0x07c0, 0x0966, 0x09e6, 0x0a66, 0x0ae6, 0x0b66, 0x0be6, 0x0c66, 0x0ce6,
  0x0d66, 0x0de6, 0x0e50, 0x0ed0, 0x0f20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0,
  0x1a80, 0x1a90, 0x1b50, 0x1bb0, 0x1c40, 0x1c50, 0x2080, 0xa620, 0xa8d0, 0xa900, 0xa9d0,
  0xa9f0, 0xaa50, 0xabf0, 0xff10, 0x104a0, 0x10d30, 0x11066, 0x110f0, 0x11136, 0x111d0,
  0x112f0, 0x11450, 0x114d0, 0x11650, 0x116c0, 0x11730, 0x118e0, 0x11950, 0x11c50, 0x11d50,
  0x11da0, 0x11f50, 0x16a60, 0x16ac0, 0x16b50, 0x1d7ce, 0x1d7d8, 0x1d7e2, 0x1d7ec, 0x1d7f6,
  0x1e140, 0x1e2f0, 0x1e4f0, 0x1e950, 0x1fbf0,
]
const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
const RINGED = "⓪①②③④⑤⑥⑦⑧⑨"
const SPACES =
  "\t\v\f\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
const LINE_ENDS = "\r\u0085\u2028\u2029"
const DASHES = "‐‑‒–—―⁃−﹘﹣"
// Soft hyphens, joiners, directions, variation selectors, tags, and marks laid over a character.
// biome-ignore format: a table
const INVISIBLE = [
  [0x00ad, 0x00ad], [0x0300, 0x036f], [0x061c, 0x061c], [0x115f, 0x1160], [0x17b4, 0x17b5],
  [0x180b, 0x180f], [0x1ab0, 0x1aff], [0x1dc0, 0x1dff], [0x200b, 0x200f], [0x202a, 0x202e],
  [0x2060, 0x206f], [0x20d0, 0x20ff], [0x3164, 0x3164], [0xfe00, 0xfe0f], [0xfe20, 0xfe2f],
  [0xfeff, 0xfeff], [0xffa0, 0xffa0], [0xe0000, 0xe01ef],
]

/** @type {Map<string, string>} */
const PLAIN = new Map()
for (let code = 0xff01; code < 0xff5f; code++) {
  PLAIN.set(String.fromCodePoint(code), String.fromCodePoint(code - 0xfee0))
}
for (const zero of ZEROS) {
  for (let n = 0; n < 10; n++) PLAIN.set(String.fromCodePoint(zero + n), String(n))
}
for (const row of [SUPERSCRIPTS, RINGED]) {
  for (const [n, digit] of [...row].entries()) PLAIN.set(digit, String(n))
}
for (const space of SPACES) PLAIN.set(space, " ")
for (const lineEnd of LINE_ENDS) PLAIN.set(lineEnd, "\n")
for (const dash of DASHES) PLAIN.set(dash, "-")
for (const [low = 0, high = 0] of INVISIBLE) {
  for (let code = low; code <= high; code++) PLAIN.set(String.fromCodePoint(code), "")
}
// The one letter that grows when it is made small; places must stay the same.
PLAIN.set("İ", "I")

const NEEDS_FOLDING = /[^\n -~¡-¬®-±´-¸º-ÿČčĐđŊŋŠšŦŧŽž«»“”‘’…]/u

/**
 * Writes a text plainly; `plain` and `small` have the same places.
 * @param {string} text
 * @returns {FoldedText}
 */
export function fold(text) {
  if (!NEEDS_FOLDING.test(text)) {
    return { plain: text, small: text.toLowerCase(), originalSpan: (start, end) => [start, end] }
  }
  let plain = ""
  let place = 0
  /** @type {number[]} */
  const starts = []
  /** @type {number[]} */
  const ends = []
  for (const sign of text) {
    const written = PLAIN.get(sign) ?? sign
    plain += written
    for (let unit = 0; unit < written.length; unit++) {
      starts.push(place)
      ends.push(place + sign.length)
    }
    place += sign.length
  }
  return {
    plain,
    small: plain.toLowerCase(),
    originalSpan: (start, end) => [starts[start] ?? 0, ends[end - 1] ?? 0],
  }
}

/**
 * The parts without letters that hold so many digits, each with its place.
 * @param {string} small
 * @param {number} atLeast
 * @returns {Generator<[number, string]>}
 */
export function* digitStretches(small, atLeast) {
  for (const stretch of small.matchAll(/[^\p{L}\p{Nl}\p{No}]{4,}/gu)) {
    const digits = stretch[0].match(/\d/g) ?? []
    if (digits.length >= atLeast) yield [stretch.index, stretch[0]]
  }
}
