/** Finds what lies at a place without looking at everything. */
/** @import {Point, Stroke, ViewNode} from "../types.js" */
import { distance, radius } from "./curves.js";

const CELL = 120;

/** Nodes by the cells that they cover, the most important first in each. */
export class NodeGrid {
  /** @type {Map<string, ViewNode[]>} */ #cells = new Map();
  #place;

  /**
   * @param {ViewNode[]} nodes  the most important first
   * @param {(node: ViewNode) => Point} place
   */
  constructor(nodes, place) {
    this.#place = place;
    for (const node of nodes) this.#add(node);
  }

  /** @param {ViewNode} node */
  #add(node) {
    const { x, y } = this.#place(node);
    const r = radius(node) * 1.2;
    for (let across = Math.floor((x - r) / CELL); across <= Math.floor((x + r) / CELL); across++) {
      for (let down = Math.floor((y - r) / CELL); down <= Math.floor((y + r) / CELL); down++) {
        const key = `${across} ${down}`;
        const cell = this.#cells.get(key);
        if (cell) cell.push(node);
        else this.#cells.set(key, [node]);
      }
    }
  }

  /**
   * @param {Point} point
   * @param {number} reach  how far beside a node still hits it
   */
  at(point, reach) {
    const cell = this.#cells.get(`${Math.floor(point.x / CELL)} ${Math.floor(point.y / CELL)}`) ?? [];
    return cell.find((node) => {
      const { x, y } = this.#place(node);
      return Math.hypot(point.x - x, point.y - y) <= radius(node) + reach;
    });
  }
}

/**
 * The stroke that is nearest to a point, none when all are further than `reach`.
 * @param {Stroke[]} strokes
 * @param {Point} point
 * @param {number} reach
 */
export function strokeAt(strokes, point, reach) {
  let best = reach;
  let found = null;
  for (const stroke of strokes) {
    const away = distance(point, stroke.curve, reach);
    if (away < best) [best, found] = [away, stroke];
  }
  return found;
}
