// The menu closes by itself.

import { on } from "../dom.js"

/** @param {boolean} giveFocusBack */
function close(giveFocusBack) {
  const menu = document.querySelector("details.menu[open]")
  if (!(menu instanceof HTMLDetailsElement)) return
  menu.open = false
  const summary = menu.querySelector("summary")
  if (giveFocusBack && summary) summary.focus()
}

document.addEventListener("pointerdown", (event) => {
  if (!(event.target instanceof Element && event.target.closest("details.menu"))) close(false)
})
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") close(true)
})
on("click", ".menu__list a, .menu__list button", () => close(false))
