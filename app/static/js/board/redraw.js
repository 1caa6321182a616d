// When more than notes has changed (columns, professions, the board's state), the page is asked for
// again and its parts are exchanged: the server's templates stay the only ones.

import { all, announce, byId, hear } from "../dom.js"
import { elementOf } from "./note_element.js"
import { listOf, seat, surface } from "./surface.js"
import { knownIds } from "./views.js"
import { cellInFocus, focusOn, noteInFocus } from "./walk.js"

const PAUSE_MS = 150
let timer = 0
let isBusy = false

hear("wall:changed", ask)

function ask() {
  clearTimeout(timer)
  timer = window.setTimeout(redraw, PAUSE_MS)
}

async function redraw() {
  if (isBusy || surface.dataset.dragging) {
    ask()
    return
  }
  isBusy = true
  try {
    const response = await fetch(location.href, { headers: { accept: "text/html" } })
    if (response.ok) exchange(new DOMParser().parseFromString(await response.text(), "text/html"))
  } catch {
    // No network: the board is told of it all again when the socket is back.
  } finally {
    isBusy = false
  }
}

/** @param {Document} fresh */
function exchange(fresh) {
  const wall = fresh.getElementById("surface")
  // Another seat's page, or an error's: leave all as it is.
  if (wall?.dataset.seat !== seat) return
  const scroller = surface.querySelector(".wall")
  const [top, left] = [scroller?.scrollTop ?? 0, scroller?.scrollLeft ?? 0]
  const [note, cell] = [noteInFocus()?.value, cellInFocus()]
  surface.replaceChildren(...[...wall.children].map((child) => document.adoptNode(child)))
  Object.assign(surface.dataset, { seq: wall.dataset.seq, can: wall.dataset.can })
  for (const part of all("[data-kept]")) showOrHide(part, fresh.getElementById(part.id))
  for (const part of all("[data-redrawn]")) exchangePart(part, fresh.getElementById(part.id))
  exchangeStyles(fresh)
  announce("wall:redrawn")
  announce("notes:changed", knownIds())
  surface.querySelector(".wall")?.scrollTo({ top, left, behavior: "instant" })
  const again = note ? elementOf(note) : cell && listOf(cell)?.closest("td")
  if (again) focusOn(again)
}

/**
 * What people may be writing in is not exchanged, but there only while they may use it.
 * @param {HTMLElement} part
 * @param {HTMLElement | null} fresh
 */
function showOrHide(part, fresh) {
  const isThere = Boolean(fresh?.childElementCount)
  if (fresh && isThere && part.childElementCount === 0) {
    part.replaceChildren(...[...fresh.children].map((child) => document.adoptNode(child)))
  }
  part.hidden = !isThere
}

/**
 * @param {HTMLElement} part
 * @param {HTMLElement | null} fresh
 */
function exchangePart(part, fresh) {
  if (!fresh) return
  const dialog = part.closest("dialog[open]")
  if (dialog) {
    // A form that someone is writing in stays as it is until it is closed.
    dialog.addEventListener("close", ask, { once: true })
    return
  }
  const focused = part.contains(document.activeElement) ? document.activeElement?.id : ""
  const chosen = part instanceof HTMLSelectElement ? part.value : null
  const next = /** @type {HTMLElement} */ (document.adoptNode(fresh))
  part.replaceWith(next)
  if (chosen !== null && next instanceof HTMLSelectElement) {
    if ([...next.options].some((option) => option.value === chosen)) next.value = chosen
  }
  if (focused) document.getElementById(focused)?.focus()
}

/** @param {Document} fresh */
function exchangeStyles(fresh) {
  const held = byId("professions", HTMLLinkElement)
  const href = fresh.getElementById("professions")?.getAttribute("href")
  if (!href || href === held.getAttribute("href")) return
  const next = document.createElement("link")
  next.rel = "stylesheet"
  next.href = href
  held.after(next)
  // The old sheet stays until the new one is there: no note is without its colour.
  next.addEventListener("load", () => {
    held.remove()
    next.id = "professions"
  })
}
