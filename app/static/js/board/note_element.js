// Notes as elements: drawn from the store, all that changed in one go, without reading any layout.

import { all, announce, byId, hear } from "../dom.js"
import { plan } from "./beat.js"
import { listOf, surface } from "./surface.js"
import { find, notesIn } from "./views.js"

/** @typedef {import("./types.js").View} View */

const template = byId("note-template", HTMLTemplateElement)
/** @type {Map<string, HTMLButtonElement>} */
const elements = new Map()
/** @type {Set<string>} */
const changed = new Set()
/** A note in someone's hand here is not pulled from under it. @type {string | null} */
let inHand = null

readPage()
hear("wall:redrawn", () => {
  readPage()
  // The fetched page can be older than what is known here: what is gone goes again.
  for (const id of elements.keys()) changed.add(id)
  plan(drawNow)
})
hear("notes:changed", (/** @type {string[]} */ ids) => {
  for (const id of ids) changed.add(id)
  plan(drawNow, ids.length)
})

/**
 * The element of a note.
 * @param {string} id
 */
export function elementOf(id) {
  return elements.get(id)
}

/**
 * Leave this note where it is until it is let go (null).
 * @param {string | null} id
 */
export function hold(id) {
  const was = inHand
  inHand = id
  if (was) changed.add(was)
  if (was) plan(drawNow)
}

/** Draw now what has changed: for those who need to see it in this very turn. */
export function drawNow() {
  const ids = [...changed].filter((id) => id !== inHand)
  changed.clear()
  if (inHand && !find(inHand)) announce("note:lost", inHand)
  for (const id of ids) draw(id)
  if (ids.length > 0) announce("notes:drawn", ids)
}

function readPage() {
  elements.clear()
  for (const button of all("button.note", surface)) {
    if (button instanceof HTMLButtonElement) elements.set(button.value, button)
  }
}

/** @param {string} id */
function draw(id) {
  const view = find(id)
  const held = elements.get(id)
  if (!view) {
    held?.parentElement?.remove()
    elements.delete(id)
    return
  }
  const list = listOf(view)
  if (!list) {
    // A column or row that this page has not heard of yet.
    announce("wall:changed")
    return
  }
  const button = held ?? made(id)
  write(button, view)
  place(button, view, list)
}

/** @param {string} id */
function made(id) {
  const item = /** @type {DocumentFragment} */ (template.content.cloneNode(true))
  const button = item.querySelector("button")
  if (!button) throw new Error("the note's template is empty")
  button.value = id
  button.tabIndex = -1
  elements.set(id, button)
  return button
}

/**
 * @param {HTMLButtonElement} button
 * @param {View} view
 */
function write(button, view) {
  if (button.textContent !== view.title) button.textContent = view.title
  if (button.dataset.profession !== view.profession) button.dataset.profession = view.profession
  if (view.type === "task") delete button.dataset.kind
  else button.dataset.kind = view.type
  button.toggleAttribute("data-late", view.late)
  button.toggleAttribute("data-waiting", view.waiting)
}

/**
 * @param {HTMLButtonElement} button
 * @param {View} view
 * @param {HTMLElement} list
 */
function place(button, view, list) {
  const item = button.parentElement
  if (!item) return
  const order = notesIn(view)
  let after = order.findIndex((other) => other.id === view.id) + 1
  /** @type {Element | null} */
  let next = null
  // The next one that is drawn here already; others of the same batch will find their own place.
  for (; after < order.length && !next; after += 1) {
    const neighbour = elements.get(order[after]?.id ?? "")?.parentElement
    if (neighbour?.parentElement === list) next = neighbour
  }
  if (item.parentElement === list && item.nextElementSibling === next) return
  if (item.isConnected && "moveBefore" in list) {
    // Focus stays with the note.
    list.moveBefore(item, next)
    return
  }
  const hadFocus = document.activeElement === button
  list.insertBefore(item, next)
  if (hadFocus) button.focus({ preventScroll: true })
}
