/** What is selected and filtered, and its form in the address of the page. */
/** @import {State, Store} from "../types.js" */

/** @type {Readonly<State>} */
export const START = Object.freeze({
  node: null, claim: null, allegation: null, until: null, hide: [], incident: "", dataset: "", status: "",
  layout: "free", from: "", to: "", open: [], all: false,
});

/**
 * @param {string} fragment  with or without its "#"
 * @returns {State}
 */
export function parseState(fragment) {
  const given = new URLSearchParams(fragment.replace(/^#/, ""));
  const list = (/** @type {string} */ key) => (given.get(key) ?? "").split(" ").filter(Boolean);
  return {
    node: given.get("node"),
    claim: given.get("claim"),
    allegation: given.get("allegation"),
    until: /^\d{4}-\d\d-\d\d$/.test(given.get("until") ?? "") ? given.get("until") : null,
    hide: list("hide"),
    incident: given.get("incident") ?? "",
    dataset: given.get("dataset") ?? "",
    status: given.get("status") ?? "",
    layout: given.get("layout") === "sides" ? "sides" : "free",
    from: given.get("from") ?? "",
    to: given.get("to") ?? "",
    open: list("open"),
    all: given.has("all"),
  };
}

/**
 * Only what differs from the start, so that addresses stay short.
 * @param {State} state
 */
export function formatState(state) {
  const parts = [];
  for (const [key, value] of Object.entries(state)) {
    if (value === null || value === "" || value === false || (key === "layout" && value === "free")) continue;
    if (Array.isArray(value) && !value.length) continue;
    const text = value === true ? "1" : Array.isArray(value) ? value.join(" ") : String(value);
    parts.push(`${key}=${encodeURIComponent(text).replace(/%2F/g, "/").replace(/%20/g, "+")}`);
  }
  return parts.join("&");
}

/**
 * @param {State} initial
 * @returns {Store}
 */
export function createStore(initial) {
  let state = initial;
  /** @type {((state: State) => void)[]} */
  const listeners = [];
  return {
    get: () => state,
    set(change) {
      state = { ...state, ...change };
      for (const listener of listeners) listener(state);
    },
    subscribe(listener) {
      listeners.push(listener);
    },
  };
}

/**
 * A selection of one thing and of nothing else.
 * @param {"node"|"claim"|"allegation"|null} what
 * @param {string|null} id
 * @returns {Partial<State>}
 */
export function selecting(what, id) {
  return { node: null, claim: null, allegation: null, ...(what ? { [what]: id } : {}) };
}
