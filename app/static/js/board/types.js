// What is on the wire, as types. docs/protocol.md says it in words.

/** @typedef {{ column: string, row: string, rank: string }} Place */
/**
 * @typedef {object} Note
 * @property {string} id
 * @property {number} number
 * @property {string} title
 * @property {string} profession
 * @property {string} type
 * @property {string | null} obligation
 * @property {number | null} start
 * @property {number | null} duration
 * @property {string | null} shift
 * @property {string[] | string} days
 * @property {string} frequency
 * @property {string} place
 * @property {string} need
 * @property {string} competence
 * @property {string} description
 * @property {boolean} late
 * @property {Record<string, Place>} placements
 */
/** @typedef {Partial<Omit<Note, "placements">> & { placements?: Record<string, Place | null>, deleted?: boolean }} Patch */
/** @typedef {Record<string, Record<string, Patch | null>>} Changes */
/** @typedef {{ is: "event", seq: number, id?: string, do: string, changes?: Changes }} BoardEvent */
/** @typedef {{ seq: number, notes: Note[] }} BoardDocument */
/**
 * @typedef {{ do: string, note?: string, grid?: string, column?: string | null, row?: string | null,
 *   before?: string | null, confirmed?: string[], [field: string]: unknown }} Order
 */
/** An order that has been given. @typedef {Order & { id: string }} Command */
/**
 * @typedef {{ is: "refused", id: string | null, code: string, reason: string, types?: string[],
 *   may_confirm?: boolean, field?: string, yours?: string, theirs?: string }} Refused
 */
/** Where a note is to be seen: null column and row are the parking lot. */
/** @typedef {{ column: string | null, row: string | null }} Cell */
/** A note as it is to be seen, own waiting commands included. @typedef {Note & Cell & Seen} View */
/** @typedef {{ rank: string, moved: boolean, before: string | null, waiting: boolean }} Seen */

export {}
