// What the server says of us and of the board as a whole.

import { announce, hear } from "../dom.js"
import { t } from "../words.js"
import { say } from "./status.js"
import { adopt } from "./store.js"
import { surface } from "./surface.js"

const PROTOCOL = 1

hear("message:welcome", ({ protocol, you }) => {
  if (protocol !== PROTOCOL) {
    say(t("There is a new version of Lappetavla. Reload the page."))
    return
  }
  const may = you.may.join(" ")
  if (may === surface.dataset.can) return
  surface.dataset.can = may
  announce("wall:changed")
})

hear("message:snapshot", (document) => {
  adopt(document)
  announce("wall:changed")
})
