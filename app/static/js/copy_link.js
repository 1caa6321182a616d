// Buttons that copy the text field before them. Without a script one marks and copies by hand.

import { on } from "./dom.js"

const SHOWN_MS = 2000

on("click", "[data-copies]", async (_event, button) => {
  const field = button.previousElementSibling
  if (!(field instanceof HTMLInputElement)) return
  field.select()
  if (await copied(field.value)) confirmOn(button)
})

/**
 * Whether it is on the clipboard. On plain http there is no clipboard for scripts, so the selected
 * text is copied as by Ctrl+C.
 * @param {string} text
 */
async function copied(text) {
  if (!navigator.clipboard) return document.execCommand("copy")
  return navigator.clipboard.writeText(text).then(
    () => true,
    () => false,
  )
}

/** @param {HTMLElement} button */
function confirmOn(button) {
  const status = document.getElementById("copied")
  if (status) status.textContent = button.dataset.copied ?? ""
  button.dataset.done = ""
  setTimeout(() => {
    delete button.dataset.done
    if (status) status.textContent = ""
  }, SHOWN_MS)
}
