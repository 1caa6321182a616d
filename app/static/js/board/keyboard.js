// The keys of the wall. Letters count only while the focus is on the wall.

import { t } from "../words.js"
import { deleteNote } from "./bin.js"
import { openKeys } from "./dialogs.js"
import * as lift from "./lift.js"
import { openMove } from "./move_dialog.js"
import { writeNewIn } from "./new_note.js"
import { openNote } from "./note_dialog.js"
import { say } from "./status.js"
import { can, surface } from "./surface.js"
import { redo, undo } from "./undo.js"
import { cellInFocus, noteInFocus, walk, walkToEnd } from "./walk.js"

/** @type {Record<string, [number, number]>} */
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || document.querySelector("dialog[open]")) return
  const inText = event.target instanceof Element && event.target.matches("input, select, textarea")
  if (inText) return
  const isDone =
    undoKey(event) || (isOnWall() && (lift.isLifted() ? carryKey(event) : wallKey(event)))
  if (isDone) event.preventDefault()
})
surface.addEventListener("focusout", (event) => {
  const stays = event.relatedTarget instanceof Node && surface.contains(event.relatedTarget)
  if (!stays && document.hasFocus() && noteInFocus() === null) setTimeout(putBackIfLeft, 0)
})

function putBackIfLeft() {
  if (lift.isLifted() && !isOnWall()) lift.putBack()
}

function isOnWall() {
  return surface.contains(document.activeElement) && cellInFocus() !== null
}

/** @param {KeyboardEvent} event */
function undoKey(event) {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || !can("note:edit")) return false
  const key = event.key.toLowerCase()
  if (key === "y" || (key === "z" && event.shiftKey)) redo()
  else if (key === "z") undo()
  else return false
  return true
}

/** @param {KeyboardEvent} event */
function carryKey(event) {
  const step = STEPS[event.key]
  if (step) {
    if (event.shiftKey) lift.reorder(step[1])
    else lift.carry(...step)
  } else if (event.key === " " || event.key === "Enter") lift.putDown()
  else if (event.key === "Escape") lift.putBack()
  else return false
  return true
}

/** @param {KeyboardEvent} event */
function wallKey(event) {
  const everywhere = event.ctrlKey || event.metaKey
  if (event.key === "Home" || event.key === "End") {
    walkToEnd(event.key === "End", everywhere)
    return true
  }
  if (everywhere || event.altKey) return false
  if (STEPS[event.key]) {
    walk(event.key)
    return true
  }
  return noteKey(event.key) || cellKey(event.key)
}

/** @param {string} key */
function noteKey(key) {
  const note = noteInFocus()
  if (!note) return false
  const lower = key.toLowerCase()
  if (key === " ") allowed("note:move", () => lift.lift(note.value))
  else if (lower === "m") allowed("note:move", () => openMove(note.value))
  else if (key === "F2") allowed("note:edit", () => void openNote(note.value))
  else if (key === "Delete") allowed("note:delete", () => deleteNote(note.value))
  else return false
  return true
}

/** @param {string} key */
function cellKey(key) {
  const cell = cellInFocus()
  if (key === "?") openKeys()
  else if (cell && (key.toLowerCase() === "n" || (key === "Enter" && !noteInFocus()))) {
    allowed("note:create", () => writeNewIn(cell))
  } else return false
  return true
}

/**
 * @param {string} permission
 * @param {() => void} act
 */
function allowed(permission, act) {
  if (can(permission)) act()
  else say(t("The board cannot be changed by you now."))
}
