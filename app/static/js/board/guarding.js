// The personal-data guard beside the fields: warns while people write, and asks once before a doubtful
// text is sent. The server looks again; the guard itself is fetched when someone begins to write.

import { t } from "../words.js"
import { ask } from "./dialogs.js"

/** @typedef {import("../guard.js").Finding} Finding */

const REST_MS = 250

const guard = () => Promise.all([import("../guard.js"), import("../guard_words.js")])

/**
 * Say below a field what is found in it.
 * @param {HTMLInputElement | HTMLTextAreaElement} field
 * @param {HTMLElement} place
 */
export function watch(field, place) {
  let timer = 0
  field.addEventListener("focus", () => void guard(), { once: true })
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
  const [{ findPersonalData }, { sentenceFor }] = await guard()
  const found = worst(findPersonalData(field.value))
  place.textContent = found ? sentenceFor(found.kind) : ""
  place.dataset.verdict = found?.verdict ?? ""
  field.toggleAttribute("aria-invalid", found?.verdict === "stopp")
  if (found?.verdict === "stopp") field.setAttribute("aria-invalid", "true")
}

/**
 * Whether these texts may be sent, and which warnings the person has settled. Null: not sent.
 * @param {string[]} texts
 * @returns {Promise<string[] | null>}
 */
export async function settleTexts(texts) {
  const [{ findPersonalData }, { sentenceFor }] = await guard()
  const found = texts.flatMap((text) => findPersonalData(text))
  const first = worst(found)
  if (!first) return []
  if (first.verdict === "stopp") return null
  const kinds = [...new Set(found.map((finding) => finding.kind))]
  const isFine = await askAbout(kinds.map(sentenceFor))
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
