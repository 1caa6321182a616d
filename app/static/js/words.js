// The words of the page's language: msgids in English, sentences from the catalogue in the page.

/** @typedef {Record<string, string | number>} Values */

/** @type {Record<string, string | string[]> | undefined} */
let words

/** Read at the first word asked for, so that pure modules can be loaded without a page. */
function catalogue() {
  words ??= JSON.parse(document.getElementById("words")?.textContent || "{}")
  return /** @type {Record<string, string | string[]>} */ (words)
}

/**
 * A sentence, with `%(name)s` replaced by `values`.
 * @param {string} msgid
 * @param {Values} [values]
 */
export function t(msgid, values) {
  const found = catalogue()[msgid]
  return fill(typeof found === "string" ? found : msgid, values)
}

/**
 * The singular or the plural for `n`, which is itself a value.
 * @param {string} one
 * @param {string} many
 * @param {number} n
 * @param {Values} [values]
 */
export function tn(one, many, n, values) {
  const found = catalogue()[one]
  const [singular, plural] = Array.isArray(found) ? found : [one, many]
  return fill((n === 1 ? singular : plural) ?? many, { n, ...values })
}

/**
 * @param {string} sentence
 * @param {Values} [values]
 */
function fill(sentence, values) {
  if (!values) return sentence
  return sentence.replace(/%\((\w+)\)s/g, (whole, name) => String(values[name] ?? whole))
}
