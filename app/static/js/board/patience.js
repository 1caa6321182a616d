// When to ask for a sign of life, when to give up, when to try again. Pure.

export const PING_AFTER_MS = 15_000
export const DEAD_AFTER_MS = 10_000
export const CONNECT_WITHIN_MS = 5_000
export const ANSWER_WITHIN_MS = 2_000
/** A timer that is this late has slept: the socket may be dead and not know it. */
export const SLEPT_AFTER_MS = 5_000

const FIRST_RETRY_MS = 500
const LONGEST_RETRY_MS = 20_000

/**
 * How long to wait before the next try: longer each time, and not all screens at once.
 * @param {number} tries how many have failed in a row
 * @param {number} chance from 0 to 1
 */
export function retryAfter(tries, chance) {
  const longest = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.max(0, tries - 1))
  return longest / 2 + (longest / 2) * chance
}

/**
 * What an open socket needs now.
 * @param {number} now
 * @param {number} heardAt when anything last came in
 * @param {number | null} deadline until when a sign of life was asked for
 * @returns {"nothing" | "ping" | "replace"}
 */
export function needOf(now, heardAt, deadline) {
  if (deadline !== null) return now > deadline ? "replace" : "nothing"
  return now - heardAt >= PING_AFTER_MS ? "ping" : "nothing"
}
