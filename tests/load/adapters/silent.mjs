// Silent writing tells the others of a change only that there was one, number seq. Which it was is
// known when its sender has heard, so what arrived is kept until then and counted here; the figures
// take the place of the harness' own in the line that it prints.

const PAUSE_MS = 250 // the harness pauses 300 ms after warming up, and never else
const at = process.argv.indexOf("--warm")
const WARM_MS = 1000 * (at < 0 ? 2 : Number(process.argv[at + 1]))

/** @param complain told of every message */
export function silent(adapter, changeIn, complain) {
  const tally = new Tally()
  const print = console.log
  console.log = (line) => print(JSON.stringify(tally.replace(JSON.parse(line))))
  return {
    ...adapter,
    echoIsAck: () => false,
    parse: () => null,
    control(c, buf) {
      const now = performance.now()
      for (const message of JSON.parse(buf.toString())) {
        complain(message)
        const change = changeIn(message)
        if (change) {
          c.acked(change[1])
          tally.named(c, message.seq, change)
        } else if (message.do === "hidden") tally.arrived(c, message.seq, now)
      }
    },
    move(c, o, s) {
      tally.sent(c, o, s)
      adapter.move(c, o, s)
    },
  }
}

class Tally {
  constructor() {
    this.changes = new Map() // "board seq" -> { change, arrivals: [[client, when]] }
    this.sentAt = new Map() // "board o s" -> when
    this.first = 0
    this.latest = 0
    this.from = Number.POSITIVE_INFINITY
  }

  sent(c, o, s) {
    const now = performance.now()
    this.first ||= now
    const warm = now - this.first > WARM_MS && now - this.latest > PAUSE_MS
    if (warm && this.from > now) this.from = now
    this.latest = now
    this.sentAt.set(`${c.bi} ${o} ${s}`, now)
  }

  named(c, seq, change) {
    const found = this.#at(c, seq)
    found.change = change
    for (const [client] of found.arrivals) this.#settle(client, change)
  }

  arrived(c, seq, when) {
    const found = this.#at(c, seq)
    found.arrivals.push([c, when])
    if (found.change) this.#settle(c, found.change)
  }

  /** The harness' line with what was really delivered. */
  replace(row) {
    if (row.failed) return row
    const times = this.#latencies()
    const sorted = Float64Array.from(times).sort()
    const q = (part) => {
      const value = sorted[Math.ceil(part * row.expected) - 1]
      return value === undefined ? null : Number(value.toFixed(2))
    }
    const delivered = sorted.length
    const fraction = Number((delivered / row.expected).toFixed(5))
    const cpu_s_per_M = delivered ? Number(((row.cpu_s / delivered) * 1e6).toFixed(2)) : null
    const deliveries_per_s = Math.round(delivered / row.wall)
    const whole = delivered === row.expected
    const times_ms = { p50: q(0.5), p95: q(0.95), p99: q(0.99), max: whole ? q(1) : null }
    return { ...row, delivered, fraction, ...times_ms, cpu_s_per_M, deliveries_per_s }
  }

  #at(c, seq) {
    const key = `${c.bi} ${seq}`
    let found = this.changes.get(key)
    if (!found) {
      found = { bi: c.bi, change: null, arrivals: [] }
      this.changes.set(key, found)
    }
    return found
  }

  #settle(c, [o, s]) {
    // The harness waits until everybody has the latest of each note.
    if (s > c.last[o]) c.last[o] = s
  }

  #latencies() {
    const times = []
    for (const { bi, change, arrivals } of this.changes.values()) {
      const sent = change && this.sentAt.get(`${bi} ${change[0]} ${change[1]}`)
      if (sent && sent >= this.from) for (const [, when] of arrivals) times.push(when - sent)
    }
    return times
  }
}
