/** Puts the page together. */
/** @import {State, ViewData, ViewNode} from "./types.js" */
import { byId, fill } from "./parts/dom.js";
import { fileName, save, toPng, toSvg } from "./parts/download.js";
import { createFilters, showCount } from "./parts/filters.js";
import { listenToKeys } from "./parts/keys.js";
import { createModel } from "./data/model.js";
import { DARK, LIGHT } from "./graph/palette.js";
import { showPanel } from "./parts/panel.js";
import { closedNeighbours, createScene, openNodes } from "./data/scene.js";
import { createFinder, createIndex } from "./parts/search.js";
import { Stage } from "./graph/stage.js";
import { START, createStore, formatState, parseState, selecting } from "./data/state.js";
import { Table } from "./parts/table.js";
import { createTimeline } from "./parts/timeline.js";
import { createTip } from "./parts/tip.js";
import { counted, dayWords } from "./words/words.js";

const model = createModel(/** @type {ViewData} */ (JSON.parse(byId("data").textContent ?? "")));
const store = createStore(location.hash.length > 1 ? parseState(location.hash) : { ...START, node: model.data.focus });
const dark = matchMedia("(prefers-color-scheme: dark)");
let themeName = dark.matches ? "dark" : "light";
document.documentElement.dataset.theme = themeName;
const theme = () => (themeName === "dark" ? DARK : LIGHT);

let scene = createScene(model, store.get());

// The drawing takes the room that is left, so that all else comes first.
/** @type {ReturnType<typeof createIndex>|null} */
let index = null;
const names = () => (index ??= createIndex(model));
const search = createFinder("Search actors and incidents", names, (node) => select("node", node.id), { placeholder: "Search a name (press /)" });
byId("search").append(search.element);

const path = { from: "", to: "" };
/** @param {"from"|"to"} end @param {ViewNode} node */
function setEnd(end, node) {
  path[end] = node.id;
  if (path.from && path.to) store.set({ ...selecting(null, null), ...path });
}
byId("path").append(
  createFinder("From", names, (node) => setEnd("from", node), { keepName: true, placeholder: "Who blames…" }).element,
  createFinder("To", names, (node) => setEnd("to", node), { keepName: true, placeholder: "…in the end whom?" }).element,
);

const timeline = createTimeline(byId("timeline"), model, store);
timeline.update(store.get());
const stage = new Stage(byId("stage"), model, scene, store.get(), theme());
const table = new Table(byId("table"));
/** @type {ReturnType<typeof createFilters>|null} */
let filters = null;

/** @param {string} text */
function announce(text) {
  fill(byId("live"), text);
}

/**
 * Select a thing, and show the nodes that it needs.
 * @param {"node"|"claim"|"allegation"|null} what
 * @param {string|null} id
 */
function select(what, id) {
  const needed = id === null ? [] : nodesOf(what, id);
  const shown = openNodes(model, store.get());
  const open = [...store.get().open, ...needed.filter((node) => !shown.has(node))];
  store.set({ ...selecting(what, id), from: "", to: "", open });
  if (what === "node" && id) stage.reveal(id);
}

/**
 * @param {"node"|"claim"|"allegation"|null} what
 * @param {string} id
 */
function nodesOf(what, id) {
  if (what === "node") return model.nodes.has(id) ? [id] : [];
  const links = model.links.filter((link) => (what === "claim" ? link.claim : link.allegation)?.id === id);
  return links.flatMap((link) => [link.from.id, link.to.id]);
}

/** @param {string} id */
function expand(id) {
  store.set({ open: [...store.get().open, ...closedNeighbours(id, model, store.get())] });
  announce(`${counted(scene.nodes.size, "node")} shown`);
}

/** @param {State} state */
function context(state) {
  return { model, state, select };
}

let writing = 0;
/**
 * A selection is a step that "back" undoes. All else only changes the address, once the slider has come to rest: browsers
 * refuse hundreds of changes in a row.
 * @param {State} before
 * @param {State} state
 */
function writeAddress(before, state) {
  clearTimeout(writing);
  const address = `#${formatState(state)}`;
  if (address === (location.hash || "#")) return;
  const chosen = before.node !== state.node || before.claim !== state.claim || before.allegation !== state.allegation;
  if (chosen) history.pushState(null, "", address);
  else writing = window.setTimeout(() => history.replaceState(null, "", address), 150);
}

let last = store.get();
/** @param {State} state */
function update(state) {
  scene = createScene(model, state);
  const changes = state.until === null ? [] : model.changes.get(state.until) ?? [];
  stage.changed = new Set(changes.map((change) => change.allegation.id));
  stage.show(scene, state);
  showRest(state);
  writeAddress(last, state);
  last = state;
}

/** Everything but the drawing. @param {State} state */
function showRest(state) {
  filters ??= createFilters(byId("legend"), model, store);
  filters.update(state);
  timeline.update(state);
  showCount(byId("count"), model, scene, state, store);
  showPanel(byId("panel"), context(state), scene, { expand, close: () => select(null, null) });
  table.show(context(state), scene);
  document.body.classList.toggle("chosen", Boolean(state.node || state.claim || state.allegation || (state.from && state.to)));
}
store.subscribe(update);

// ------------------------------------------------------------------------------------------------------- pointer
const tip = createTip(byId("tip"), model, () => store.get());
stage.onClick((hit, twice) => {
  if (twice) return hit.node ? expand(hit.node) : undefined;
  if (hit.node) select("node", hit.node);
  else if (hit.stroke?.link.claim) select("claim", hit.stroke.link.claim.id);
  else if (hit.stroke?.link.allegation) select("allegation", hit.stroke.link.allegation.id);
  else select(null, null);
});
byId("stage").addEventListener("pointermove", (event) => {
  const box = byId("stage").getBoundingClientRect();
  const at = { x: event.clientX - box.left, y: event.clientY - box.top };
  const hit = event.buttons ? { node: null, stroke: null } : stage.hit(at);
  stage.hover(hit);
  tip.show(hit, at);
});
byId("stage").addEventListener("pointerleave", () => {
  stage.hover({ node: null, stroke: null });
  tip.hide();
});

// --------------------------------------------------------------------------------------------------------- header
/** @param {string} id @param {(button: HTMLElement) => void} act */
function onPress(id, act) {
  byId(id).addEventListener("click", () => act(byId(id)));
}

/** @param {HTMLElement} button @param {boolean} on */
function press(button, on) {
  button.setAttribute("aria-pressed", String(on));
}

function setTheme(/** @type {string} */ name) {
  themeName = name;
  document.documentElement.dataset.theme = name;
  press(byId("theme"), name === "dark");
  stage.dress(theme());
}

function caption() {
  const { until } = store.get();
  return [model.data.title, `${byId("count").firstChild?.textContent}${until ? `, public by ${dayWords(until)}` : ""}. Shows who said what, not who did it.`];
}

onPress("theme", () => setTheme(themeName === "dark" ? "light" : "dark"));
onPress("layout", () => store.set({ layout: store.get().layout === "free" ? "sides" : "free" }));
onPress("fit", () => stage.fit());
onPress("in", () => stage.zoom(1.3));
onPress("out", () => stage.zoom(1 / 1.3));
onPress("table-toggle", (button) => {
  table.toggle(!table.open);
  press(button, table.open);
  if (table.open) byId("table").scrollIntoView({ block: "nearest" });
});
onPress("legend-toggle", (button) => press(button, document.body.classList.toggle("legend-open")));
onPress("path-toggle", (button) => {
  byId("path").hidden = !byId("path").hidden;
  press(button, !byId("path").hidden);
  if (!byId("path").hidden) byId("path").querySelector("input")?.focus();
});
onPress("svg", () => save(toSvg(stage, caption()), `${fileName(model.data.title)}.svg`));
onPress("png", async () => save(await toPng(stage, caption()), `${fileName(model.data.title)}.png`));
onPress("help-open", () => /** @type {HTMLDialogElement} */ (byId("help")).showModal());
onPress("help-close", () => /** @type {HTMLDialogElement} */ (byId("help")).close());
store.subscribe((state) => press(byId("layout"), state.layout === "sides"));

dark.addEventListener("change", () => setTheme(dark.matches ? "dark" : "light"));
addEventListener("beforeprint", () => stage.dress(LIGHT));
addEventListener("afterprint", () => stage.dress(theme()));
addEventListener("popstate", () => store.set(parseState(location.hash)));

listenToKeys({ stage, model, select, expand, announce, search: search.input });
press(byId("theme"), themeName === "dark");
press(byId("layout"), store.get().layout === "sides");
// The drawing comes first; what stands around it can wait for the next frame.
requestAnimationFrame(() => setTimeout(() => {
  stage.settle();
  showRest(store.get());
  document.documentElement.dataset.ready = "yes";
}));
