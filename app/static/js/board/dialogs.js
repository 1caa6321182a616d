// The page's dialogs: opened, asked, answered.

import { byId, on } from "../dom.js"

const dialog = byId("ask-dialog", HTMLDialogElement)
const title = byId("ask-dialog-title", HTMLElement)
const text = byId("ask-dialog-text", HTMLElement)
const yes = byId("ask-dialog-yes", HTMLButtonElement)
const no = byId("ask-dialog-no", HTMLButtonElement)

/**
 * Show a dialog, and wait for the value of the button that closes it; Esc gives an empty text.
 * @param {HTMLDialogElement} shown
 * @returns {Promise<string>}
 */
export function openDialog(shown) {
  return new Promise((resolve) => {
    shown.returnValue = ""
    shown.addEventListener("close", () => resolve(shown.returnValue), { once: true })
    shown.showModal()
  })
}

/**
 * A question with two answers. One at a time: a second one waits for the first.
 * @param {{ title: string, text: (string | HTMLElement)[], yes: string, no: string }} question
 * @returns {Promise<boolean>}
 */
export function ask(question) {
  asking = asking.then(() => askNow(question))
  return asking
}

/** @type {Promise<boolean>} */
let asking = Promise.resolve(false)

/** @param {{ title: string, text: (string | HTMLElement)[], yes: string, no: string }} question */
async function askNow(question) {
  title.textContent = question.title
  text.replaceChildren(
    ...question.text.map((part) => (part instanceof HTMLElement ? part : line(part))),
  )
  yes.textContent = question.yes
  no.textContent = question.no
  return (await openDialog(dialog)) === "yes"
}

/** @param {string} sentence */
function line(sentence) {
  const paragraph = document.createElement("p")
  paragraph.className = "ds-paragraph"
  paragraph.textContent = sentence
  return paragraph
}

/** The list of keys. */
export function openKeys() {
  void openDialog(byId("keys-dialog", HTMLDialogElement))
}

on("click", "[data-opens='keys']", openKeys)
