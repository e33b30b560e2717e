/** Where nodes stand: as the whole was laid out, or for themselves where a small part is drawn, or where they were dragged. */
/** @import {Drawn, Model, Point, State, ViewNode} from "../types.js" */
import { PART, arrange } from "./arrange.js";

/** How much higher the whole is drawn in a window that is higher than wide: it was laid out for one that is wider than high. */
const UPRIGHT = 1.4;

export class Places {
  #model;
  /** @type {Map<ViewNode, Point>} by the node itself: a name would have to be looked up */ #positions = new Map();
  #part = "";

  /** @param {Model} model */
  constructor(model) {
    this.#model = model;
  }

  /** @param {ViewNode} node */
  of(node) {
    return /** @type {Point} */ (this.#positions.get(node));
  }

  /** @param {ViewNode} node @param {Point} point */
  set(node, point) {
    this.#positions.set(node, point);
  }

  /**
   * Give nodes their places; returns whether another part of the graph is drawn than before.
   * @param {Drawn} drawn
   * @param {State} state
   * @param {boolean} tall  whether the window is higher than wide
   */
  settle(drawn, { incident, dataset, near, layout, all, status }, tall) {
    const part = JSON.stringify([incident, dataset, near, layout, all, status]);
    if (part === this.#part) return false;
    this.#part = part;
    this.#positions = this.#whole(layout === "sides", tall);
    if (layout === "free" && drawn.nodes.size <= PART && drawn.nodes.size < this.#model.nodes.size) this.#arrange(drawn, near, tall);
    return true;
  }

  /** @param {boolean} sides @param {boolean} tall @returns {Map<ViewNode, Point>} */
  #whole(sides, tall) {
    const free = (/** @type {ViewNode} */ { x, y }) => (tall ? { x: y, y: x * UPRIGHT } : { x, y });
    return new Map(this.#model.data.nodes.map((node) => [node, sides ? { x: node.lx, y: node.ly } : free(node)]));
  }

  /** @param {Drawn} drawn @param {string} near @param {boolean} tall */
  #arrange(drawn, near, tall) {
    const nodes = [...drawn.nodes].flatMap((id) => this.#model.nodes.get(id) ?? []).sort((a, b) => b.degree - a.degree || (a.id < b.id ? -1 : 1));
    const found = arrange(nodes, drawn.lines, near || null, tall);
    for (const node of nodes) this.#positions.set(node, /** @type {Point} */ (found.get(node.id)));
  }
}
