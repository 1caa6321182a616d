import assert from "node:assert/strict"
import { test } from "node:test"

import { newId } from "../../app/static/js/board/ids.js"
import { Queue } from "../../app/static/js/board/queue.js"

/** @param {number} count */
function filled(count) {
  const queue = new Queue()
  for (let n = 1; n <= count; n++) queue.add({ id: `c${n}`, do: "note.create", title: `${n}` })
  return queue
}

/** @param {{ id: string }[][]} frames */
const idsIn = (frames) => frames.map((frame) => frame.map((command) => command.id))

test("commands go out once, in the order in which they were given", () => {
  const queue = filled(3)
  assert.deepEqual(idsIn(queue.takeUnsent()), [["c1", "c2", "c3"]])
  assert.deepEqual(queue.takeUnsent(), [])
  queue.add({ id: "c4", do: "note.delete" })
  assert.deepEqual(idsIn(queue.takeUnsent()), [["c4"]])
  assert.equal(queue.size, 4)
})

test("an answer takes its command out, and a second answer finds nothing", () => {
  const queue = filled(2)
  queue.takeUnsent()
  assert.equal(queue.settle("c1")?.title, "1")
  assert.equal(queue.settle("c1"), undefined)
  assert.equal(queue.settle("of another person"), undefined)
  assert.equal(queue.settle(null), undefined)
  assert.equal(queue.size, 1)
})

test("over a new connection all that has no answer goes out again, in the old order", () => {
  const queue = filled(3)
  queue.takeUnsent()
  queue.settle("c2")
  queue.add({ id: "c4", do: "note.delete" })
  queue.forgetSent()
  assert.deepEqual(idsIn(queue.takeUnsent()), [["c1", "c3", "c4"]])
})

test("one that was refused for a while goes out again by itself", () => {
  const queue = filled(3)
  queue.takeUnsent()
  queue.unsend("c2")
  assert.deepEqual(idsIn(queue.takeUnsent()), [["c2"]])
})

test("many commands are cut into frames that the server takes", () => {
  const frames = filled(1000).takeUnsent()
  assert.equal(frames.flat().length, 1000)
  assert.equal(frames.flat()[999]?.id, "c1000")
  for (const frame of frames) assert.ok(frame.length <= 500)
})

test("ids are version 4 UUIDs, as the server wants them, and never the same", () => {
  const ids = new Set(Array.from({ length: 1000 }, newId))
  assert.equal(ids.size, 1000)
  for (const id of ids) {
    assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  }
})
