import assert from "node:assert/strict"
import { test } from "node:test"

import * as patience from "../../app/static/js/board/patience.js"

const NOW = 1_000_000

test("a silent socket is asked for a sign of life, and replaced when none comes", () => {
  const { needOf, PING_AFTER_MS, DEAD_AFTER_MS } = patience
  assert.equal(needOf(NOW, NOW - PING_AFTER_MS + 1, null), "nothing")
  assert.equal(needOf(NOW, NOW - PING_AFTER_MS, null), "ping")
  const deadline = NOW + DEAD_AFTER_MS
  assert.equal(needOf(NOW + 1, NOW, deadline), "nothing")
  assert.equal(needOf(deadline + 1, NOW, deadline), "replace")
})

test("each try waits longer than the last, but never for minutes", () => {
  const waits = Array.from({ length: 12 }, (_, index) => patience.retryAfter(index + 1, 0.5))
  for (const [index, wait] of waits.entries()) assert.ok(wait >= (waits[index - 1] ?? 0))
  assert.ok((waits[0] ?? 0) < 1000)
  assert.ok((waits.at(-1) ?? 0) <= 20_000)
})

test("a room full of screens does not come back all at once", () => {
  const [soonest, latest] = [patience.retryAfter(6, 0), patience.retryAfter(6, 1)]
  assert.ok(soonest > 0)
  assert.ok(latest >= soonest * 2)
})
