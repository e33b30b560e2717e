/** A box that finds nodes by any of their names (an ARIA combobox). */
/** @import {Model, ViewNode} from "../types.js" */
import { fill, make } from "./dom.js";
import { fold } from "../data/fold.js";

const MOST = 12;

/** @typedef {{node: ViewNode, name: string, folded: string}} Entry */
/** @typedef {{node: ViewNode, name: string}} Found */

/**
 * Every name of every node, as `find` wants them.
 * @param {Model} model
 * @returns {Entry[]}
 */
export function createIndex(model) {
  return [...model.nodes.values()].flatMap((node) =>
    [...new Set([node.label, ...node.names])].map((name) => ({ node, name, folded: fold(name) })),
  );
}

/**
 * The nodes that bear a name like `query`: names that are it, then begin with it, then have a word that does, then
 * contain it; the most connected first.
 * @param {Entry[]} index
 * @param {string} query
 * @returns {Found[]}
 */
export function find(index, query) {
  const wanted = fold(query);
  if (!wanted) return [];
  /** @type {Map<ViewNode, {entry: Entry, rank: number}>} */
  const best = new Map();
  for (const entry of index) {
    const at = entry.folded.indexOf(wanted);
    if (at < 0) continue;
    const rank = entry.folded === wanted ? 0 : at === 0 ? 1 : /\W/.test(entry.folded[at - 1]) ? 2 : 3;
    const known = best.get(entry.node);
    if (!known || rank < known.rank) best.set(entry.node, { entry, rank });
  }
  return [...best.values()]
    .sort((a, b) => a.rank - b.rank || b.entry.node.degree - a.entry.node.degree || (a.entry.name < b.entry.name ? -1 : 1))
    .slice(0, MOST)
    .map(({ entry }) => ({ node: entry.node, name: entry.name }));
}

let boxes = 0;

/**
 * @param {string} label
 * @param {() => Entry[]} index
 * @param {(node: ViewNode) => void} pick
 * @param {{keepName?: boolean, placeholder?: string}} [options]  keepName: leave the name of what was picked in the box
 */
export function createFinder(label, index, pick, { keepName = false, placeholder = "" } = {}) {
  const id = `finder-${++boxes}`;
  const input = make("input", {
    type: "search", role: "combobox", "aria-label": label, "aria-expanded": "false", "aria-controls": id,
    "aria-autocomplete": "list", autocomplete: "off", spellcheck: "false", placeholder,
  });
  const list = make("ul", { id, role: "listbox", "aria-label": `${label}: matches`, class: "matches", hidden: true });
  /** @type {Found[]} */
  let found = [];
  let active = 0;

  const close = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  /** @param {number} at */
  const choose = (at) => {
    const match = found[at];
    if (!match) return;
    input.value = keepName ? match.node.label : "";
    close();
    pick(match.node);
  };
  const draw = () => {
    fill(list, ...found.map((match, at) => option(match, at, id, at === active, choose)));
    if (!found.length) fill(list, make("li", { class: "none", role: "option", "aria-selected": "false", "aria-disabled": "true" }, "No name like this"));
    list.hidden = !input.value.trim();
    input.setAttribute("aria-expanded", String(!list.hidden));
    if (found.length) input.setAttribute("aria-activedescendant", `${id}-${active}`);
  };
  input.addEventListener("input", () => {
    found = find(index(), input.value);
    active = 0;
    draw();
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      active = (active + (event.key === "ArrowDown" ? 1 : -1) + found.length) % (found.length || 1);
      draw();
    } else if (event.key === "Enter") choose(active);
    else if (event.key === "Escape" && !list.hidden) {
      event.stopPropagation();
      close();
    }
  });
  input.addEventListener("blur", close);
  return { element: make("div", { class: "finder" }, input, list), input };
}

/**
 * @param {Found} match
 * @param {number} at
 * @param {string} id
 * @param {boolean} selected
 * @param {(at: number) => void} choose
 */
function option({ node, name }, at, id, selected, choose) {
  const row = make(
    "li",
    { role: "option", id: `${id}-${at}`, "aria-selected": String(selected) },
    make("span", { class: "found" }, node.label),
    make("span", { class: "hint" }, name === node.label ? node.kind : `${name} · ${node.kind}`),
  );
  // Before the box loses its focus and closes the list.
  row.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    choose(at);
  });
  return row;
}
