// What can be read off the page as the server drew it: enough to move notes before the rest is known.

import { BLANK } from "./overlay.js"
import { cellOf, grid, surface } from "./surface.js"

/** @typedef {import("./types.js").Note} Note */

/** What the server drew, with ranks that only keep its order until the real ones are known. */
export function notesOnPage() {
  /** @type {Map<string, Note>} */
  const found = new Map()
  for (const list of surface.querySelectorAll(".cell")) {
    const { column, row } = cellOf(list)
    for (const button of list.querySelectorAll("button.note")) {
      if (!(button instanceof HTMLButtonElement)) continue
      const number = found.size
      const rank = String(number).padStart(6, "0")
      const placements = column && row ? { [grid]: { column, row, rank } } : {}
      found.set(button.value, {
        ...BLANK,
        id: button.value,
        number,
        placements,
        title: button.textContent ?? "",
        profession: button.dataset.profession ?? "",
        type: button.dataset.kind ?? "task",
        late: "late" in button.dataset,
      })
    }
  }
  return found
}
