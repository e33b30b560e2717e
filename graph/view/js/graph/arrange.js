/** Where the nodes of a part of the graph stand: nearer to what they are linked with, and with room for their names. */
/** @import {Line, Point, ViewNode} from "../types.js" */

/** Parts of more nodes keep the places that they have in the whole. */
export const PART = 160;
const LENGTH = 190;
const ROUNDS = 220;
/** How much all is drawn to the middle, and how much more from the sides that are nearer: a window is wider than high, but on a phone. */
const GRAVITY = 0.7;
const NARROW = 1.6;

/**
 * Fruchterman and Reingold's (1991) forces from the places in the whole, so that nothing depends on chance.
 * @param {ViewNode[]} nodes
 * @param {Line[]} lines
 * @param {string|null} middle  the node that stands in the middle
 * @param {boolean} [tall]  whether the window is higher than wide
 * @returns {Map<string, Point>}
 */
export function arrange(nodes, lines, middle, tall = false) {
  const at = nodes.map((_, number) => spiral(number));
  const number = new Map(nodes.map((node, place) => [node.id, place]));
  const pairs = [...new Set(lines.map((line) => `${number.get(line.from.id)} ${number.get(line.to.id)}`))]
    .map((pair) => pair.split(" ").map(Number)).filter(([a, b]) => a !== b);
  for (let round = 0; round < ROUNDS; round++) {
    const heat = LENGTH * 0.6 * (1 - round / ROUNDS) + 2;
    move(at, forces(at, pairs, tall), heat);
  }
  for (let round = 0; round < 80 && apart(at, nodes); round++);
  const centre = middle !== null && number.has(middle) ? at[number.get(middle) ?? 0] : { x: 0, y: 0 };
  return new Map(nodes.map((node, place) => [node.id, { x: at[place].x - centre.x, y: at[place].y - centre.y }]));
}

/** A fixed start. @param {number} number @returns {Point} */
function spiral(number) {
  const turn = number * Math.PI * (3 - Math.sqrt(5));
  return { x: Math.sqrt(number) * Math.cos(turn) * LENGTH * 0.7, y: Math.sqrt(number) * Math.sin(turn) * LENGTH * 0.7 };
}

/**
 * @param {Point[]} at
 * @param {number[][]} pairs
 * @param {boolean} tall
 */
function forces(at, pairs, tall) {
  const [across, down] = tall ? [GRAVITY * NARROW, GRAVITY] : [GRAVITY, GRAVITY * NARROW];
  const found = at.map(({ x, y }) => ({ x: -x * across, y: -y * down }));
  for (let a = 0; a < at.length; a++) {
    for (let b = a + 1; b < at.length; b++) {
      const [dx, dy] = [at[a].x - at[b].x || 0.1, at[a].y - at[b].y || 0.1];
      const push = (LENGTH * LENGTH) / (dx * dx + dy * dy);
      found[a].x += dx * push;
      found[a].y += dy * push;
      found[b].x -= dx * push;
      found[b].y -= dy * push;
    }
  }
  for (const [a, b] of pairs) {
    const [dx, dy] = [at[a].x - at[b].x, at[a].y - at[b].y];
    const pull = Math.hypot(dx, dy) / LENGTH;
    found[a].x -= dx * pull;
    found[a].y -= dy * pull;
    found[b].x += dx * pull;
    found[b].y += dy * pull;
  }
  return found;
}

/**
 * @param {Point[]} at
 * @param {Point[]} by
 * @param {number} most
 */
function move(at, by, most) {
  at.forEach((point, place) => {
    const length = Math.hypot(by[place].x, by[place].y) || 1;
    const step = Math.min(length, most) / length;
    point.x += by[place].x * step;
    point.y += by[place].y * step;
  });
}

/**
 * Push boxes that overlap apart, along the axis that needs less.
 * @param {Point[]} at
 * @param {ViewNode[]} nodes
 */
function apart(at, nodes) {
  const boxes = nodes.map((node) => ({ w: Math.min(node.label.length, 24) * 7.5 + 26, h: 62 + Math.ceil(node.label.length / 22) * 17 }));
  let moved = false;
  for (let a = 0; a < at.length; a++) {
    for (let b = a + 1; b < at.length; b++) {
      const overX = (boxes[a].w + boxes[b].w) / 2 - Math.abs(at[a].x - at[b].x);
      const overY = (boxes[a].h + boxes[b].h) / 2 - Math.abs(at[a].y - at[b].y);
      if (overX <= 0.5 || overY <= 0.5) continue;
      const axis = overX < overY ? "x" : "y";
      const over = Math.min(overX, overY) / 2;
      const [low, high] = at[a][axis] <= at[b][axis] ? [a, b] : [b, a];
      at[low][axis] -= over;
      at[high][axis] += over;
      moved = true;
    }
  }
  return moved;
}
