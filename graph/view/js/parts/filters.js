/** The legend, which is also the filter. */
/** @import {Model, Scene, State, Store} from "../types.js" */
import { fill, make } from "./dom.js";
import { statusAt } from "../data/model.js";
import { passes } from "../data/scene.js";
import { nodeSwatch, swatch } from "./swatch.js";
import { capital, counted } from "../words/words.js";

/**
 * @param {Element} element
 * @param {Model} model
 * @param {Store} store
 */
export function createFilters(element, model, store) {
  const kinds = [...Object.keys(model.data.acts), "allegation"].map((kind) => kindRow(kind, model, store)).filter((row) => row !== null);
  const incidents = [...model.nodes.values()].filter((node) => node.type === "incident");
  const choices = [
    choice("incident", "Incident", incidents.map((node) => [node.id, node.label]), store),
    choice("status", "Status", [...new Set(model.data.allegations.flatMap((item) => [item.status, ...(item.history ?? []).map(([, label]) => label)]))].sort().map((label) => [label, label]), store),
    choice("dataset", "Data set", model.data.datasets.map((name) => [name, name]), store),
  ].filter((item) => item !== null);
  const reset = make("button", { type: "button", class: "more", click: () => store.set({ hide: [], incident: "", status: "", dataset: "", until: null }) }, "Clear filters");
  fill(
    element,
    make("h2", {}, "Lines"),
    make("ul", { class: "kinds" }, ...kinds.map((row) => row.element)),
    make("h2", {}, "Signs"),
    make("ul", { class: "signs" }, ...signs(model)),
    make("h2", { class: "only" }, "Show only"),
    ...choices.map((item) => item.element),
    reset,
  );
  return {
    /** @param {State} state */
    update(state) {
      for (const row of kinds) row.update(state);
      for (const item of choices) item.update(state);
      reset.hidden = !(state.hide.length || state.incident || state.status || state.dataset || state.until !== null);
    },
  };
}

/**
 * @param {string} kind  an act, or "allegation"
 * @param {Model} model
 * @param {Store} store
 */
function kindRow(kind, model, store) {
  const present = kind === "allegation" ? model.data.allegations.length : model.data.claims.some((claim) => claim.act === kind);
  if (!present) return null;
  const { name, says, look } = kind === "allegation" ? ALLEGATION : model.data.acts[kind];
  const box = make("input", { type: "checkbox" });
  const count = make("span", { class: "count" });
  box.addEventListener("change", () => {
    const hide = store.get().hide.filter((other) => other !== kind);
    store.set({ hide: box.checked ? hide : [...hide, kind] });
  });
  /** @param {State} state */
  const update = (state) => {
    box.checked = !state.hide.includes(kind);
    const shown = { ...state, hide: [] };
    const number = kind === "allegation"
      ? model.data.allegations.filter((allegation) => statusAt(allegation, state.until) !== "unasserted").length
      : model.data.claims.reduce((sum, claim) => sum + Number(claim.act === kind && passes(claim, model, shown)), 0);
    fill(count, number.toLocaleString("en-GB"));
  };
  return { element: make("li", {}, make("label", { title: says }, box, swatch(look), make("span", {}, name), count)), update };
}

const ALLEGATION = { name: "Allegation", says: "ties an accused to an incident, with the status", look: /** @type {const} */ ("allegation") };

/** @param {Model} model */
function signs(model) {
  const kinds = new Set(model.data.nodes.map((node) => node.kind));
  const withdrawn = model.data.claims.some((claim) => claim.takenBack);
  /** @type {[Element, string][]} */
  const rows = [[nodeSwatch("actor", "group"), "Actor"]];
  if (kinds.has("state")) rows.push([nodeSwatch("actor", "state"), "State"]);
  if (kinds.has("persona")) rows.push([nodeSwatch("actor", "persona"), "Persona: a name someone acts under"]);
  if (kinds.has("unnamed")) rows.push([nodeSwatch("actor", "unnamed"), "Unnamed speaker"]);
  rows.push([nodeSwatch("incident", ""), "Incident"]);
  rows.push([swatch("attribution", { contested: true }), "Wavy: what it alleges is contested"]);
  if (withdrawn) rows.push([swatch("attribution", { withdrawn: true }), "Crossed: taken back since"]);
  return rows.map(([picture, text]) => make("li", {}, picture, text));
}

/**
 * @param {"incident"|"status"|"dataset"} key
 * @param {string} name
 * @param {string[][]} options
 * @param {Store} store
 */
function choice(key, name, options, store) {
  if (options.length < 2) return null;
  const select = make("select", {}, make("option", { value: "" }, `Any (${options.length})`), ...options.map(([value, text]) => make("option", { value }, text)));
  select.addEventListener("change", () => store.set({ [key]: select.value }));
  return {
    element: make("label", { class: "choice" }, make("span", {}, name), select),
    update: (/** @type {State} */ state) => void (select.value = state[key]),
  };
}

/**
 * How much of the graph is shown, and the way to the rest.
 * @param {Element} element
 * @param {Model} model
 * @param {Scene} scene
 * @param {State} state
 * @param {Store} store
 */
export function showCount(element, model, scene, state, store) {
  const total = model.nodes.size;
  const whole = state.all || model.data.showing.nodes + state.open.length >= total;
  fill(
    element,
    `Showing ${scene.nodes.size.toLocaleString("en-GB")} of ${counted(total, "actor or incident", "actors and incidents")}, ${counted(scene.claims.length, "claim")}`,
    !whole && make("button", { type: "button", click: () => store.set({ all: true }) }, "Show all"),
    state.all && model.data.showing.nodes < total && make("button", { type: "button", click: () => store.set({ all: false }) }, "Show fewer"),
    model.data.remark && make("p", { class: "remark" }, `${capital(model.data.remark)}.`),
  );
}
