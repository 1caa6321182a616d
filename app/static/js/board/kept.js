// Waiting commands in IndexedDB, one record each: they outlive the page and the browser.
// localStorage lost the last second of them when a browser was killed.

/** @typedef {import("./types.js").Command} Command */

const STORE = "commands"

/** @type {Promise<IDBDatabase | null> | undefined} */
let opening

/** The database, or null where the browser gives none: then a waiting change lives with its page. */
function database() {
  opening ??= new Promise((resolve) => {
    const request = indexedDB.open("lappetavla", 1)
    request.onupgradeneeded = () => request.result.createObjectStore(STORE)
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => resolve(null)
    request.onblocked = () => resolve(null)
  })
  return opening
}

/**
 * Keep a command. True once it is really on this device.
 * @param {string} seat
 * @param {number} order
 * @param {Command} command
 */
export async function keep(seat, order, command) {
  return change((store) => store.put({ order, command }, [seat, command.id]))
}

/**
 * Forget it: its answer has come.
 * @param {string} seat
 * @param {string} id
 */
export async function forget(seat, id) {
  return change((store) => store.delete([seat, id]))
}

/**
 * A seat's commands, in order. A second tab of the same seat may send them too: each is done once.
 * @param {string} seat
 * @returns {Promise<Command[]>}
 */
export async function keptFor(seat) {
  const open = await database()
  if (!open) return []
  return new Promise((resolve) => {
    const range = IDBKeyRange.bound([seat, ""], [seat, "\uffff"])
    const request = open.transaction(STORE).objectStore(STORE).getAll(range)
    request.onerror = () => resolve([])
    request.onsuccess = () => {
      /** @type {{ order: number, command: Command }[]} */
      const records = request.result
      resolve(records.sort((a, b) => a.order - b.order).map((record) => record.command))
    }
  })
}

/**
 * @param {(store: IDBObjectStore) => void} act
 * @returns {Promise<boolean>}
 */
async function change(act) {
  const open = await database()
  if (!open) return false
  return new Promise((resolve) => {
    const transaction = open.transaction(STORE, "readwrite")
    transaction.oncomplete = () => resolve(true)
    transaction.onabort = () => resolve(false)
    transaction.onerror = () => resolve(false)
    act(transaction.objectStore(STORE))
  })
}
