/** The keyboard. */
/** @import {Model} from "../types.js" */
/** @import {Stage} from "../graph/stage.js" */
import { byId } from "./dom.js";
import { counted } from "../words/words.js";

/** @type {Record<string, number>} */
const DIRECTIONS = { ArrowRight: 0, ArrowDown: Math.PI / 2, ArrowLeft: Math.PI, ArrowUp: -Math.PI / 2 };

/**
 * @typedef {object} Hands
 * @property {Stage} stage
 * @property {Model} model
 * @property {(what: "node"|null, id: string|null) => void} select
 * @property {(id: string) => void} expand
 * @property {(text: string) => void} announce
 * @property {HTMLInputElement} search
 */

/** @param {Hands} hands */
export function listenToKeys(hands) {
  const { stage, search } = hands;
  const help = /** @type {HTMLDialogElement} */ (byId("help"));
  addEventListener("keydown", (event) => {
    const typing = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && !help.open) leave(hands);
    if (typing || help.open) return;
    if (event.key === "/") {
      event.preventDefault();
      search.focus();
    } else if (event.key === "?") help.showModal();
    else if (event.key === "+") stage.zoom(1.3);
    else if (event.key === "-") stage.zoom(1 / 1.3);
    else if (event.key === "0") stage.fit();
  });
  byId("stage").addEventListener("keydown", (event) => onStage(event, hands));
  byId("stage").addEventListener("focus", () => stage.cursor === null && moveTo(stage.start(), hands));
}

/** @param {Hands} hands */
function leave({ stage, select }) {
  const inPanel = byId("panel").contains(document.activeElement);
  stage.cursor = null;
  stage.hover({ node: null, stroke: null });
  select(null, null);
  if (inPanel) byId("stage").focus();
}

/**
 * @param {KeyboardEvent} event
 * @param {Hands} hands
 */
function onStage(event, hands) {
  const { stage, select, expand } = hands;
  const here = stage.cursor ?? stage.start();
  if (event.key in DIRECTIONS && here) {
    event.preventDefault();
    moveTo(stage.cursor ? stage.neighbour(here, DIRECTIONS[event.key]) : here, hands);
  } else if (event.key === "Enter" && here) {
    select("node", here);
    byId("panel").querySelector("h2")?.focus();
  } else if (event.key === "e" && here) expand(here);
}

/**
 * @param {string|null} id
 * @param {Hands} hands
 */
function moveTo(id, { stage, model, announce }) {
  const node = id && model.nodes.get(id);
  if (!node) return announce("No neighbour in this direction");
  stage.cursor = id;
  stage.reveal(id);
  stage.hover({ node: id, stroke: null });
  stage.redraw();
  announce(`${node.label}, ${node.kind}, ${counted(node.degree, "line")}. Press Enter for details.`);
}
