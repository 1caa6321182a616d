// The only module that knows the socket. It says what comes in as "message:<is>", and how it goes as
// "connection:changed": live, connecting, offline or ended.

import { announce } from "../dom.js"
import * as patience from "./patience.js"
import { lastSeq } from "./store.js"
import { board, seat, surface } from "./surface.js"

/** @typedef {"live" | "connecting" | "offline" | "ended"} State */

const NOT_ALLOWED = 4403
const TICK_MS = 1000

/** @type {WebSocket | null} */
let socket = null
/** @type {State} */
let state = "connecting"
let tries = 0
let heardAt = 0
/** @type {number | null} */
let deadline = null
let retryTimer = 0
let tickedAt = Date.now()

/** Open the socket, and keep one open from now on. */
export function connect() {
  open()
  setInterval(tick, TICK_MS)
  addEventListener("online", () => probe())
  addEventListener("offline", () => change("offline"))
  addEventListener("pageshow", (event) => event.persisted && probe())
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") probe()
  })
}

/**
 * Send messages as one frame. False when there is no open socket.
 * @param {object[]} messages
 */
export function send(messages) {
  if (state !== "live" || socket?.readyState !== WebSocket.OPEN) return false
  socket.send(JSON.stringify(messages))
  return true
}

function open() {
  clearTimeout(retryTimer)
  drop()
  change(navigator.onLine ? "connecting" : "offline")
  const scheme = location.protocol === "https:" ? "wss" : "ws"
  const query = new URLSearchParams({
    since: String(lastSeq()),
    seat,
    locale: surface.dataset.locale ?? "",
  })
  const fresh = new WebSocket(`${scheme}://${location.host}/api/boards/${board}/live?${query}`)
  socket = fresh
  deadline = Date.now() + patience.CONNECT_WITHIN_MS
  fresh.onmessage = (event) => fresh === socket && receive(event.data)
  fresh.onclose = (event) => fresh === socket && closed(event.code)
}

/** @param {string} text */
function receive(text) {
  heardAt = Date.now()
  deadline = null
  /** @type {{ is: string }[]} */
  const messages = JSON.parse(text)
  for (const message of messages) {
    if (message.is === "welcome") {
      tries = 0
      change("live")
      announce("message:welcome", message)
      announce("connection:opened")
    } else {
      if (state === "offline") back()
      announce(`message:${message.is}`, message)
    }
  }
}

/** The network came back, and the socket had not noticed. */
function back() {
  change("live")
  announce("connection:opened")
}

/** @param {number} code */
function closed(code) {
  socket = null
  deadline = null
  if (code === NOT_ALLOWED) {
    change("ended")
    return
  }
  tries += 1
  change(navigator.onLine ? "connecting" : "offline")
  retryTimer = window.setTimeout(open, patience.retryAfter(tries, Math.random()))
}

function drop() {
  const old = socket
  socket = null
  deadline = null
  old?.close()
}

function tick() {
  const now = Date.now()
  const hasSlept = now - tickedAt > patience.SLEPT_AFTER_MS + TICK_MS
  tickedAt = now
  if (state === "ended" || !socket) return
  if (hasSlept) {
    probe()
    return
  }
  const need = patience.needOf(now, heardAt, deadline)
  if (need === "ping") ask(patience.DEAD_AFTER_MS)
  if (need === "replace") {
    drop()
    closed(0)
  }
}

/** Is the socket still alive? Ask, and take a new one if there is no answer soon. */
function probe() {
  if (state === "ended") return
  if (socket?.readyState === WebSocket.OPEN) ask(patience.ANSWER_WITHIN_MS)
  else if (socket?.readyState !== WebSocket.CONNECTING) open()
}

/** @param {number} within */
function ask(within) {
  deadline = Date.now() + within
  socket?.send(JSON.stringify([{ do: "ping" }]))
}

/** @param {State} next */
function change(next) {
  if (state === next && next !== "connecting") return
  state = next
  announce("connection:changed", { state, tries })
}
