/** The keyboard. */
/** @import {Model} from "../types.js" */
/** @import {Stage} from "../graph/stage.js" */
import { t } from "../words/words.js";
import { byId } from "./dom.js";

/** @type {Record<string, number>} */
const DIRECTIONS = { ArrowRight: 0, ArrowDown: Math.PI / 2, ArrowLeft: Math.PI, ArrowUp: -Math.PI / 2 };

/**
 * @typedef {object} Hands
 * @property {() => Stage|null} stage   the graph, if it is shown
 * @property {Model} model
 * @property {(what: "node"|null, id: string|null) => void} select
 * @property {(id: string) => void} expand
 * @property {(text: string) => void} announce
 * @property {() => void} toPanel
 * @property {HTMLInputElement} search
 */

/** @param {Hands} hands */
export function listenToKeys(hands) {
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (event.key === "Escape") return hands.select(null, null);
    if (!isText(event.target)) onPage(event, hands);
  });
  byId("stage").addEventListener("keydown", (event) => onStage(event, hands));
  byId("stage").addEventListener("focus", () => {
    const stage = hands.stage();
    if (stage && stage.cursor === null) moveTo(stage.start(), hands);
  });
}

/** Whether keys write where the focus is; a slider and a box to tick take no letters. @param {EventTarget|null} target */
function isText(target) {
  if (target instanceof HTMLInputElement) return !["range", "checkbox", "radio", "button"].includes(target.type);
  return target instanceof HTMLSelectElement || target instanceof HTMLTextAreaElement;
}

/**
 * @param {KeyboardEvent} event
 * @param {Hands} hands
 */
function onPage(event, hands) {
  const stage = hands.stage();
  if (event.key === "/") {
    event.preventDefault();
    hands.search.focus();
  } else if (event.key === "?") /** @type {HTMLDialogElement} */ (byId("help")).showModal();
  else if (event.key === "d") hands.toPanel();
  else if (event.key === "+") stage?.zoom(1.3);
  else if (event.key === "-") stage?.zoom(1 / 1.3);
  else if (event.key === "0") stage?.fit();
}

/**
 * @param {KeyboardEvent} event
 * @param {Hands} hands
 */
function onStage(event, hands) {
  const stage = hands.stage();
  const here = stage?.cursor ?? stage?.start();
  if (!stage || !here) return;
  if (event.key in DIRECTIONS) {
    event.preventDefault();
    moveTo(stage.cursor ? stage.neighbour(here, DIRECTIONS[event.key]) : here, hands);
  } else if (event.key === "Enter") hands.select("node", here);
  else if (event.key === "e") hands.expand(here);
}

/**
 * @param {string|null} id
 * @param {Hands} hands
 */
function moveTo(id, hands) {
  const stage = hands.stage();
  const node = id && hands.model.nodes.get(id);
  if (!node || !stage) return hands.announce(t.keys.none);
  stage.cursor = id;
  stage.reveal(id);
  stage.hover({ node: id, stroke: null });
  hands.announce(t.keys.tip(node.label, t.kinds[node.kind] ?? node.kind, t.counted.lines(node.degree)));
}
