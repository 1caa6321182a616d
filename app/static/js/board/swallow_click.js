// The browser makes a click of a drop; it must not open the note.

const CLICK_WITHIN_MS = 150

let isSwallowing = false

/** Let the click that belongs to this drop come to nothing. */
export function swallowNextClick() {
  isSwallowing = true
  setTimeout(stop, CLICK_WITHIN_MS)
}

function stop() {
  isSwallowing = false
}

document.addEventListener("pointerdown", stop, { capture: true })
document.addEventListener(
  "click",
  (event) => {
    // A click without a pointer is the keyboard's: Enter in a field, straight after a drop.
    if (!isSwallowing || event.detail === 0) return
    stop()
    event.preventDefault()
    event.stopPropagation()
  },
  { capture: true },
)
