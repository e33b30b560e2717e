/** Names of nodes, statuses of allegations and dates of claims, drawn only where they overlap nothing. */
/** @import {Point, State, Stroke, ViewNode} from "../types.js" */
/** @import {Look} from "./paint.js" */
/** @import {Pen} from "./pen.js" */
import { pointAt, radius } from "./curves.js";

const FONT = '"Source Sans 3", "Segoe UI", "Helvetica Neue", Arial, sans-serif';
const LINE = 15;
const LONGEST = 22;
const LONGEST_BESIDE = 27;
/** Beyond so many nodes only names are kept apart from each other, not from every node. */
const FEW = 500;
/** Up to so many lines, names also keep out of the way of lines. */
const FEW_LINES = 300;
/** Names beyond so many are not tried: where there are more, most find no place. */
const MOST_NAMES = 800;
/** The names of so many of the most important nodes may stand on other nodes. */
const CERTAIN = 12;

/** The dates of more lines would only hide them. */
const MOST_DATES = 60;

/** Where a name stands, by column; the first place that is free. */
const PREFERRED = [["left"], ["below", "above", "right", "left"], ["right", "below"], ["right", "below"]];

/**
 * @typedef {object} Labelling
 * @property {ViewNode[]} nodes           the most important first
 * @property {(node: ViewNode) => Point} place
 * @property {Stroke[]} strokes
 * @property {State["layout"]} layout
 * @property {(allegation: string) => string} statusOf   in words
 * @property {(line: import("../types.js").Line) => string} dateOf
 * @property {(allegation: string) => boolean} contested
 * @property {Set<string>} changed        allegations whose status has just changed
 * @property {boolean} statuses           whether there is room for statuses
 * @property {{left: number, top: number, right: number, bottom: number}} window   what is to be seen
 */

/** @typedef {{left: number, top: number, right: number, bottom: number}} Box */

/** Boxes taken so far, in a grid so that a look-up does not cost more with each; and points better left free. */
class Taken {
  /** @type {Map<string, Box[]>} */ #cells = new Map();
  /** @type {Map<string, Point[]>} */ #points = new Map();
  #size;

  /** @param {number} size */
  constructor(size) {
    this.#size = size;
  }
  /**
   * @param {Box} box
   * @param {(cell: Box[], key: string) => boolean} visit  true ends the walk
   */
  #walk(box, visit) {
    for (let x = Math.floor(box.left / this.#size); x <= Math.floor(box.right / this.#size); x++) {
      for (let y = Math.floor(box.top / this.#size); y <= Math.floor(box.bottom / this.#size); y++) {
        const key = `${x} ${y}`;
        if (visit(this.#cells.get(key) ?? [], key)) return true;
      }
    }
    return false;
  }
  /** @param {Point} point */
  avoid(point) {
    const key = `${Math.floor(point.x / this.#size)} ${Math.floor(point.y / this.#size)}`;
    const cell = this.#points.get(key);
    if (cell) cell.push(point);
    else this.#points.set(key, [point]);
  }
  /** How many points to avoid a box covers. @param {Box} box */
  covered(box) {
    let count = 0;
    this.#walk(box, (_, key) => {
      for (const point of this.#points.get(key) ?? []) count += Number(isInside(point, box));
      return false;
    });
    return count;
  }
  /** @param {Box} box */
  add(box) {
    this.#walk(box, (cell, key) => {
      this.#cells.set(key, [...cell, box]);
      return false;
    });
  }
  /** @param {Box} box */
  free(box) {
    const meets = (/** @type {Box} */ other) =>
      other.left < box.right && box.left < other.right && other.top < box.bottom && box.top < other.bottom;
    return !this.#walk(box, (cell) => cell.some(meets));
  }
}

/**
 * @param {Pen} pen
 * @param {Labelling} what
 * @param {Look} look
 */
export function paintLabels(pen, what, look) {
  const taken = new Taken(120 * look.pixel);
  const bodies = new Taken(120 * look.pixel);
  if (what.nodes.length <= FEW) for (const node of what.nodes) bodies.add(nodeBox(node, what.place(node)));
  if (what.strokes.length <= FEW_LINES) {
    for (const { curve } of what.strokes) for (let step = 0; step <= 16; step++) taken.avoid(pointAt(curve, step / 16));
  }
  pen.textBaseline = "middle";
  const wanted = look.focus ? what.nodes.filter((node) => look.focus?.nodes.has(node.id)) : what.nodes;
  const named = wanted.filter((node) => isInside(what.place(node), what.window)).slice(0, MOST_NAMES);
  named.forEach((node, rank) => paintName(pen, node, what, look, taken, rank < CERTAIN ? null : bodies));
  if (look.coarse) return;
  for (const stroke of what.strokes) {
    const { line } = stroke;
    const lit = look.focus?.lines.has(line) ?? false;
    if (look.focus && !lit) continue;
    if (line.allegation) {
      if (what.statuses || lit) paintStatus(pen, stroke, what, look, taken, bodies);
    } else if (line.claims.length > 1) paintOn(pen, stroke, String(line.claims.length), 600, look, taken, bodies);
    else if (lit && (look.focus?.lines.size ?? 0) <= MOST_DATES) paintOn(pen, stroke, what.dateOf(line), 400, look, taken, bodies);
  }
  pen.globalAlpha = 1;
}

/**
 * @param {Point} point
 * @param {Box} box
 */
function isInside(point, box) {
  return point.x >= box.left && point.x <= box.right && point.y >= box.top && point.y <= box.bottom;
}

/**
 * @param {ViewNode} node
 * @param {Point} at
 */
function nodeBox(node, at) {
  const r = radius(node);
  return { left: at.x - r, right: at.x + r, top: at.y - r, bottom: at.y + r };
}

/**
 * A name in lines of at most so many characters, at most three of them.
 * @param {string} text
 * @param {number} [longest]
 */
export function broken(text, longest = LONGEST) {
  const lines = [""];
  for (const word of text.split(/\s+/)) {
    const longer = `${lines[lines.length - 1]} ${word}`.trim();
    if (longer.length <= longest || !lines[lines.length - 1]) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  const kept = lines.slice(0, 3).map((line) => (line.length > longest + 6 ? `${line.slice(0, longest + 5)}…` : line));
  if (lines.length > 3) kept[2] += " …";
  return kept;
}

/**
 * @param {Pen} pen
 * @param {ViewNode} node
 * @param {Labelling} what
 * @param {Look} look
 * @param {Taken} taken
 * @param {Taken|null} bodies  the nodes to keep clear of
 */
function paintName(pen, node, what, look, taken, bodies) {
  const u = look.pixel;
  const at = what.place(node);
  const lit = look.focus?.nodes.has(node.id) ?? false;
  pen.font = `${node.type === "incident" ? "italic " : ""}${lit || node.degree > 5 ? 600 : 400} ${12.5 * u}px ${FONT}`;
  const lines = broken(node.label, what.layout === "sides" ? LONGEST_BESIDE : LONGEST);
  const wide = Math.max(...lines.map((line) => pen.measureText(line).width));
  const high = lines.length * LINE * u;
  const r = Math.max(radius(node), look.least) * (node.type === "incident" ? 1.15 : 1) + 5 * u;
  /** @type {Record<string, [CanvasTextAlign, number, number]>} */
  const sides = {
    below: ["center", at.x, at.y + r], above: ["center", at.x, at.y - r - high],
    right: ["left", at.x + r, at.y - high / 2], left: ["right", at.x - r, at.y - high / 2],
  };
  const places = PREFERRED[what.layout === "sides" ? node.column : 1].map((side) => {
    const [align, x, top] = sides[side];
    const left = align === "right" ? x - wide : align === "left" ? x : x - wide / 2;
    return { align, x, top, box: { left: left - 2 * u, right: left + wide + 2 * u, top: top - u, bottom: top + high } };
  });
  const whole = (/** @type {Box} */ box) =>
    box.left >= what.window.left && box.right <= what.window.right && box.top >= what.window.top && box.bottom <= what.window.bottom;
  const free = places.filter((place) => whole(place.box) && taken.free(place.box) && (!bodies || bodies.free(place.box)));
  if (!free.length) return;
  const crossed = free.map((place) => taken.covered(place.box));
  const { align, x, top, box } = free[crossed.indexOf(Math.min(...crossed))];
  taken.add(box);
  pen.textAlign = align;
  pen.globalAlpha = 1;
  lines.forEach((line, index) => halo(pen, line, x, top + (index + 0.5) * LINE * u, look));
}

/**
 * @param {Pen} pen
 * @param {string} text
 * @param {number} x
 * @param {number} y
 * @param {Look} look
 */
function halo(pen, text, x, y, look) {
  pen.strokeStyle = look.theme.paper;
  pen.lineWidth = 4 * look.pixel;
  pen.lineJoin = "round";
  pen.setLineDash([]);
  pen.strokeText(text, x, y);
  pen.fillStyle = look.theme.ink;
  pen.fillText(text, x, y);
}

/**
 * Where a text stands on a line: where it covers no other and no node, else no other.
 * @param {Stroke} stroke
 * @param {number[]} places  along the line, the best first
 * @param {(point: Point) => Box} box
 * @param {Taken} taken
 * @param {Taken} bodies
 */
function spotOn(stroke, places, box, taken, bodies) {
  const free = places.map((t) => pointAt(stroke.curve, t)).filter((point) => taken.free(box(point)));
  return { clear: free.find((point) => bodies.free(box(point))), free: free[0] };
}

/**
 * @param {Pen} pen
 * @param {Stroke} stroke
 * @param {Labelling} what
 * @param {Look} look
 * @param {Taken} taken
 * @param {Taken} bodies
 */
function paintStatus(pen, stroke, what, look, taken, bodies) {
  const allegation = stroke.line.allegation;
  if (!allegation) return;
  const u = look.pixel;
  const status = what.statusOf(allegation.id);
  const disputed = what.contested(allegation.id);
  const changed = what.changed.has(allegation.id);
  pen.font = `${disputed || changed ? 600 : 400} ${12 * u}px ${FONT}`;
  const wide = pen.measureText(status).width + 14 * u;
  const { clear, free } = spotOn(stroke, [0.5, 0.38, 0.62, 0.26, 0.74], (point) => centred(point, wide, 18 * u), taken, bodies);
  // Of a line that is short for it, only who asks sees it.
  const at = clear ?? (changed || look.focus ? free : undefined);
  if (!at) return;
  const box = centred(at, wide, 18 * u);
  taken.add(box);
  pen.globalAlpha = 1;
  pen.beginPath();
  pen.rect(box.left, box.top, wide, 18 * u);
  pen.fillStyle = changed ? look.theme.incident : look.theme.paper;
  pen.fill();
  pen.strokeStyle = changed ? look.theme.incidentLine : look.theme.acts.allegation;
  pen.lineWidth = (changed ? 2.5 : 1) * u;
  pen.setLineDash(disputed ? [4 * u, 2 * u] : []);
  pen.stroke();
  pen.setLineDash([]);
  pen.fillStyle = look.theme.ink;
  pen.textAlign = "center";
  pen.fillText(status, at.x, at.y);
}

/**
 * @param {Pen} pen
 * @param {Stroke} stroke
 * @param {string} text
 * @param {number} weight
 * @param {Look} look
 * @param {Taken} taken
 * @param {Taken} bodies
 */
function paintOn(pen, stroke, text, weight, look, taken, bodies) {
  const u = look.pixel;
  pen.font = `${weight} ${12 * u}px ${FONT}`;
  const wide = pen.measureText(text).width;
  const { clear, free } = spotOn(stroke, [0.5, 0.36, 0.64, 0.25], (point) => centred(point, wide, 16 * u), taken, bodies);
  const at = clear ?? free;
  if (!at) return;
  taken.add(centred(at, wide, 16 * u));
  pen.globalAlpha = 1;
  pen.textAlign = "center";
  halo(pen, text, at.x, at.y, look);
}

/**
 * @param {Point} centre
 * @param {number} wide
 * @param {number} high
 * @returns {Box}
 */
function centred(centre, wide, high) {
  return { left: centre.x - wide / 2, right: centre.x + wide / 2, top: centre.y - high / 2, bottom: centre.y + high / 2 };
}
