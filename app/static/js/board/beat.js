// When to draw: once a frame, however much has come in; and at a slower beat when very much does.

import { surface } from "./surface.js"

/** Above this many changes a second, drawing every frame costs more than it shows. */
const BUSY_PER_S = 200
const BUSY_BEAT_MS = 100

let isPlanned = false
let heard = 0
let since = 0

/**
 * Call `act` once, soon. A hand that holds a note is not kept waiting.
 * @param {() => void} act
 * @param {number} [changes] how many have just come in
 */
export function plan(act, changes = 0) {
  count(changes)
  if (isPlanned) return
  isPlanned = true
  const flush = () => {
    isPlanned = false
    act()
  }
  const isBusy = heard > BUSY_PER_S && !surface.dataset.dragging
  // A hidden page has no frames.
  if (isBusy || document.visibilityState === "hidden") setTimeout(flush, BUSY_BEAT_MS)
  else requestAnimationFrame(flush)
}

/** @param {number} changes */
function count(changes) {
  const now = performance.now()
  if (now - since > 1000) {
    since = now
    heard = 0
  }
  heard += changes
}
