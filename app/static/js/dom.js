// The few things that every behaviour does with the page.

/**
 * Listen on the document for events on what matches a selector, now or later.
 * @param {string} type
 * @param {string} selector
 * @param {(event: any, element: HTMLElement) => void} handle
 * @param {AddEventListenerOptions} [options]
 */
export function on(type, selector, handle, options) {
  document.addEventListener(
    type,
    (event) => {
      const target = event.target
      const element = target instanceof Element ? target.closest(selector) : null
      if (element instanceof HTMLElement) handle(event, element)
    },
    options,
  )
}

/**
 * Tell the other modules that something has happened.
 * @param {string} name
 * @param {any} [detail]
 */
export function announce(name, detail) {
  document.dispatchEvent(new CustomEvent(name, { detail }))
}

/**
 * Hear what other modules announce.
 * @param {string} name
 * @param {(detail: any) => void} handle
 */
export function hear(name, handle) {
  document.addEventListener(name, (event) => handle(/** @type {CustomEvent} */ (event).detail))
}

/**
 * Do something once the next frame has been drawn, so that what is seen does not wait for it.
 * @param {() => void} act
 */
export function afterFrame(act) {
  // A hidden page has no frames.
  if (document.visibilityState === "hidden") setTimeout(act)
  else requestAnimationFrame(() => setTimeout(act))
}

/**
 * The element with an id that the page always has.
 * @template {HTMLElement} T
 * @param {string} id
 * @param {new () => T} kind
 * @returns {T}
 */
export function byId(id, kind) {
  const element = document.getElementById(id)
  if (!(element instanceof kind)) throw new Error(`#${id} is missing`)
  return element
}

/**
 * The elements that match, as HTML elements.
 * @param {string} selector
 * @param {ParentNode} [root]
 * @returns {HTMLElement[]}
 */
export function all(selector, root = document) {
  return [...root.querySelectorAll(selector)].filter((found) => found instanceof HTMLElement)
}
