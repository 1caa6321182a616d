// The copy of a note that leaves its cell: under the hand while it is dragged, and back to where it
// came from when a move was refused. A cell cuts off what leaves it, so it lies in the top layer.

const GLIDE_MS = 260

/**
 * A copy of a note in the top layer, over the note itself.
 * @param {HTMLElement} note
 */
export function copyOf(note) {
  const box = note.getBoundingClientRect()
  const copy = document.createElement("div")
  copy.className = "note-copy"
  copy.popover = "manual"
  const paper = /** @type {HTMLElement} */ (note.cloneNode(true))
  for (const name of ["dragging", "lifted", "held"]) delete paper.dataset[name]
  paper.removeAttribute("name")
  paper.tabIndex = -1
  copy.setAttribute("aria-hidden", "true")
  copy.inert = true
  copy.append(paper)
  copy.style.setProperty("--width", `${box.width}px`)
  document.body.append(copy)
  copy.showPopover()
  moveCopy(copy, box.left, box.top)
  return { copy, box }
}

/**
 * @param {HTMLElement} copy
 * @param {number} x
 * @param {number} y
 */
export function moveCopy(copy, x, y) {
  copy.style.setProperty("--x", `${Math.round(x)}px`)
  copy.style.setProperty("--y", `${Math.round(y)}px`)
}

/**
 * Let a copy glide from one place to a note's, and vanish there.
 * @param {HTMLElement} copy
 * @param {DOMRect} from
 * @param {HTMLElement} note
 */
export function glideTo(copy, from, note) {
  const to = note.getBoundingClientRect()
  const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches
  if (isStill || to.width === 0) {
    copy.remove()
    return
  }
  copy.dataset.gliding = ""
  const way = copy.animate(
    [{ translate: `${from.left}px ${from.top}px` }, { translate: `${to.left}px ${to.top}px` }],
    { duration: GLIDE_MS, easing: "ease-out", fill: "forwards" },
  )
  way.finished.catch(() => {}).finally(() => copy.remove())
}
