// The page's own rules for what an event does, as a program: each line that comes in tells one
// client something or asks what it shows, and each answer is one line. See tests/live/screens.py.

import { createInterface } from "node:readline"

import { applyChanges } from "../../app/static/js/board/apply.js"
import { inOrder, viewOf } from "../../app/static/js/board/overlay.js"

/** @typedef {import("../../app/static/js/board/types.js").Note} Note */
/** @typedef {import("../../app/static/js/board/types.js").Changes} Changes */
/** @typedef {{ is: string, seq: number, notes?: Note[], changes?: Changes }} Message */

/** What each client knows. @type {Map<string, { seq: number, notes: Map<string, Note> }>} */
const clients = new Map()

for await (const line of createInterface({ input: process.stdin })) {
  const { who, messages } = JSON.parse(line)
  for (const message of messages) tell(who, message)
  process.stdout.write(`${JSON.stringify(shown(clients.get(who)?.notes ?? new Map()))}\n`)
}

/**
 * @param {string} who
 * @param {Message} message
 */
function tell(who, message) {
  if (message.is === "snapshot") {
    const notes = new Map((message.notes ?? []).map((note) => [note.id, note]))
    clients.set(who, { seq: message.seq, notes })
  }
  const known = clients.get(who)
  if (message.is !== "event" || message.seq !== (known?.seq ?? 0) + 1 || !known) return
  known.seq = message.seq
  if (message.changes) applyChanges(known.notes, message.changes)
}

/**
 * The notes, and what stands in each cell in the order in which it is seen.
 * @param {Map<string, Note>} notes
 */
function shown(notes) {
  /** @type {Map<string, import("../../app/static/js/board/types.js").View[]>} */
  const cells = new Map()
  for (const [id, note] of notes) {
    for (const [grid, { column, row }] of Object.entries(note.placements)) {
      const view = viewOf(id, note, [], grid, () => undefined)
      const cell = `${grid} ${column} ${row}`
      if (view) cells.set(cell, [...(cells.get(cell) ?? []), view])
    }
  }
  const ordered = [...cells].map(([cell, views]) => [cell, inOrder(views).map((v) => v.id)])
  return { notes: Object.fromEntries(notes), cells: Object.fromEntries(ordered) }
}
