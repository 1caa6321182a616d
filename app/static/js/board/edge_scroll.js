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
  const lot = surface.querySelector(".parking__cell")
  const inLot = lot?.parentElement && isOver(lot.parentElement, x, y)
  const scroller = inLot ? lot : surface.querySelector(".wall")
  if (!scroller || !isOver(scroller, x, y)) return
  const box = scroller.getBoundingClientRect()
  // The sticky heads lie over the wall's upper and left edge.
  const head = inLot ? 0 : heightOf(".grid thead")
  const side = inLot ? 0 : widthOf(".grid tbody th")
  const down = depth(y, box.top + head, box.bottom)
  const right = inLot ? 0 : depth(x, box.left + side, box.right)
  if (down || right) scroller.scrollBy({ top: down, left: right, behavior: "instant" })
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
  return surface.querySelector(selector)?.getBoundingClientRect().height ?? 0
}

/** @param {string} selector */
function widthOf(selector) {
  return surface.querySelector(selector)?.getBoundingClientRect().width ?? 0
}
