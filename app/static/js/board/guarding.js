// The personal-data guard beside the fields: warns while people write, and asks once before a doubtful
// text is sent. The server looks again; the guard itself is fetched when someone begins to write.

import { t } from "../words.js"
import { ask } from "./dialogs.js"

/** @typedef {import("../guard.js").Finding} Finding */

const REST_MS = 250

/** The guard, or null where it cannot be fetched: the server looks at every text anyway. */
export async function fetchGuard() {
  try {
    const [{ findPersonalData }, { sentenceFor }] = await Promise.all([
      import("../guard.js"),
      import("../guard_words.js"),
    ])
    return { findPersonalData, sentenceFor }
  } catch {
    return null
  }
}

/**
 * Say below a field what is found in it.
 * @param {HTMLInputElement | HTMLTextAreaElement} field
 * @param {HTMLElement} place
 */
export function watch(field, place) {
  let timer = 0
  field.addEventListener("focus", () => void fetchGuard(), { once: true })
  field.addEventListener("input", () => {
    clearTimeout(timer)
    timer = window.setTimeout(() => void show(field, place), REST_MS)
  })
}

/**
 * @param {HTMLInputElement | HTMLTextAreaElement} field
 * @param {HTMLElement} place
 */
export async function show(field, place) {
  const guard = await fetchGuard()
  const found = guard && worst(guard.findPersonalData(field.value))
  place.textContent = found ? guard.sentenceFor(found.kind) : ""
  place.dataset.verdict = found?.verdict ?? ""
  if (found?.verdict === "stopp") field.setAttribute("aria-invalid", "true")
  else field.removeAttribute("aria-invalid")
}

/**
 * Whether these texts may be sent, and which warnings the person has settled. Null: not sent.
 * @param {string[]} texts
 * @returns {Promise<string[] | null>}
 */
export async function settleTexts(texts) {
  const guard = await fetchGuard()
  if (!guard) return []
  const found = texts.flatMap((text) => guard.findPersonalData(text))
  const first = worst(found)
  if (!first) return []
  if (first.verdict === "stopp") return null
  const kinds = [...new Set(found.map((finding) => finding.kind))]
  const isFine = await askAbout(kinds.map(guard.sentenceFor))
  return isFine ? kinds : null
}

/**
 * The one question about personal data.
 * @param {string[]} sentences
 */
export function askAbout(sentences) {
  return ask({
    title: t("Is this about a person?"),
    text: sentences,
    yes: t("It is about no one: use it"),
    no: t("Change the text"),
  })
}

/** @param {Finding[]} found */
function worst(found) {
  return found.find((finding) => finding.verdict === "stopp") ?? found[0]
}
