// All that can wait until the wall stands. The page works by its forms until then, and is said to be
// live only when all of it is here.

import { hear } from "../dom.js"
import { connect } from "./connection.js"
import { fetchGuard } from "./guarding.js"
import "./heads.js"
import "./keyboard.js"
import "./menu.js"
import "./move_dialog.js"
import "./new_note.js"
import "./note_dialog.js"
import { resumeKept } from "./outbox.js"
import "./redraw.js"
import "./refusals.js"
import { beWhole } from "./store.js"
import "./welcome.js"

connect()
void resumeKept()
// The full fields are needed when a note is opened.
const idle = window.requestIdleCallback ?? ((/** @type {() => void} */ act) => setTimeout(act, 300))
idle(() => void beWhole())
idle(() => void fetchGuard())
hear("connection:opened", () => idle(() => void beWhole()))
