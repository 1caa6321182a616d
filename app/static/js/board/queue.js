// The order of own commands that have no answer yet. Pure: knows neither socket nor database.

/** @typedef {import("./types.js").Command} Command */

/** The most that goes into one frame; the server takes 500 messages and 256 KiB. */
const MOST_IN_A_FRAME = 60

export class Queue {
  constructor() {
    /** In the order in which they were given. @type {Map<string, Command>} */
    this.commands = new Map()
    /** Ids that went out over the connection that is open now. @type {Set<string>} */
    this.sent = new Set()
  }

  get size() {
    return this.commands.size
  }

  /** @param {Command} command */
  add(command) {
    this.commands.set(command.id, command)
  }

  /**
   * Take a command out because its answer is here. Undefined when it is not one of ours.
   * @param {string | null | undefined} id
   */
  settle(id) {
    const command = id ? this.commands.get(id) : undefined
    if (command) {
      this.commands.delete(command.id)
      this.sent.delete(command.id)
    }
    return command
  }

  /** What has not gone out yet, in frames. They count as sent from now on. */
  takeUnsent() {
    const unsent = [...this.commands.values()].filter((command) => !this.sent.has(command.id))
    for (const command of unsent) this.sent.add(command.id)
    /** @type {Command[][]} */
    const frames = []
    while (unsent.length > 0) frames.push(unsent.splice(0, MOST_IN_A_FRAME))
    return frames
  }

  /** A new connection: all is to be sent again. The server does each id once. */
  forgetSent() {
    this.sent.clear()
  }

  /**
   * One is to be sent again later.
   * @param {string} id
   */
  unsend(id) {
    this.sent.delete(id)
  }
}
