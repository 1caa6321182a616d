// The wall, live. Each behaviour is a module of its own; they speak by events on the document.

import { connect } from "./connection.js"
import "./drag.js"
import "./heads.js"
import { fetchGuard } from "./guarding.js"
import "./keyboard.js"
import "./menu.js"
import "./move_dialog.js"
import "./new_note.js"
import "./note_dialog.js"
import { hear } from "../dom.js"
import { resumeKept } from "./outbox.js"
import "./redraw.js"
import "./refusals.js"
import { beWhole, take } from "./store.js"
import "./welcome.js"

hear("message:event", take)
connect()
void resumeKept()
// The full fields are needed when a note is opened; they can wait until the page stands.
const idle = window.requestIdleCallback ?? ((/** @type {() => void} */ act) => setTimeout(act, 300))
idle(() => void beWhole())
idle(() => void fetchGuard())
hear("connection:opened", () => idle(() => void beWhole()))
