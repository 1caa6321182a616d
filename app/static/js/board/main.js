// The wall first: once this has run, its notes can be dragged. All else follows a frame later, so that
// opening a board does not wait for it.

import { hear } from "../dom.js"
import "./drag.js"
import { take } from "./store.js"
import "./walk.js"

hear("message:event", take)
document.documentElement.dataset.scripted = ""
requestAnimationFrame(() => setTimeout(() => import("./later.js")))
