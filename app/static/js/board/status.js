// What the page says: one status region that stands there from the start, and how the connection is.

import { byId, hear } from "../dom.js"
import { t, tn } from "../words.js"
import { waitingCount } from "./outbox.js"

const SHOWN_FOR_MS = 6000

const region = byId("status", HTMLElement)
const line = byId("connection", HTMLElement)
/** @type {"live" | "connecting" | "offline" | "ended"} */
let state = "connecting"
let isLate = false
let isKept = true
let timer = 0

/**
 * Say a sentence, to the eye and to the ear.
 * @param {string} sentence
 * @param {HTMLElement} [offer] a button that goes with it
 */
export function say(sentence, offer) {
  region.replaceChildren(sentence, ...(offer ? [" ", offer] : []))
  delete region.dataset.quiet
  clearTimeout(timer)
  // Faded, not emptied: who reads slowly with a screen reader can still go there.
  timer = window.setTimeout(() => quieten(sentence), SHOWN_FOR_MS)
}

/** @param {string} sentence */
function quieten(sentence) {
  // Not from under the focus.
  if (region.contains(document.activeElement)) {
    timer = window.setTimeout(() => quieten(sentence), SHOWN_FOR_MS)
    return
  }
  region.dataset.quiet = ""
  region.replaceChildren(sentence)
}

/** Say how the connection is, in words. */
export function showConnection() {
  line.hidden = state === "connecting" && !isLate
  line.dataset.state = state
  line.textContent = words()
}

function words() {
  const n = waitingCount()
  if (state === "live")
    return n > 0 && isLate
      ? tn("%(n)s change on its way", "%(n)s changes on their way", n)
      : t("Live")
  if (state === "ended") return t("You no longer have access")
  const what = state === "offline" ? t("Offline") : t("Reconnecting …")
  if (n === 0) return what
  const kept = isKept
    ? tn("%(n)s change is saved on this device", "%(n)s changes are saved on this device", n)
    : tn("%(n)s change is waiting in this window", "%(n)s changes are waiting in this window", n)
  return `${what} · ${kept}`
}

hear("connection:changed", (change) => {
  const was = state
  state = change.state
  isLate = state !== "live" && (change.tries > 0 || state !== "connecting")
  if (state === "live" && was === "offline") say(t("The connection is back."))
  if (state === "offline" && was !== "offline") {
    say(t("No connection. Go on working: your changes are sent when it is back."))
  }
  showConnection()
})
hear("outbox:changed", showConnection)
hear("command:kept", (/** @type {boolean} */ kept) => {
  isKept = kept
  showConnection()
})

if (region.textContent) say(region.textContent)
