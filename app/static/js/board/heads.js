// How high the heads of the columns are: long names take several lines, and what lies below them
// must know.

import { hear } from "../dom.js"
import { surface } from "./surface.js"

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
  if (height && wall instanceof HTMLElement) wall.style.setProperty("--head", `${height}px`)
}
