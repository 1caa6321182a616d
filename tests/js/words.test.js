import assert from "node:assert/strict"
import { test } from "node:test"

import { t, tn } from "../../app/static/js/words.js"

const CATALOGUE = {
  "Add note": "Ny lapp",
  "Moved to %(place)s": "Flyttet til %(place)s",
  "One note": ["Én lapp", "%(n)s lapper"],
}
/** The page's catalogue is all that is asked of the document. */
const page = { getElementById: () => ({ textContent: JSON.stringify(CATALOGUE) }) }
Object.assign(globalThis, { document: page })

test("a sentence comes from the page's catalogue, with its values", () => {
  assert.equal(t("Add note"), "Ny lapp")
  assert.equal(t("Moved to %(place)s", { place: "08:00" }), "Flyttet til 08:00")
})

test("one, many and none", () => {
  assert.equal(tn("One note", "%(n)s notes", 1), "Én lapp")
  assert.equal(tn("One note", "%(n)s notes", 2), "2 lapper")
  assert.equal(tn("One note", "%(n)s notes", 0), "0 lapper")
})

test("what is not translated yet is said in English", () => {
  assert.equal(t("Not there yet: %(what)s", { what: "this" }), "Not there yet: this")
  assert.equal(tn("One card", "%(n)s cards", 1), "One card")
  assert.equal(tn("One card", "%(n)s cards", 3), "3 cards")
})

test("a value that looks like a place for a value stays as it is", () => {
  assert.equal(t("Moved to %(place)s", { place: "%(place)s $& $1" }), "Flyttet til %(place)s $& $1")
  assert.equal(t("Moved to %(place)s", { other: 1 }), "Flyttet til %(place)s")
})
