// Own commands on their way: shown at once, kept on the device, sent when there is a connection, and
// settled or taken back by the server's answer.

import { afterFrame, announce, hear } from "../dom.js"
import { send } from "./connection.js"
import { newId } from "./ids.js"
import { forget, keep, keptFor } from "./kept.js"
import { Queue } from "./queue.js"
import { addWaiting, removeWaiting } from "./store.js"
import { seat } from "./surface.js"

/** @typedef {import("./types.js").Command} Command */
/** @typedef {import("./types.js").Order} Order */
/** @typedef {import("./types.js").Refused} Refused */
/** @typedef {import("./types.js").BoardEvent} BoardEvent */

const RETRY_AFTER_MS = 2000
const ANSWER_WITHIN_MS = 10_000
/** Refusals that pass by themselves. */
const PASSING = new Set(["too_many", "unavailable"])

const queue = new Queue()
/** Counts on from the clock, so that what is kept has its order, across pages too. */
let given = Date.now()

/**
 * Do something to the board. It is seen at once; the answer comes as "command:settled" or
 * "command:refused".
 * @param {Order} order
 * @returns {Command}
 */
export function submit(order) {
  const [command] = submitAll([order])
  return /** @type {Command} */ (command)
}

/**
 * Several at once, in one frame.
 * @param {Order[]} orders
 * @returns {Command[]}
 */
export function submitAll(orders) {
  const commands = orders.map((order) => ({ ...order, id: newId() }))
  for (const command of commands) {
    enqueue(command)
    // At once: the page may be closed in the next moment.
    void keepWaiting(command)
  }
  afterFrame(flush)
  return commands
}

/** @param {Command} command */
async function keepWaiting(command) {
  given += 1
  announce("command:kept", await keep(seat, given, command))
}

/** How many changes have no answer yet. */
export function waitingCount() {
  return queue.size
}

/** Send again what an earlier page of this seat could not. */
export async function resumeKept() {
  for (const command of await keptFor(seat)) enqueue(command)
  flush()
}

/** @param {Command} command */
function enqueue(command) {
  if (queue.commands.has(command.id)) return
  queue.add(command)
  addWaiting(command)
  announce("outbox:changed")
}

function flush() {
  for (const frame of queue.takeUnsent()) {
    if (send(frame)) setTimeout(() => sendAgain(frame), ANSWER_WITHIN_MS)
    else for (const command of frame) queue.unsend(command.id)
  }
}

/**
 * What has had no answer is sent once more: the server does each id once, and answers again.
 * @param {Command[]} frame
 */
function sendAgain(frame) {
  for (const command of frame) queue.unsend(command.id)
  flush()
}

/** @param {string | null | undefined} id */
function settle(id) {
  const command = queue.settle(id)
  if (!command) return undefined
  void forget(seat, command.id)
  removeWaiting(command)
  announce("outbox:changed")
  return command
}

hear("connection:opened", () => {
  queue.forgetSent()
  flush()
})

hear("message:event", (/** @type {BoardEvent} */ event) => {
  const command = settle(event.id)
  if (command) announce("command:settled", { command, event })
})

hear("message:refused", (/** @type {Refused} */ refused) => {
  if (refused.id && PASSING.has(refused.code) && queue.commands.has(refused.id)) {
    queue.unsend(refused.id)
    setTimeout(flush, RETRY_AFTER_MS)
    return
  }
  announce("command:refused", { command: settle(refused.id), refused })
})
