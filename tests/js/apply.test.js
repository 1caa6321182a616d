import assert from "node:assert/strict"
import { test } from "node:test"

import { applyChanges, concernsWall } from "../../app/static/js/board/apply.js"
import { BLANK } from "../../app/static/js/board/overlay.js"

/** @typedef {import("../../app/static/js/board/types.js").Note} Note */
/** @typedef {import("../../app/static/js/board/types.js").Patch} Patch */

const AT_EIGHT = { column: "08:00", row: "nurses", rank: "a0" }
const AT_NINE = { column: "09:00", row: "nurses", rank: "a1" }

/** One known note, the breakfast, in two grids. @returns {Map<string, Note>} */
function board() {
  const placements = { vertical: AT_EIGHT, horizontal: AT_NINE }
  return new Map([["n1", { ...BLANK, id: "n1", number: 1, title: "Breakfast", placements }]])
}

/** A document as it is in an event that makes it or brings it back. @returns {Patch} */
function whole(title = "Lunch") {
  return { ...BLANK, number: 2, title, deleted: false, placements: {} }
}

test("a patch replaces the fields it names and leaves the others", () => {
  const notes = board()
  const changed = applyChanges(notes, { notes: { n1: { title: "Early breakfast", start: 450 } } })
  assert.deepEqual(changed, ["n1"])
  const { title, start, number, placements } = notes.get("n1") ?? BLANK
  assert.deepEqual([title, start, number], ["Early breakfast", 450, 1])
  assert.deepEqual(placements, board().get("n1")?.placements)
})

test("places are merged grid by grid, and null takes the note off one grid only", () => {
  const notes = board()
  applyChanges(notes, { notes: { n1: { placements: { vertical: AT_NINE } } } })
  assert.deepEqual(notes.get("n1")?.placements, { vertical: AT_NINE, horizontal: AT_NINE })
  applyChanges(notes, { notes: { n1: { placements: { horizontal: null } } } })
  assert.deepEqual(notes.get("n1")?.placements, { vertical: AT_NINE })
})

test("an unknown note that comes whole is a new one, without the word deleted", () => {
  const notes = board()
  applyChanges(notes, { notes: { n2: { ...whole(), placements: { vertical: AT_EIGHT } } } })
  assert.deepEqual(notes.get("n2"), {
    ...BLANK,
    id: "n2",
    number: 2,
    title: "Lunch",
    placements: { vertical: AT_EIGHT },
  })
})

test("a patch for something in the bin is passed over", () => {
  const notes = board()
  applyChanges(notes, { notes: { n9: { placements: { vertical: AT_EIGHT } }, n8: { start: 0 } } })
  assert.deepEqual(notes, board())
})

test("to the bin, back from it, and erased for good", () => {
  const notes = board()
  applyChanges(notes, { notes: { n1: { deleted: true } } })
  assert.equal(notes.size, 0)
  applyChanges(notes, { notes: { n1: whole("Breakfast") } })
  assert.equal(notes.get("n1")?.title, "Breakfast")
  applyChanges(notes, { notes: { n1: null } })
  assert.equal(notes.size, 0)
})

test("what was held before is not changed under the hand of who reads it", () => {
  const notes = board()
  const held = notes.get("n1")
  applyChanges(notes, { notes: { n1: { title: "Other", placements: { vertical: null } } } })
  assert.deepEqual(held, board().get("n1"))
})

test("only what the server draws asks for the wall again", () => {
  for (const name of ["board", "professions", "shifts", "grids", "columns", "rows"]) {
    assert.equal(concernsWall({ [name]: { x: { title: "New" } } }), true, name)
  }
  for (const name of ["notes", "tasks", "cards"]) {
    assert.equal(concernsWall({ [name]: { x: { title: "New" } } }), false, name)
  }
  assert.equal(concernsWall({ columns: {} }), false)
})
