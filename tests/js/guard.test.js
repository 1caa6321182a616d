import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import { test } from "node:test"

import { findPersonalData } from "../../app/static/js/guard.js"

/** @param {string} name */
const read = (name) => readFileSync(new URL(`../data/${name}`, import.meta.url), "utf8")

/** @type {{ text: string, found: [string, string, number, number][] }[]} */
const cases = JSON.parse(read("guard_cases.json"))

/** A place counted in characters, as the server does. @param {string} text @param {number} place */
const inCharacters = (text, place) => [...text.slice(0, place)].length

/** @param {string} text */
function verdictOn(text) {
  const verdicts = findPersonalData(text).map((finding) => finding.verdict)
  if (verdicts.includes("stopp")) return "stopp"
  return verdicts.length > 0 ? "advar" : "ok"
}

test("the browser finds what the server finds, in every case", () => {
  assert.ok(cases.length > 3000)
  for (const { text, found } of cases) {
    const here = findPersonalData(text).map((finding) => [
      finding.kind,
      finding.verdict,
      inCharacters(text, finding.start),
      inCharacters(text, finding.end),
    ])
    assert.deepEqual(here, found, JSON.stringify(text))
  }
})

test("the workshop's own trials come out as expected", () => {
  const rows = read("personvern_prover.csv").trimEnd().split("\n").slice(1)
  assert.ok(rows.length >= 20)
  for (const row of rows) {
    const [text = "", expected] = row.split(";")
    assert.equal(verdictOn(text), expected, text)
  }
})

test("a place is one that a text field can select, past signs of two units", () => {
  const text = "👵 Bruker 1\u200b50639 52084!"
  const [finding] = findPersonalData(text)
  assert.equal(finding && text.slice(finding.start, finding.end), "1\u200b50639 52084")
})

test("two thousand characters of any kind are read quickly", () => {
  const hostile = ["1", " ", "1 ", "1-", "1a", "a", "Aa", "A. ", "a@", "a.", "Hansen ", "rom 1 "]
  for (const piece of hostile) {
    const text = piece.repeat(2000).slice(0, 2000)
    let best = Number.POSITIVE_INFINITY
    for (let n = 0; n < 5; n++) {
      const started = performance.now()
      findPersonalData(text)
      best = Math.min(best, performance.now() - started)
    }
    assert.ok(best < 50, `${JSON.stringify(piece)} took ${best} ms`)
  }
})
