// What an event does to the notes that are known. Pure: knows neither page nor socket.

/** @typedef {import("./types.js").Note} Note */
/** @typedef {import("./types.js").Patch} Patch */
/** @typedef {import("./types.js").Changes} Changes */

/** Collections that the server draws: when they change, the wall is asked for again. */
const DRAWN_BY_SERVER = ["board", "professions", "shifts", "grids", "columns", "rows"]

/**
 * Changes the map in place, and gives the ids of the notes that changed.
 * @param {Map<string, Note>} notes
 * @param {Changes} changes
 */
export function applyChanges(notes, changes) {
  const patches = changes.notes ?? {}
  for (const [id, patch] of Object.entries(patches)) applyPatch(notes, id, patch)
  return Object.keys(patches)
}

/**
 * Whether more than notes has changed.
 * @param {Changes} changes
 */
export function concernsWall(changes) {
  return DRAWN_BY_SERVER.some((name) => Object.keys(changes[name] ?? {}).length > 0)
}

/**
 * @param {Map<string, Note>} notes
 * @param {string} id
 * @param {Patch | null} patch
 */
function applyPatch(notes, id, patch) {
  if (patch === null || patch.deleted === true) {
    notes.delete(id)
    return
  }
  const { deleted: _, placements, ...fields } = patch
  const known = notes.get(id)
  if (known) {
    notes.set(id, { ...known, ...fields, placements: mergePlaces(known.placements, placements) })
  } else if ("number" in fields) {
    const whole = { id, ...fields, placements: mergePlaces({}, placements) }
    notes.set(id, /** @type {Note} */ (whole))
  }
  // Else it concerns something in the bin, or something not seen: pass over it.
}

/**
 * Grid by grid; null takes the note off that grid.
 * @param {Note["placements"]} held
 * @param {Patch["placements"]} patch
 */
function mergePlaces(held, patch) {
  if (!patch) return held
  const merged = { ...held }
  for (const [grid, place] of Object.entries(patch)) {
    if (place === null) delete merged[grid]
    else merged[grid] = place
  }
  return merged
}
