/** A box that finds nodes by any of their names (an ARIA combobox). */
/** @import {ViewNode} from "../types.js" */
/** @import {Entry, Found} from "../data/find.js" */
import { find } from "../data/find.js";
import { t } from "../words/words.js";
import { fill, make } from "./dom.js";

let boxes = 0;

/**
 * @typedef {object} FinderOptions
 * @property {boolean} [keepName]   leave the name of what was picked in the box
 * @property {string} [placeholder]
 * @property {(node: ViewNode) => string} [named]
 */

/**
 * @param {string} label
 * @param {() => Entry[]} index
 * @param {(node: ViewNode) => void} pick
 * @param {FinderOptions} [options]
 */
export function createFinder(label, index, pick, { keepName = false, placeholder = "", named = (node) => node.label } = {}) {
  const id = `finder-${++boxes}`;
  const input = make("input", {
    type: "search", role: "combobox", "aria-label": label, "aria-expanded": "false", "aria-controls": id,
    "aria-autocomplete": "list", autocomplete: "off", spellcheck: "false", placeholder,
  });
  const list = make("ul", { id, role: "listbox", "aria-label": `${label}: ${t.search.matches}`, class: "matches", hidden: true });
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
    input.value = keepName ? named(match.node) : "";
    close();
    pick(match.node);
  };
  const draw = () => {
    fill(list, ...found.map((match, at) => option(match, `${id}-${at}`, at === active, named, () => choose(at))));
    if (!found.length) fill(list, make("li", { class: "none", role: "option", "aria-selected": "false", "aria-disabled": "true" }, t.search.none));
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
 * @param {string} id
 * @param {boolean} selected
 * @param {(node: ViewNode) => string} named
 * @param {() => void} choose
 */
function option({ node, name }, id, selected, named, choose) {
  const kind = t.kinds[node.kind] ?? node.kind;
  const row = make(
    "li",
    { role: "option", id, "aria-selected": String(selected) },
    make("span", { class: "found" }, named(node)),
    make("span", { class: "hint" }, name === node.label ? kind : `${name} · ${kind}`),
  );
  // The box keeps its focus, so that the list is still there when the finger or button is lifted: what lies beneath is
  // then not pressed.
  row.addEventListener("pointerdown", (event) => event.preventDefault());
  row.addEventListener("mousedown", (event) => event.preventDefault());
  row.addEventListener("click", choose);
  return row;
}
