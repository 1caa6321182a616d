// How high the heads of the columns are: long names take several lines, and what lies below them
// must know. The sheet knows the usual height; only another one is said, since every note would be
// looked at anew for it.

import { hear } from "../dom.js"
import { surface } from "./surface.js"

const SAME_WITHIN_PX = 3
/** The wall's scroll padding has room for the focus ring as well. */
const RING_PX = 6.4

const watcher = new ResizeObserver(measure)

watch()
hear("wall:redrawn", watch)

function watch() {
  watcher.disconnect()
  const head = surface.querySelector(".grid thead")
  if (head) watcher.observe(head)
}

/** @param {ResizeObserverEntry[]} entries */
function measure(entries) {
  const height = entries[0]?.borderBoxSize[0]?.blockSize
  const wall = surface.querySelector(".wall")
  if (!height || !(wall instanceof HTMLElement)) return
  const known = Number.parseFloat(getComputedStyle(wall).scrollPaddingTop) - RING_PX
  if (Math.abs(known - height) > SAME_WITHIN_PX) wall.style.setProperty("--head", `${height}px`)
}
