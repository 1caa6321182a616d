import assert from "node:assert/strict"
import { test } from "node:test"

import { BLANK, inOrder, viewOf } from "../../app/static/js/board/overlay.js"

/** @typedef {{ do: string, [field: string]: unknown }} Order */
/** @typedef {import("../../app/static/js/board/types.js").Note} Note */

const ROWS = new Map([["nurses", "SPL"]])
const GRID = "vertical"

/** @type {Note} */
const BREAKFAST = {
  ...BLANK,
  id: "n1",
  number: 1,
  title: "Breakfast",
  profession: "HFA",
  placements: { [GRID]: { column: "08:00", row: "helpers", rank: "a0" } },
}

/**
 * @param {Note | undefined} note
 * @param {Order[]} orders
 */
function see(note, ...orders) {
  const waiting = orders.map((order, index) => ({ ...order, note: "n1", id: `c${index}` }))
  return viewOf("n1", note, waiting, GRID, (row) => ROWS.get(row))
}

/** @param {Partial<Order>} [to] @returns {Order} */
const move = (to) => ({ do: "note.move", grid: GRID, column: "09:00", row: "nurses", ...to })

test("without waiting commands a note is seen as the server has said", () => {
  const view = see(BREAKFAST)
  assert.deepEqual(
    [view?.title, view?.column, view?.row, view?.rank, view?.moved, view?.waiting],
    ["Breakfast", "08:00", "helpers", "a0", false, false],
  )
})

test("a move is seen at once, and the row's profession with it", () => {
  const view = see(BREAKFAST, move({ before: "n7" }))
  assert.deepEqual(
    [view?.column, view?.row, view?.before, view?.moved, view?.waiting, view?.profession],
    ["09:00", "nurses", "n7", true, true, "SPL"],
  )
})

test("of two moves the later one is seen", () => {
  assert.equal(see(BREAKFAST, move(), move({ column: "11:00" }))?.column, "11:00")
})

test("to the parking lot there is neither column nor row, and the profession stays", () => {
  const view = see(BREAKFAST, move({ column: null, row: null }))
  assert.deepEqual([view?.column, view?.row, view?.profession], [null, null, "HFA"])
})

test("a move in another grid does not move it here", () => {
  const view = see(BREAKFAST, move({ grid: "horizontal" }))
  assert.deepEqual([view?.column, view?.moved, view?.waiting], ["08:00", false, true])
})

test("an edit shows its fields, and none of the command's own", () => {
  const view = see(BREAKFAST, { do: "note.edit", base: 12, title: "Early breakfast", start: 450 })
  assert.deepEqual([view?.title, view?.start, view?.number], ["Early breakfast", 450, 1])
  assert.equal(view && "do" in view, false)
  assert.equal(view && "base" in view, false)
  assert.equal(view?.id, "n1")
})

test("a new note is there before the server knows it, can be edited, moved and taken away", () => {
  const make = { do: "note.create", title: "Lunch", profession: "SV", start: 720 }
  const fresh = see(undefined, make)
  assert.deepEqual(
    [fresh?.id, fresh?.title, fresh?.column, fresh?.profession, fresh?.days],
    ["n1", "Lunch", null, "SV", []],
  )
  assert.equal(see(undefined, { ...make, ...move(), do: "note.create" })?.column, "09:00")
  assert.equal(see(undefined, make, move())?.profession, "SPL")
  assert.equal(see(undefined, make, { do: "note.edit", title: "Dinner" })?.title, "Dinner")
  assert.equal(see(undefined, make, { do: "note.delete" }), null)
})

test("the server's word on a note that was made here counts before our own", () => {
  const view = see(BREAKFAST, { do: "note.create", title: "Lunch", profession: "SV" })
  assert.equal(view?.title, "Breakfast")
})

test("commands about a note that is gone bring nothing back", () => {
  assert.equal(see(undefined, { do: "note.edit", title: "Ghost" }), null)
  assert.equal(see(undefined, move()), null)
})

test("in a cell, ranks decide as plain strings, then ids", () => {
  assert.deepEqual(order(["n1", "a1"], ["n2", "Zz"], ["n3", "a0V"], ["n4", "a0"]), [
    "n2",
    "n4",
    "n3",
    "n1",
  ])
  assert.deepEqual(order(["n2", "a0"], ["n1", "a0"]), ["n1", "n2"])
})

test("a note that is being moved stands before the one it was dropped on, else last", () => {
  const held = [placed("n2", "a0"), placed("n3", "a1")]
  const dropped = { ...placed("n1", ""), moved: true, before: "n3" }
  assert.deepEqual(ids(inOrder([dropped, ...held])), ["n2", "n1", "n3"])
  assert.deepEqual(ids(inOrder([{ ...dropped, before: null }, ...held])), ["n2", "n3", "n1"])
  assert.deepEqual(ids(inOrder([{ ...dropped, before: "gone" }, ...held])), ["n2", "n3", "n1"])
})

test("the parking lot goes by number", () => {
  const parked = [3, 1, 2].map((number) => {
    return { ...placed(`n${number}`, ""), number, column: null, row: null }
  })
  assert.deepEqual(ids(inOrder(parked)), ["n1", "n2", "n3"])
})

/** @param {string} id @param {string} rank */
function placed(id, rank) {
  const where = { column: "08:00", row: "nurses", rank }
  const view = viewOf(id, { ...BREAKFAST, id, placements: { [GRID]: where } }, [], GRID, () => "")
  assert.ok(view)
  return view
}

/** @param {[string, string][]} pairs of id and rank */
function order(...pairs) {
  return ids(inOrder(pairs.map(([id, rank]) => placed(id, rank))))
}

/** @param {{ id: string }[]} views */
function ids(views) {
  return views.map((view) => view.id)
}
