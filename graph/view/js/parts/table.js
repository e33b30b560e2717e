/** The claims that are drawn, as a table. */
/** @import {Scene, ViewClaim} from "../types.js" */
/** @import {Context} from "./cards.js" */
import { actName, go, speakersOf } from "./cards.js";
import { fill, make, safeUrl } from "./dom.js";
import { byDate, deniedAt, statusAt, withdrawnAt } from "../data/model.js";
import { counted } from "../words/words.js";

const PAGE = 200;

/** @type {[string, (context: Context, claim: ViewClaim) => string][]} */
const COLUMNS = [
  ["Date", (_, claim) => claim.dateWords],
  ["Speaker", speakersOf],
  ["Kind", (context, claim) => actName(context, claim) + (withdrawnAt(claim, context.state.until) ? " (withdrawn)" : "")],
  ["Accused", (context, claim) => accused(context, claim)],
  ["Incident", (context, claim) => (claim.incident ? label(context, claim.incident) : "")],
  ["Status", (context, claim) => statuses(context, claim)],
  ["Source", (context, claim) => sourceOf(context, claim)?.title.text ?? ""],
];

/**
 * @param {Context} context
 * @param {string} id
 */
function label({ model }, id) {
  return model.nodes.get(id)?.label ?? id.split("/").pop() ?? id;
}

/**
 * @param {Context} context
 * @param {ViewClaim} claim
 */
function accused(context, claim) {
  const named = claim.accused ?? (context.model.allegationsOf.get(claim.id) ?? []).map((item) => item.accused);
  return [...new Set(named)].map((id) => label(context, id)).join(", ");
}

/**
 * @param {Context} context
 * @param {ViewClaim} claim
 */
function statuses({ model, state }, claim) {
  const labels = (model.allegationsOf.get(claim.id) ?? []).map((item) => {
    const denied = deniedAt(item, state.until);
    return statusAt(item, state.until) + (denied && ` (${denied})`);
  });
  return [...new Set(labels)].join("; ");
}

/**
 * @param {Context} context
 * @param {ViewClaim} claim
 */
function sourceOf({ model }, claim) {
  return model.sources.get(claim.sources?.[0] ?? "");
}

export class Table {
  #section;
  #column = 0;
  #descending = false;
  #rows = PAGE;
  /** @type {Context|null} */ #context = null;
  /** @type {Scene|null} */ #scene = null;

  /** @param {HTMLElement} section */
  constructor(section) {
    this.#section = section;
  }

  get open() {
    return !this.#section.hidden;
  }

  /** @param {boolean} open */
  toggle(open) {
    this.#section.hidden = !open;
    this.#draw();
  }

  /**
   * @param {Context} context
   * @param {Scene} scene
   */
  show(context, scene) {
    this.#context = context;
    this.#scene = scene;
    this.#draw();
  }

  #draw() {
    const context = this.#context;
    if (!context || !this.#scene || !this.open) return;
    const claims = this.#sorted(context, this.#scene.claims);
    const head = make("tr", {}, ...COLUMNS.map(([name], at) => this.#heading(name, at)));
    const rows = claims.slice(0, this.#rows).map((claim) => tableRow(context, claim));
    const left = claims.length - rows.length;
    fill(
      this.#section,
      make("table", {}, make("caption", {}, `${counted(claims.length, "claim")}, as drawn above`), make("thead", {}, head), make("tbody", {}, ...rows)),
      left > 0 && make("button", { type: "button", class: "more", click: () => this.#more() }, `Show ${counted(Math.min(left, PAGE), "more row")}`),
    );
  }

  #more() {
    this.#rows += PAGE;
    this.#draw();
  }

  /**
   * @param {string} name
   * @param {number} at
   */
  #heading(name, at) {
    const sorted = at === this.#column ? (this.#descending ? "descending" : "ascending") : "none";
    const button = make("button", { type: "button", click: () => this.#sortBy(at) }, name);
    return make("th", { scope: "col", "aria-sort": sorted }, button);
  }

  /** @param {number} at */
  #sortBy(at) {
    this.#descending = at === this.#column && !this.#descending;
    this.#column = at;
    this.#draw();
    /** @type {HTMLElement|undefined} */ (this.#section.querySelectorAll("th button")[at])?.focus();
  }

  /**
   * @param {Context} context
   * @param {ViewClaim[]} claims
   */
  #sorted(context, claims) {
    const value = COLUMNS[this.#column][1];
    const compare = this.#column === 0
      ? byDate
      : (/** @type {ViewClaim} */ a, /** @type {ViewClaim} */ b) => value(context, a).localeCompare(value(context, b)) || byDate(a, b);
    const sorted = [...claims].sort(compare);
    return this.#descending ? sorted.reverse() : sorted;
  }
}

/**
 * @param {Context} context
 * @param {ViewClaim} claim
 */
function tableRow(context, claim) {
  const cells = COLUMNS.map(([, value]) => value(context, claim));
  const source = sourceOf(context, claim);
  const url = safeUrl(source?.url);
  const selected = context.state.claim === claim.id;
  return make(
    "tr",
    selected ? { "aria-current": "true" } : {},
    make("td", {}, go(context, "claim", claim.id, cells[0])),
    ...cells.slice(1, -1).map((text) => make("td", {}, text)),
    make("td", {}, url ? make("a", { href: url, rel: "noopener noreferrer", target: "_blank" }, cells[6]) : cells[6]),
  );
}
