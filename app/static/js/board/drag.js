// A note in the hand: by mouse or pen after a few pixels, by finger after holding still.

import { hear, on } from "../dom.js"
import { t } from "../words.js"
import { scrollAtEdge } from "./edge_scroll.js"
import { copyOf, glideTo, moveCopy } from "./glide.js"
import { moveNote } from "./moves.js"
import { drawNow, hold } from "./note_element.js"
import { holding } from "./presence.js"
import { say } from "./status.js"
import { can, surface } from "./surface.js"
import { swallowNextClick } from "./swallow_click.js"
import { clearTarget, markTarget, targetAt } from "./target.js"

/** @typedef {import("./target.js").Target} Target */
/**
 * @typedef {{ note: HTMLButtonElement, pointer: number, x: number, y: number, startX: number,
 *   startY: number, touch: boolean, timer: number, frame: number, copy: HTMLElement | null,
 *   box: DOMRect | null, target: Target | null }} Drag
 */

const FAR_ENOUGH_PX = 5
const HOLD_MS = 350
const STILL_PX = 8

/** @type {Drag | null} */
let drag = null

on("pointerdown", "button.note", (event, note) => {
  if (drag) {
    // A second finger: the person wants something else.
    giveBack()
    return
  }
  if (event.button !== 0 || !can("note:move")) return
  const touch = event.pointerType === "touch"
  drag = {
    note: /** @type {HTMLButtonElement} */ (note),
    pointer: event.pointerId,
    x: event.clientX,
    y: event.clientY,
    startX: event.clientX,
    startY: event.clientY,
    touch,
    timer: touch ? window.setTimeout(lift, HOLD_MS) : 0,
    frame: 0,
    copy: null,
    box: null,
    target: null,
  }
})

document.addEventListener("pointermove", (event) => {
  if (!drag || event.pointerId !== drag.pointer) return
  drag.x = event.clientX
  drag.y = event.clientY
  if (drag.copy) return
  const way = Math.hypot(drag.x - drag.startX, drag.y - drag.startY)
  // A finger that moves before it has held still wants to scroll.
  if (drag.touch && way > STILL_PX) end()
  else if (!drag.touch && way >= FAR_ENOUGH_PX) lift()
})

document.addEventListener("pointerup", (event) => {
  if (!drag || event.pointerId !== drag.pointer) return
  if (drag.copy) drop()
  else end()
})
document.addEventListener("pointercancel", giveBack)
document.addEventListener("visibilitychange", () => document.hidden && giveBack())
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && drag?.copy) giveBack()
})
// Must be there before the touch begins, and not passive: else the browser scrolls away with it.
document.addEventListener("touchmove", (event) => drag?.copy && event.preventDefault(), {
  passive: false,
})
document.addEventListener("contextmenu", (event) => drag?.touch && event.preventDefault())
hear("note:lost", (/** @type {string} */ id) => {
  if (drag?.note.value !== id) return
  const { copy } = drag
  end()
  copy?.remove()
  say(t("Someone else has just deleted the note."))
})

function lift() {
  if (!drag) return
  const { copy, box } = copyOf(drag.note)
  drag.copy = copy
  drag.box = box
  drag.note.dataset.dragging = ""
  surface.dataset.dragging = drag.note.value
  hold(drag.note.value)
  holding(drag.note.value)
  // Capture on the board: a note that someone else takes away would take the capture with it.
  if (!drag.touch) surface.setPointerCapture(drag.pointer)
  follow()
}

function follow() {
  if (!drag?.copy || !drag.box) return
  // Look first, write then: a look after a write makes the browser lay out in mid-frame.
  drag.target = targetAt(drag.x, drag.y, drag.note)
  scrollAtEdge(drag.x, drag.y)
  moveCopy(drag.copy, drag.box.left + drag.x - drag.startX, drag.box.top + drag.y - drag.startY)
  markTarget(drag.target)
  drag.frame = requestAnimationFrame(follow)
}

function drop() {
  if (!drag?.copy) return
  const { note, x, y, copy } = drag
  const target = targetAt(x, y, note)
  const from = copy.getBoundingClientRect()
  end()
  swallowNextClick()
  if (target && moveNote(note.value, target.cell, target.before)) {
    drawNow()
    copy.remove()
  } else {
    glideTo(copy, from, note)
  }
}

function giveBack() {
  if (!drag) return
  const { note, copy } = drag
  const from = copy?.getBoundingClientRect()
  end()
  if (!copy || !from) return
  swallowNextClick()
  glideTo(copy, from, note)
  say(t("Put back."))
}

function end() {
  if (!drag) return
  const { note, pointer, timer, frame } = drag
  drag = null
  clearTimeout(timer)
  cancelAnimationFrame(frame)
  clearTarget()
  if (surface.hasPointerCapture(pointer)) surface.releasePointerCapture(pointer)
  if (surface.dataset.dragging) holding(null)
  delete note.dataset.dragging
  delete surface.dataset.dragging
  hold(null)
}
