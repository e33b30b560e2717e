/** The legend, which is also the filter. */
/** @import {Model, Scene, State, Store, ViewNode} from "../types.js" */
/** @import {Entry} from "../data/find.js" */
import { createIndex } from "../data/find.js";
import { statusAt } from "../data/model.js";
import { allegationPasses, budgetOf, passesBut } from "../data/scene.js";
import { capital, numeral, t } from "../words/words.js";
import { nameOfAct } from "./cards.js";
import { fill, make } from "./dom.js";
import { createFinder } from "./finder.js";
import { nodeSwatch, swatch } from "../graph/swatch.js";

/** More incidents than this are looked for by name. */
const LISTED = 150;

/**
 * @param {Element} element
 * @param {Model} model
 * @param {Store} store
 */
export function createFilters(element, model, store) {
  const present = new Set(model.data.claims.map((claim) => claim.act));
  const kinds = [...Object.keys(model.data.acts).filter((act) => present.has(act)), "allegation"].map((kind) => kindRow(kind, model, store));
  const choices = [incidentChoice(model, store), statusChoice(model, store), choice("dataset", t.filters.dataset, model.data.datasets.map((name) => [name, name]), store)].filter((item) => item !== null);
  const clear = () => {
    store.set({ hide: [], incident: "", status: "", dataset: "", until: null, find: "", near: "" });
    element.querySelector("input")?.focus();
  };
  const reset = make("button", { type: "button", class: "more", click: clear }, t.filters.clear);
  fill(
    element,
    choices.length ? make("h2", {}, t.filters.only) : null,
    ...choices.map((item) => item.element),
    reset,
    make("h2", {}, t.filters.lines),
    make("ul", { class: "kinds" }, ...kinds.map((row) => row.element)),
    make("h2", {}, t.filters.signs),
    make("ul", { class: "signs" }, ...signs(model)),
  );
  return {
    /** @param {State} state */
    update(state) {
      const counts = countKinds(model, state);
      for (const row of kinds) row.update(state, counts.get(row.kind) ?? 0);
      for (const item of choices) item.update(state);
      reset.hidden = !(state.hide.length || state.incident || state.status || state.dataset || state.until !== null || state.find || state.near);
    },
  };
}

/**
 * How many claims of each kind pass the other filters, and how many allegations.
 * @param {Model} model
 * @param {State} state
 */
function countKinds(model, state) {
  /** @type {Map<string, number>} */
  const found = new Map();
  for (const claim of model.claims.values()) {
    if (passesBut(claim, model, state)) found.set(claim.act, (found.get(claim.act) ?? 0) + 1);
  }
  return found.set("allegation", model.data.allegations.reduce((sum, item) => sum + Number(allegationPasses(item, model, state)), 0));
}

/**
 * @param {string} kind  an act, or "allegation"
 * @param {Model} model
 * @param {Store} store
 */
function kindRow(kind, model, store) {
  const act = model.data.acts[kind];
  const [name, says] = act ? [nameOfAct(model, kind), t.acts[kind]?.says ?? act.says] : [t.filters.allegation, t.filters.allegationSays];
  const box = make("input", { type: "checkbox" });
  const count = make("span", { class: "count" });
  box.addEventListener("change", () => {
    const hide = store.get().hide.filter((other) => other !== kind);
    store.set({ hide: box.checked ? hide : [...hide, kind] });
  });
  /** @param {State} state @param {number} number */
  const update = (state, number) => {
    box.checked = !state.hide.includes(kind);
    fill(count, numeral(number));
  };
  return { kind, element: make("li", {}, make("label", { title: says }, box, swatch(act ? act.look : "allegation"), make("span", {}, name), count)), update };
}

/** @param {Model} model */
function signs(model) {
  const kinds = new Set(model.data.nodes.map((node) => node.kind));
  const withdrawn = model.data.claims.some((claim) => claim.takenBack);
  /** @type {[Element, string][]} */
  const rows = [[nodeSwatch("actor", "group"), t.signs.actor]];
  if (kinds.has("state")) rows.push([nodeSwatch("actor", "state"), t.signs.state]);
  if (kinds.has("persona")) rows.push([nodeSwatch("actor", "persona"), t.signs.persona]);
  if (kinds.has("unnamed")) rows.push([nodeSwatch("actor", "unnamed"), t.signs.unnamed]);
  rows.push([nodeSwatch("incident", ""), t.signs.incident]);
  rows.push([swatch("attribution", { contested: true }), t.signs.contested]);
  if (withdrawn) rows.push([swatch("attribution", { withdrawn: true }), t.signs.withdrawn]);
  return rows.map(([picture, text]) => make("li", {}, picture, text));
}

/**
 * @param {Model} model
 * @param {Store} store
 */
function statusChoice(model, store) {
  const found = new Set(model.data.allegations.flatMap((item) => [statusAt(item, null), ...(item.history ?? []).map(([, label]) => label)]));
  return choice("status", t.filters.status, [...found].sort().map((label) => [label, t.statuses[label] ?? label]), store);
}

/**
 * @param {Model} model
 * @param {Store} store
 */
function incidentChoice(model, store) {
  const names = [...model.incidentNames].sort(([, a], [, b]) => a.localeCompare(b, t.locale));
  return names.length > LISTED ? incidentFinder(model, store) : choice("incident", t.filters.incident, names, store);
}

/**
 * @param {Model} model
 * @param {Store} store
 */
function incidentFinder(model, store) {
  /** @type {Entry[]|null} */
  let index = null;
  const incidents = () => (index ??= createIndex(model).filter(({ node }) => node.type === "incident"));
  const named = (/** @type {ViewNode} */ node) => model.incidentNames.get(node.id) ?? node.label;
  const finder = createFinder(t.search.incident, incidents, (node) => store.set({ incident: node.id }), { keepName: true, placeholder: t.search.anyIncident, named });
  finder.input.addEventListener("search", () => finder.input.value === "" && store.get().incident && store.set({ incident: "" }));
  return {
    element: make("div", { class: "choice" }, make("span", {}, t.filters.incident), finder.element),
    update: (/** @type {State} */ state) => {
      if (document.activeElement !== finder.input) finder.input.value = model.incidentNames.get(state.incident) ?? "";
    },
  };
}

/**
 * @param {"incident"|"status"|"dataset"} key
 * @param {string} name
 * @param {string[][]} options
 * @param {Store} store
 */
function choice(key, name, options, store) {
  if (options.length < 2) return null;
  const select = make("select", {}, make("option", { value: "" }, t.filters.any(numeral(options.length))), ...options.map(([value, text]) => make("option", { value }, text)));
  select.addEventListener("change", () => store.set({ [key]: select.value }));
  return {
    element: make("label", { class: "choice" }, make("span", {}, name), select),
    update: (/** @type {State} */ state) => void (select.value = state[key]),
  };
}

/**
 * How much of the data is meant, and how much of it the picture draws.
 * @param {Element} element
 * @param {Model} model
 * @param {Scene} scene
 * @param {{shown: number, of: number}|null} drawn  of a picture that has a budget
 * @param {State} state
 * @param {Store} store
 */
export function showCount(element, model, scene, drawn, state, store) {
  const [number, total] = [scene.claims.length, model.claims.size];
  const claims = number === total ? t.all(t.counted.claims(total)) : t.showing(numeral(number), t.counted.claims(total));
  const less = drawn && drawn.shown < drawn.of;
  const nodes = drawn && (less ? t.drawn(numeral(drawn.shown), t.counted.nodes(drawn.of)) : t.counted.nodes(drawn.of));
  fill(
    element,
    make("span", { class: "claims-count" }, nodes ? `${claims}, ${nodes}` : claims),
    less && make("button", { type: "button", click: () => store.set({ all: true }) }, t.showAll),
    drawn && state.all && drawn.of > (budgetOf(model, { ...state, all: false }) || Infinity) && make("button", { type: "button", click: () => store.set({ all: false }) }, t.showFewer),
    model.data.remark && make("p", { class: "remark" }, `${capital(model.data.remark)}.`),
  );
}
