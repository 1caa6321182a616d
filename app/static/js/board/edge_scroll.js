// Near an edge the wall scrolls under the hand, faster the nearer.

import { surface } from "./surface.js"

const EDGE_PX = 48
const FASTEST_PX = 14

/**
 * One step of it; called in the frame that also looks for the target.
 * @param {number} x
 * @param {number} y
 */
export function scrollAtEdge(x, y) {
  const page = document.scrollingElement
  if (page && page.scrollHeight > innerHeight + 1) {
    // On a phone the page itself scrolls, below the field for new notes.
    const down = depth(y, heightOf(".new-note"), innerHeight)
    if (down) page.scrollBy({ top: down, behavior: "instant" })
    return
  }
  const lot = surface.querySelector(".parking")
  if (lot && isOver(lot, x, y)) {
    const list = lot.querySelector(".parking__cell")
    const box = lot.getBoundingClientRect()
    list?.scrollBy({ top: depth(y, box.top, box.bottom), behavior: "instant" })
    return
  }
  const wall = surface.querySelector(".wall")
  if (!wall || !isOver(wall, x, y)) return
  const box = wall.getBoundingClientRect()
  // The sticky heads lie over the wall's upper and left edge.
  const top = depth(y, box.top + heightOf(".grid thead"), box.bottom)
  const left = depth(x, box.left + widthOf(".grid tbody th"), box.right)
  if (top || left) wall.scrollBy({ top, left, behavior: "instant" })
}

/**
 * How far to scroll: from nothing at 48 pixels to the most at the edge itself.
 * @param {number} at
 * @param {number} from
 * @param {number} to
 */
function depth(at, from, to) {
  const before = EDGE_PX - (at - from)
  const after = EDGE_PX - (to - at)
  if (before > 0) return -Math.ceil(Math.min(1, before / EDGE_PX) * FASTEST_PX)
  if (after > 0) return Math.ceil(Math.min(1, after / EDGE_PX) * FASTEST_PX)
  return 0
}

/**
 * @param {Element} element
 * @param {number} x
 * @param {number} y
 */
function isOver(element, x, y) {
  const box = element.getBoundingClientRect()
  return x >= box.left && x <= box.right && y >= box.top && y <= box.bottom
}

/** @param {string} selector */
function heightOf(selector) {
  return document.querySelector(selector)?.getBoundingClientRect().height ?? 0
}

/** @param {string} selector */
function widthOf(selector) {
  return document.querySelector(selector)?.getBoundingClientRect().width ?? 0
}
