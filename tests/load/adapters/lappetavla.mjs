// How the shared harness starts this server and speaks to it (ADAPTERS_DIR is this folder).
//
//   lappetavla           note.move between cells, an SQLite file, one worker
//   lappetavla:edit      note.edit of the title instead
//   lappetavla:silent    the board in silent writing: others get only `hidden` (see silent.mjs)
//   lappetavla:pg        the database and broker that LAPPETAVLA_DATABASE_URL and
//                        LAPPETAVLA_BROKER_URL name
//   lappetavla:pg:WORKERS=2
//
// Every active client makes a note of its own and then changes it; change number s of client o has
// the command id "x<o>.<s>", which everybody's event carries.

import { randomBytes } from "node:crypto"
import { readFileSync } from "node:fs"
import path from "node:path"
import { silent } from "./silent.mjs"

const ROOT = path.resolve(import.meta.dirname, "../../..")
const PYTHON = process.env.LAPPETAVLA_PYTHON ?? `${ROOT}/.venv/bin/python`
const variant = flag("adapter", "").split(":").slice(1)
const edits = variant.includes("edit")
const workers = variant.find((part) => part.startsWith("WORKERS="))?.slice("WORKERS=".length)
// New for each run: an id may not be there already in a database that is used again.
const RUN = randomBytes(4).toString("hex")

let places = ""
/** What tests.load.prepared.py made, board by board. */
let made = null

function flag(name, otherwise) {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? otherwise : process.argv[at + 1]
}

function server({ port, dir }) {
  places = `${dir}/boards.json`
  const boards = ["--boards", flag("boards", "1"), "--people", flag("n", "100")]
  const state = variant.includes("silent") ? ["--state", "silent"] : []
  const many = workers ? ["--workers", workers] : []
  const own = variant.includes("pg") ? {} : { LAPPETAVLA_DATABASE_URL: `sqlite:///${dir}/board.db` }
  return {
    cmd: [PYTHON, "-m", "tests.load.prepared", places, "--port", port, ...boards, ...state, ...many],
    cwd: ROOT,
    env: { LAPPETAVLA_SECRET: "a secret for the load only", ...own },
  }
}

function boardOf(c) {
  made ??= JSON.parse(readFileSync(places, "utf8"))
  return made[c.bi]
}

const hex = (number, digits) => number.toString(16).padStart(digits, "0")
const noteOf = (c) => `${RUN}-${hex(c.bi, 4)}-4000-8000-${hex(c.obj, 12)}`

/** Where change s of note o goes: another column each time, another row now and then. */
function cellOf(board, o, s) {
  const { columns, rows } = board
  return { column: columns[(o + s) % columns.length], row: rows[(o + (s >> 3)) % rows.length] }
}

function create(c) {
  const board = boardOf(c)
  const { column, row } = cellOf(board, c.obj, 0)
  const fields = { title: "Morgenstell", profession: board.profession, grid: board.grid }
  const order = { id: `new${c.obj}`, do: "note.create", note: noteOf(c), ...fields, column, row }
  c.send(JSON.stringify([order]))
}

function handshake(c, buf) {
  for (const message of JSON.parse(buf.toString())) {
    if (message.is === "refused") throw new Error(`refused: ${message.code} ${message.reason}`)
    if (message.is === "welcome") c.active ? create(c) : c.ready()
    if (message.id !== `new${c.obj}`) continue
    // Those who come later need not be told of it.
    boardOf(c).seq = Math.max(boardOf(c).seq, message.seq)
    c.note = noteOf(c)
    c.ready()
  }
}

function move(c, o, s) {
  const board = boardOf(c)
  const { column, row } = cellOf(board, o, s)
  const what = edits
    ? `"do":"note.edit","title":"Morgenstell, runde ${s}"`
    : `"do":"note.move","grid":"${board.grid}","column":"${column}","row":"${row}"`
  c.send(`[{"id":"x${o}.${s}","note":"${c.note}",${what}}]`)
}

/** The change that a message tells of, as [o, s], or null. */
export function changeIn(message) {
  if (message.is !== "event" || message.id?.[0] !== "x") return null
  const [o, s] = message.id.slice(1).split(".")
  return [Number(o), Number(s)]
}

let complained = false
/** Said once: what was refused is missing in what was delivered. */
export function complain(message) {
  if (message.is !== "refused" || complained) return
  complained = true
  console.error(`refused: ${JSON.stringify(message)}`)
}

function parse(buf) {
  const found = []
  for (const message of JSON.parse(buf.toString())) {
    complain(message)
    const change = changeIn(message)
    if (change) found.push(...change)
  }
  return found.length ? found : null
}

const adapter = {
  server,
  path: (c) => `/api/boards/${boardOf(c).id}/live?since=${boardOf(c).seq}`,
  headers: (c) => ({ Authorization: `Bearer ${boardOf(c).tokens[c.i]}` }),
  open() {},
  handshake,
  move,
  parse,
}

export default variant.includes("silent") ? silent(adapter, changeIn, complain) : adapter
