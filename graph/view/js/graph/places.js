/** Where nodes stand: as the whole was laid out, or for themselves where a small part is drawn, or where they were dragged. */
/** @import {Drawn, Model, Point, State} from "../types.js" */
import { PART, arrange } from "./arrange.js";

export class Places {
  #model;
  /** @type {Map<string, Point>} */ #positions = new Map();
  #part = "";

  /** @param {Model} model */
  constructor(model) {
    this.#model = model;
  }

  /** @param {string} id */
  of(id) {
    return /** @type {Point} */ (this.#positions.get(id));
  }

  /** @param {string} id @param {Point} point */
  set(id, point) {
    this.#positions.set(id, point);
  }

  /**
   * Give nodes their places; returns whether another part of the graph is drawn than before.
   * @param {Drawn} drawn
   * @param {State} state
   */
  settle(drawn, { incident, dataset, near, layout, all, status }) {
    const part = JSON.stringify([incident, dataset, near, layout, all, status]);
    if (part === this.#part) return false;
    this.#part = part;
    this.#positions = this.#whole(layout === "sides");
    if (layout === "free" && drawn.nodes.size <= PART && drawn.nodes.size < this.#model.nodes.size) this.#arrange(drawn, near);
    return true;
  }

  /** @param {boolean} sides @returns {Map<string, Point>} */
  #whole(sides) {
    return new Map(this.#model.data.nodes.map(({ id, x, y, lx, ly }) => [id, sides ? { x: lx, y: ly } : { x, y }]));
  }

  /** @param {Drawn} drawn @param {string} near */
  #arrange(drawn, near) {
    const nodes = [...drawn.nodes].flatMap((id) => this.#model.nodes.get(id) ?? []).sort((a, b) => b.degree - a.degree || (a.id < b.id ? -1 : 1));
    for (const [id, point] of arrange(nodes, drawn.lines, near || null)) this.#positions.set(id, point);
  }
}
