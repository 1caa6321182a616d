// What this page knows of the notes: what the server has said, and own commands on top.
// The page is drawn from HTML, so at first only titles and places are known; the rest is fetched in
// idle time, or when it is needed first.

import { announce } from "../dom.js"
import { applyChanges, concernsWall } from "./apply.js"
import { notesOnPage } from "./page_notes.js"
import { board, seat, surface } from "./surface.js"
import { forgetViews, knownIds, setView } from "./views.js"

/** @typedef {import("./types.js").Note} Note */
/** @typedef {import("./types.js").Command} Command */
/** @typedef {import("./types.js").BoardEvent} BoardEvent */
/** @typedef {import("./types.js").BoardDocument} BoardDocument */

let seq = Number(surface.dataset.seq)
let isWhole = false
/** @type {Map<string, Note>} */
let notes = notesOnPage()
/** Own commands without an answer, by note. @type {Map<string, Command[]>} */
const waiting = new Map()
/** Events that may be newer than the document that is on its way. @type {BoardEvent[]} */
let early = []
/** @type {Promise<boolean> | null} */
let fetching = null

refreshAll()

/** The last event that this page has. */
export function lastSeq() {
  return seq
}

/** See that all fields of all notes are known. False when they could not be fetched. */
export async function beWhole() {
  if (isWhole) return true
  fetching ??= fetchDocument().finally(() => {
    fetching = null
  })
  return fetching
}

/**
 * Replace all that the server has said.
 * @param {BoardDocument} document
 */
export function adopt(document) {
  const before = knownIds()
  notes = new Map(document.notes.map((note) => [note.id, note]))
  seq = document.seq
  isWhole = true
  refreshAll()
  announce("notes:changed", [...new Set([...before, ...knownIds()])])
  const missed = early
  early = []
  for (const event of missed.sort((a, b) => a.seq - b.seq)) take(event)
}

/**
 * An event. Its changes are laid over what is known of the notes so far, so that it is seen at once.
 * When one before it is missing, the document is asked for again.
 * @param {BoardEvent} event
 */
export function take(event) {
  const isNews = event.seq > Number(surface.dataset.seq)
  if (isNews && event.changes && concernsWall(event.changes)) announce("wall:changed")
  if (event.seq <= seq) return
  const isNext = event.seq === seq + 1
  if (!isNext || early.length > 0) isWhole = false
  if (!isWhole) {
    early.push(event)
    void beWhole()
  }
  if (!isNext) return
  seq = event.seq
  if (!event.changes) return
  const changed = applyChanges(notes, event.changes)
  for (const id of changed) refresh(id)
  announce("notes:changed", changed)
}

/**
 * Lay an own command on top.
 * @param {Command} command
 */
export function addWaiting(command) {
  if (!command.note) return
  waiting.set(command.note, [...(waiting.get(command.note) ?? []), command])
  refresh(command.note)
  announce("notes:changed", [command.note])
}

/**
 * Take it off again: it is settled, one way or the other.
 * @param {Command} command
 */
export function removeWaiting(command) {
  const about = command.note
  if (!about) return
  const left = (waiting.get(about) ?? []).filter((other) => other.id !== command.id)
  if (left.length > 0) waiting.set(about, left)
  else waiting.delete(about)
  refresh(about)
  announce("notes:changed", [about])
}

async function fetchDocument() {
  try {
    const response = await fetch(`/api/boards/${board}?seat=${seat}`)
    if (!response.ok) return false
    adopt(await response.json())
    return true
  } catch {
    // No network: the socket's return brings another try.
    return false
  }
}

function refreshAll() {
  forgetViews()
  for (const id of new Set([...notes.keys(), ...waiting.keys()])) refresh(id)
}

/** @param {string} id */
function refresh(id) {
  setView(id, notes.get(id), waiting.get(id) ?? [])
}
