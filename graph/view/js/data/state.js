/** What is selected and filtered, and its form in the address of the page. */
/** @import {How, Picture, State, Store} from "../types.js" */

/** @type {readonly Picture[]} */
export const TABS = ["board", "flow", "matrix", "timeline", "graph", "table"];

/** @type {Readonly<State>} */
export const START = Object.freeze({
  picture: "", node: null, claim: null, allegation: null, claims: [], until: null, hide: [], incident: "", dataset: "", status: "",
  layout: "free", near: "", from: "", to: "", open: [], all: false, fold: false, sort: "", find: "", zoom: "",
});

/**
 * @param {string} fragment  with or without its "#"
 * @returns {State}
 */
export function parseState(fragment) {
  const given = new URLSearchParams(fragment.replace(/^#/, ""));
  const text = (/** @type {string} */ key) => given.get(key) ?? "";
  const list = (/** @type {string} */ key) => text(key).split(" ").filter(Boolean);
  return {
    picture: TABS.find((name) => name === given.get("picture")) ?? "",
    node: given.get("node"),
    claim: given.get("claim"),
    allegation: given.get("allegation"),
    claims: list("claims"),
    until: /^\d{4}-\d\d-\d\d$/.test(text("until")) ? given.get("until") : null,
    hide: list("hide"),
    incident: text("incident"),
    dataset: text("dataset"),
    status: text("status"),
    layout: given.get("layout") === "sides" ? "sides" : "free",
    near: text("near"),
    from: text("from"),
    to: text("to"),
    open: list("open"),
    all: given.has("all"),
    fold: given.has("fold"),
    sort: /^-?[a-z]+$/.test(text("sort")) ? text("sort") : "",
    find: text("find"),
    zoom: /^-?\d+,-?\d+,[\d.]+$/.test(text("zoom")) ? text("zoom") : "",
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
    parts.push(`${key}=${encodeURIComponent(text).replace(/%2F/g, "/").replace(/%2C/g, ",").replace(/%20/g, "+")}`);
  }
  return parts.join("&");
}

/**
 * @param {State} initial
 * @returns {Store}
 */
export function createStore(initial) {
  let state = initial;
  /** @type {((state: State, before: State, how: How) => void)[]} */
  const listeners = [];
  return {
    get: () => state,
    set(change, how = "step") {
      const before = state;
      state = { ...state, ...change };
      for (const listener of listeners) listener(state, before, how);
    },
    subscribe(listener) {
      listeners.push(listener);
    },
  };
}

/**
 * A selection of one thing and of nothing else.
 * @param {"node"|"claim"|"allegation"|"claims"|null} what
 * @param {string|null} id  of several claims, with spaces between
 * @returns {Partial<State>}
 */
export function selecting(what, id) {
  return { node: null, claim: null, allegation: null, claims: [], from: "", to: "", ...(what ? { [what]: what === "claims" ? (id ?? "").split(" ") : id } : {}) };
}

/** @param {State} state */
export function selectionOf({ node, claim, allegation, claims, from, to }) {
  return [node, claim, allegation, claims.join(" "), from && to ? `${from} ${to}` : ""].join("|");
}

/** @param {State} state */
export function isSelected({ node, claim, allegation, claims, from, to }) {
  return Boolean(node || claim || allegation || claims.length || (from && to));
}
