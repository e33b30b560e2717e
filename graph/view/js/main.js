/** Puts the page together. */
/** @import {How, Picture, State, ViewNode} from "./types.js" */
import { followAddress } from "./data/address.js";
import { createIndex } from "./data/find.js";
import { createModel } from "./data/model.js";
import { closedNeighbours, createScene } from "./data/scene.js";
import { START, TABS, createStore, isSelected, parseState, selecting, selectionOf } from "./data/state.js";
import { concernOf, incidentInFocus, pictureOf } from "./data/subject.js";
import { unpack } from "./data/unpack.js";
import { DARK, LIGHT } from "./graph/palette.js";
import { Stage } from "./graph/stage.js";
import { byId, fill } from "./parts/dom.js";
import { createFilters, showCount } from "./parts/filters.js";
import { createFinder } from "./parts/finder.js";
import { listenToKeys } from "./parts/keys.js";
import { labelPage } from "./parts/page.js";
import { showPanel } from "./parts/panel.js";
import { createPicture } from "./parts/picture.js";
import { createShare } from "./parts/share.js";
import { createTable } from "./parts/table.js";
import { createTabs } from "./parts/tabs.js";
import { createTimeline } from "./parts/timeline.js";
import { createTip } from "./parts/tip.js";
import { draw } from "./pictures/draw.js";
import { language, pictureWords, speak, t } from "./words/words.js";

const embedded = (/** @type {string} */ id) => JSON.parse(byId(id).textContent ?? "");
const data = unpack(embedded("data"));
speak(embedded("words"), [data.lang, ...navigator.languages]);
document.documentElement.lang = language;
// A page without a title of its own has one in the language that it speaks.
if (!data.title) document.title = data.title = byId("title").textContent = pictureWords.headlines.matrix;
const model = createModel(data);
labelPage();

const store = createStore(location.hash.length > 1 ? parseState(location.hash) : startOf(data.focus));
const address = followAddress(store);
const dark = matchMedia("(prefers-color-scheme: dark)");
let themeName = /** @type {"light"|"dark"} */ (dark.matches ? "dark" : "light");
document.documentElement.dataset.theme = themeName;
const theme = () => (themeName === "dark" ? DARK : LIGHT);

let scene = createScene(model, store.get());

/**
 * An incident in focus is what all is about; of an actor the neighbourhood is shown.
 * @param {string|null} focus
 * @returns {State}
 */
function startOf(focus) {
  const type = model.nodes.get(focus ?? "")?.type;
  /** @type {State} */
  const start = { ...START, picture: TABS.find((name) => name === model.data.picture) ?? "" };
  if (type === "incident") return { ...start, incident: focus ?? "" };
  return type ? { ...start, node: focus, near: focus ?? "" } : start;
}

// ----------------------------------------------------------------------------------------------------- what is there
/** @type {ReturnType<typeof createIndex>|null} */
let index = null;
const names = () => (index ??= createIndex(model));
const named = (/** @type {ViewNode} */ node) => model.incidentNames.get(node.id) ?? node.label;
const search = createFinder(t.search.label, names, (node) => select("node", node.id), { placeholder: matchMedia("(hover: none)").matches ? t.search.touched : t.search.placeholder, named });
byId("search").append(search.element);

const path = { from: "", to: "" };
/** @param {"from"|"to"} end @param {ViewNode} node */
function setEnd(end, node) {
  path[end] = node.id;
  if (path.from && path.to) store.set({ ...selecting(null, null), ...path });
}
byId("path").append(
  createFinder(t.search.from, names, (node) => setEnd("from", node), { keepName: true, placeholder: t.search.fromHint, named }).element,
  createFinder(t.search.to, names, (node) => setEnd("to", node), { keepName: true, placeholder: t.search.toHint, named }).element,
);

const table = createTable(byId("table"), store);
const tabs = createTabs(byId("tabs"), (picture) => store.set({ picture }));
const picture = createPicture(byId("picture"), select);
/** What stands around the picture, and is made after it. @type {{timeline: ReturnType<typeof createTimeline>, filters: ReturnType<typeof createFilters>}|null} */
let outer = null;
function outerNow() {
  return (outer ??= { timeline: createTimeline(byId("timeline"), model, store, address.rest), filters: createFilters(byId("legend"), model, store) });
}
/** @type {Stage|null} */
let stage = null;

/** The graph, which is made when it is first shown: of a hidden one nothing has a size. */
function stageNow() {
  if (stage) return stage;
  stage = new Stage(byId("stage"), model, scene, store.get(), theme(), (zoom) => store.set({ zoom }, "glide"));
  stage.onClick((hit, twice) => {
    if (twice) return hit.node ? expand(hit.node) : undefined;
    if (hit.node) return select("node", hit.node);
    const line = hit.stroke?.line;
    if (line?.allegation) select("allegation", line.allegation.id);
    else if (line && line.claims.length > 1) select("claims", line.claims.map((claim) => claim.id).join(" "));
    else select(line?.claim ? "claim" : null, line?.claim?.id ?? null);
  });
  return stage;
}

/** @param {string} text */
function announce(text) {
  fill(byId("live"), text);
}

/**
 * @param {"node"|"claim"|"allegation"|"claims"|null} what
 * @param {string|null} id
 */
function select(what, id) {
  if (what || isSelected(store.get())) store.set(selecting(what, id));
}

/** @param {string} id */
function expand(id) {
  const drawn = stageNow().drawn;
  store.set({ open: [...store.get().open, ...drawn.nodes, ...closedNeighbours(id, model, scene, drawn)].filter((one, place, all) => all.indexOf(one) === place), near: "" });
  announce(t.keys.shown(t.counted.nodes(stageNow().drawn.nodes.size)));
}

/** @param {State} state */
function context(state) {
  return { model, state, select };
}

// ------------------------------------------------------------------------------------------------------- what is shown
/** @param {State} state */
function showPicture(state) {
  const shown = pictureOf(model, state);
  tabs.update(shown);
  document.body.dataset.picture = shown;
  byId("drawing").setAttribute("aria-labelledby", `tab-${shown}`);
  byId("graph").hidden = shown !== "graph";
  byId("table").hidden = shown !== "table";
  byId("picture").hidden = shown === "graph" || shown === "table";
  byId("fold-box").hidden = shown !== "matrix";
  /** @type {HTMLInputElement} */ (byId("fold")).checked = state.fold;
  if (shown === "graph") showGraph(state);
  else if (shown === "table") table.show(context(state), scene);
  else picture.show(drawn(shown, state, { width: byId("picture").clientWidth }), concernOf(model, scene, { ...state, picture: shown }));
  const graph = shown === "graph" ? stageNow().drawn : null;
  showCount(byId("count"), model, scene, graph && { shown: graph.nodes.size, of: graph.total }, state, store);
  mark();
}

/** @param {State} state */
function showGraph(state) {
  const had = stage;
  const graph = stageNow();
  graph.changed = state.until === null ? new Set() : outerNow().timeline.changed(state);
  if (had) graph.show(scene, state);
  if (state.node) graph.reveal(state.node);
}

function mark() {
  if (!performance.getEntriesByName("whoblamed:drawn").length) performance.mark("whoblamed:drawn");
}

/**
 * @param {Picture} shown
 * @param {State} state
 * @param {import("./pictures/frame.js").Size} size
 */
function drawn(shown, state, size, look = themeName) {
  const incident = incidentInFocus(model, state);
  const actor = model.nodes.get(state.near || (state.node ?? ""))?.type === "actor" ? state.near || state.node : "";
  const focus = shown === "matrix" || shown === "table" ? state.incident : shown === "graph" ? state.incident || actor : incident;
  const name = shown === "board" && !incident ? "overview" : shown;
  return draw(name, model, { ...state, focus: focus || null }, size, look, pictureWords).svg;
}

/** What is to be shared: as shown, but on white. @param {import("./pictures/frame.js").Size} size */
function shared(size) {
  return drawn(pictureOf(model, store.get()), store.get(), size, "light");
}

/** @param {State} state */
function showPanelOf(state) {
  const hidden = (/** @type {string} */ id) => (pictureOf(model, state) === "graph" && stage ? closedNeighbours(id, model, scene, stage.drawn).length : 0);
  showPanel(byId("panel"), context(state), scene, { set: (change) => store.set(change), expand, hidden, close: leave });
}

/** Nothing is selected any more; the focus goes back to the mark that was. */
function leave() {
  const { node, claim, allegation, claims } = store.get();
  store.set(selecting(null, null));
  const place = picture.markOf("claim", claim) ?? picture.markOf("allegation", allegation) ?? picture.markOf("claims", claims.join(" ")) ?? picture.markOf("node", node);
  const there = place ?? (byId("graph").hidden ? byId(`tab-${pictureOf(model, store.get())}`) : byId("stage"));
  there.focus();
}

/**
 * @param {State} state
 * @param {State} before
 * @param {How} how
 */
function update(state, before, how) {
  if (onlyChanged(before, state, "zoom") && how !== "back") return;
  const focused = document.activeElement;
  scene = onlyChanged(before, state, "sort", "find", "picture", "zoom") ? scene : createScene(model, state);
  outerNow().timeline.update(state);
  showPicture(state);
  if (!onlyChanged(before, state, "sort", "find", "picture", "zoom", "fold")) {
    outerNow().filters.update(state);
    showPanelOf(state);
  }
  const chosen = isSelected(state);
  document.body.classList.toggle("chosen", chosen);
  if (selectionOf(before) !== selectionOf(state) && chosen) toPanel();
  else if (focused && focused !== document.body && !document.contains(focused)) toPanel();
}

/**
 * Whether nothing but some parts of the state changed.
 * @param {State} before
 * @param {State} after
 * @param {(keyof State)[]} parts
 */
function onlyChanged(before, after, ...parts) {
  return /** @type {(keyof State)[]} */ (Object.keys(after)).every((key) => parts.includes(key) || before[key] === after[key] || String(before[key]) === String(after[key]));
}

/** The focus goes to the heading of the panel, which is thereby read out and in sight. */
function toPanel() {
  const heading = byId("panel").querySelector("h2");
  heading?.focus();
  announce(heading?.textContent ?? "");
}
store.subscribe(update);

// ------------------------------------------------------------------------------------------------------------ pointer
const tip = createTip(byId("tip"), model, () => store.get());
byId("stage").addEventListener("pointermove", (event) => {
  const box = byId("stage").getBoundingClientRect();
  const at = { x: event.clientX - box.left, y: event.clientY - box.top };
  const hit = event.buttons ? { node: null, stroke: null } : stageNow().hit(at);
  stageNow().hover(hit);
  tip.show(hit, at);
});
byId("stage").addEventListener("pointerleave", () => {
  stage?.hover({ node: null, stroke: null });
  tip.hide();
});

// ------------------------------------------------------------------------------------------------------------- header
/** @param {string} id @param {(button: HTMLElement) => void} act */
function onPress(id, act) {
  byId(id).addEventListener("click", () => act(byId(id)));
}

/** @param {HTMLElement} button @param {boolean} on */
function press(button, on) {
  button.setAttribute("aria-pressed", String(on));
}

/** @param {"light"|"dark"} name */
function setTheme(name) {
  themeName = name;
  document.documentElement.dataset.theme = name;
  press(byId("theme"), name === "dark");
  stage?.dress(theme());
  showPicture(store.get());
}

const share = createShare(shared, announce);
onPress("share-open", () => share.open());
onPress("theme", () => setTheme(themeName === "dark" ? "light" : "dark"));
onPress("layout", () => store.set({ layout: store.get().layout === "free" ? "sides" : "free", zoom: "" }));
onPress("fit", () => {
  store.set({ zoom: "" });
  stage?.fit();
});
onPress("in", () => stage?.zoom(1.3));
onPress("out", () => stage?.zoom(1 / 1.3));
onPress("legend-toggle", (button) => press(button, document.body.classList.toggle("legend-open")));
onPress("path-toggle", (button) => {
  byId("path").hidden = !byId("path").hidden;
  press(button, !byId("path").hidden);
  if (!byId("path").hidden) byId("path").querySelector("input")?.focus();
});
onPress("help-open", () => /** @type {HTMLDialogElement} */ (byId("help")).showModal());
onPress("help-close", () => /** @type {HTMLDialogElement} */ (byId("help")).close());
byId("fold").addEventListener("change", () => store.set({ fold: /** @type {HTMLInputElement} */ (byId("fold")).checked }));
store.subscribe((state) => press(byId("layout"), state.layout === "sides"));

dark.addEventListener("change", () => setTheme(dark.matches ? "dark" : "light"));
addEventListener("beforeprint", () => stage?.dress(LIGHT));
addEventListener("afterprint", () => stage?.dress(theme()));
let width = innerWidth;
addEventListener("resize", () => {
  // On a phone the height changes with every scroll, as the bar of the browser comes and goes.
  if (innerWidth === width) return;
  width = innerWidth;
  showPicture(store.get());
});

listenToKeys({ stage: () => (byId("graph").hidden ? null : stage), model, select, expand, announce, toPanel, search: search.input });
press(byId("theme"), themeName === "dark");
press(byId("layout"), store.get().layout === "sides");
if (store.get().until !== null) outerNow().timeline.update(store.get());
showPicture(store.get());
// The picture comes first; what stands around it can wait for the next frame.
requestAnimationFrame(() => setTimeout(() => {
  outerNow().timeline.update(store.get());
  outerNow().filters.update(store.get());
  showPanelOf(store.get());
  document.body.classList.toggle("chosen", isSelected(store.get()));
  document.documentElement.dataset.ready = "yes";
}));
