// A command that was refused: the note goes back to where it was, and the reason is said.

import { announce, hear } from "../dom.js"
import { t } from "../words.js"
import { ask } from "./dialogs.js"
import { copyOf, glideTo } from "./glide.js"
import { askAbout } from "./guarding.js"
import { elementOf } from "./note_element.js"
import { submit } from "./outbox.js"
import { say } from "./status.js"

/** @typedef {import("./types.js").Command} Command */
/** @typedef {import("./types.js").Refused} Refused */

hear("command:refused", (/** @type {{ command?: Command, refused: Refused }} */ answer) => {
  const { command, refused } = answer
  if (!command) say(refused.reason)
  else if (refused.code === "personal_data" && refused.may_confirm) void confirm(command, refused)
  else if (refused.code === "conflict" && refused.field) void choose(command, refused)
  else {
    if (command.do === "note.move" && command.note) glideBack(command.note)
    say(refused.reason)
    announce("command:dropped", command)
  }
})

/**
 * @param {Command} command
 * @param {Refused} refused
 */
async function confirm(command, refused) {
  const isFine = await askAbout([refused.reason])
  if (isFine) submit({ ...order(command), confirmed: refused.types ?? [] })
  else announce("command:dropped", command)
}

/**
 * Two have written in the same text: neither is lost.
 * @param {Command} command
 * @param {Refused} refused
 */
async function choose(command, refused) {
  const field = refused.field ?? ""
  const mine = await ask({
    title: t("Someone else has changed the same text"),
    text: [twoTexts(t("Yours"), refused.yours ?? ""), twoTexts(t("Theirs"), refused.theirs ?? "")],
    yes: t("Keep mine"),
    no: t("Keep theirs"),
  })
  const { [field]: text, base: _, ...others } = order(command)
  const fields = mine ? { ...others, [field]: text } : others
  // What else was changed in the same go is kept either way.
  if (Object.keys(fields).some((name) => name !== "do" && name !== "note")) {
    submit(/** @type {import("./types.js").Order} */ (fields))
  }
}

/** @param {Command} command */
function order({ id: _, ...rest }) {
  return rest
}

/**
 * @param {string} name
 * @param {string} text
 */
function twoTexts(name, text) {
  const box = document.createElement("div")
  box.className = "two-texts"
  const head = document.createElement("strong")
  head.textContent = name
  const body = document.createElement("span")
  body.textContent = text
  box.append(head, body)
  return box
}

/** @param {string} id */
function glideBack(id) {
  const element = elementOf(id)
  if (!element) return
  const { copy, box } = copyOf(element)
  // Drawn in the next frame, where it was before; the copy follows it there.
  requestAnimationFrame(() => requestAnimationFrame(() => glideTo(copy, box, element)))
}
