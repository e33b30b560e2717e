/** Finds what lies at a place without looking at everything. */
/** @import {Line, Point, Stroke, ViewNode} from "../types.js" */
import { distance, radius } from "./curves.js";

const GRID = 120;

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
    for (let across = Math.floor((x - r) / GRID); across <= Math.floor((x + r) / GRID); across++) {
      for (let down = Math.floor((y - r) / GRID); down <= Math.floor((y + r) / GRID); down++) {
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
    const cell = this.#cells.get(`${Math.floor(point.x / GRID)} ${Math.floor(point.y / GRID)}`) ?? [];
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

/**
 * The neighbour of a node that lies most nearly in a direction; null when none does.
 * @param {ViewNode} node
 * @param {number} angle  radians, clockwise from the right
 * @param {Line[]} lines
 * @param {(node: ViewNode) => Point} place
 * @returns {string|null}
 */
export function towardsAngle(node, angle, lines, place) {
  const others = new Set(lines.flatMap(({ from, to }) => (from === node ? [to] : to === node ? [from] : [])));
  const here = place(node);
  let [best, least] = [/** @type {string|null} */ (null), Math.PI / 2];
  for (const other of others) {
    if (other === node) continue;
    const there = place(other);
    const turn = Math.atan2(there.y - here.y, there.x - here.x) - angle;
    const off = Math.abs(Math.atan2(Math.sin(turn), Math.cos(turn)));
    if (off < least) [best, least] = [other.id, off];
  }
  return best;
}
