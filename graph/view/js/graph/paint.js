/** Draws lines and nodes on a pen: the page's canvas, or SVG. */
/** @import {Cubic, Line, Point, Stroke, ViewNode} from "../types.js" */
/** @import {Theme, End} from "./palette.js" */
/** @import {Pen} from "./pen.js" */
import { pointAt, radius } from "./curves.js";
import { LOOKS, lookOf } from "./palette.js";

/**
 * @typedef {object} Look
 * @property {Theme} theme
 * @property {number} unit                     the measure of lines and their ends; less than a pixel where all is small
 * @property {number} pixel                    how long a pixel of the screen is in the drawing
 * @property {number} least                    the least radius of a node
 * @property {boolean} coarse                  too much to draw ends, waves and halos
 * @property {Set<string>} contested
 * @property {Set<string>} withdrawn
 * @property {{nodes: Set<string>, lines: Set<Line>}|null} focus   what is chosen
 * @property {Map<string, number>} closed
 * @property {string|null} cursor              the node that the keyboard is at
 */

/** How much is seen of what a coder says, and no speaker. */
const CODED = 0.45;
/** How much of what is not chosen is seen. It is painted as one layer, so that lines upon lines add up to nothing bright. */
export const FAINT = 0.13;

/**
 * @param {Pen} pen
 * @param {Stroke[]} strokes
 * @param {Look} look
 */
export function paintStrokes(pen, strokes, look) {
  if (look.coarse) return paintCoarsely(pen, strokes, look);
  for (const stroke of strokes) if (!stroke.line.claim) paintStroke(pen, stroke, look);
  for (const stroke of strokes) if (stroke.line.claim) paintStroke(pen, stroke, look);
  pen.globalAlpha = 1;
  pen.setLineDash([]);
}

/**
 * All lines of a kind as one path: a tenth of the time, at a size where nobody sees the ends.
 * @param {Pen} pen
 * @param {Stroke[]} strokes
 * @param {Look} look
 */
function paintCoarsely(pen, strokes, look) {
  /** @type {Map<keyof Theme["acts"], Stroke[]>} */
  const groups = new Map();
  for (const stroke of strokes) {
    const key = stroke.line.claim ? lookOf(stroke.line.claim) : "allegation";
    const group = groups.get(key);
    if (group) group.push(stroke);
    else groups.set(key, [stroke]);
  }
  pen.globalAlpha = 0.45;
  pen.lineWidth = look.unit;
  for (const [act, group] of groups) {
    pen.strokeStyle = look.theme.acts[act];
    pen.beginPath();
    for (const { curve } of group) {
      pen.moveTo(curve[0].x, curve[0].y);
      pen.lineTo(curve[3].x, curve[3].y);
    }
    pen.stroke();
  }
  pen.globalAlpha = 1;
}

/**
 * @param {Pen} pen
 * @param {Stroke} stroke
 * @param {Look} look
 */
export function paintStroke(pen, { line, curve }, look) {
  const { theme, unit } = look;
  const { claim, claims } = line;
  const gone = claims.length > 0 && claims.every((one) => look.withdrawn.has(one.id));
  pen.globalAlpha = gone || claim?.coder ? CODED : 1;
  if (!claim) return paintAllegation(pen, curve, look);
  const style = LOOKS[lookOf(claim)];
  pen.strokeStyle = theme.acts[lookOf(claim)];
  pen.fillStyle = theme.acts[lookOf(claim)];
  pen.lineWidth = (style.width + Math.min(4, Math.log2(claims.length))) * unit * (look.focus?.lines.has(line) ? 1.4 : 1);
  pen.setLineDash(style.dash.map((part) => part * unit));
  if (claims.some((one) => look.contested.has(one.id))) tracePath(pen, waved(curve, unit));
  else traceCurve(pen, curve);
  pen.stroke();
  pen.setLineDash([]);
  paintEnd(pen, curve, style.end, unit, theme.paper);
  if (gone) paintCross(pen, pointAt(curve, 0.5), 6 * unit, unit);
}

/**
 * @param {Pen} pen
 * @param {Cubic} curve
 * @param {Look} look
 */
function paintAllegation(pen, curve, look) {
  pen.strokeStyle = look.theme.acts.allegation;
  pen.lineWidth = 1.2 * look.unit;
  pen.setLineDash([1.5 * look.unit, 4 * look.unit]);
  traceCurve(pen, curve);
  pen.stroke();
  pen.setLineDash([]);
}

/**
 * @param {Pen} pen
 * @param {Cubic} curve
 */
function traceCurve(pen, [a, b, c, d]) {
  pen.beginPath();
  pen.moveTo(a.x, a.y);
  pen.bezierCurveTo(b.x, b.y, c.x, c.y, d.x, d.y);
}

/**
 * @param {Pen} pen
 * @param {Point[]} points
 */
function tracePath(pen, points) {
  pen.beginPath();
  points.forEach((point, index) => (index ? pen.lineTo(point.x, point.y) : pen.moveTo(point.x, point.y)));
}

/**
 * The curve as a wave, calm at its ends: how a contested accusation looks.
 * @param {Cubic} curve
 * @param {number} unit
 */
function waved(curve, unit) {
  const length = Math.hypot(curve[3].x - curve[0].x, curve[3].y - curve[0].y) * 1.05;
  const steps = Math.min(400, Math.max(12, Math.round(length / (2 * unit))));
  const waves = Math.max(2, Math.round(length / (13 * unit)));
  const points = [];
  for (let step = 0; step <= steps; step++) {
    const t = step / steps;
    const here = pointAt(curve, t);
    const next = pointAt(curve, Math.min(1, t + 0.01));
    const before = pointAt(curve, Math.max(0, t - 0.01));
    const slope = Math.hypot(next.x - before.x, next.y - before.y) || 1;
    const calm = Math.min(1, t * 6, (1 - t) * 5);
    const swing = Math.sin(t * waves * 2 * Math.PI) * 3 * unit * calm;
    points.push({ x: here.x + ((before.y - next.y) / slope) * swing, y: here.y + ((next.x - before.x) / slope) * swing });
  }
  return points;
}

/**
 * @param {Pen} pen
 * @param {Cubic} curve
 * @param {End} end
 * @param {number} unit
 * @param {string} paper
 */
function paintEnd(pen, curve, end, unit, paper) {
  const tip = curve[3];
  const from = pointAt(curve, 0.94);
  const angle = Math.atan2(tip.y - from.y, tip.x - from.x);
  const at = (/** @type {number} */ along, /** @type {number} */ aside) => ({
    x: tip.x + (Math.cos(angle) * along - Math.sin(angle) * aside) * unit,
    y: tip.y + (Math.sin(angle) * along + Math.cos(angle) * aside) * unit,
  });
  const ink = pen.fillStyle;
  pen.lineWidth = 2 * unit;
  if (end === "arrow") outline(pen, [at(3, 0), at(-8, -4.5), at(-8, 4.5)], ink);
  else if (end === "open-arrow") outline(pen, [at(3, 0), at(-9, -5), at(-9, 5)], paper);
  else if (end === "diamond") outline(pen, [at(4, 0), at(-3, -5), at(-10, 0), at(-3, 5)], paper);
  else if (end === "square") outline(pen, [at(2, -1.5), at(2, 1.5), at(-1, 1.5), at(-1, -1.5)], ink);
  else if (end === "dot") circle(pen, at(-2, 0), 4.5 * unit, ink);
  else if (end === "cross") paintCross(pen, at(1, 0), 4.5 * unit, unit);
  else if (end === "bar") paintBar(pen, at(2, -7), at(2, 7), unit);
  pen.fillStyle = ink;
}

/**
 * @param {Pen} pen
 * @param {Point} from
 * @param {Point} to
 * @param {number} unit
 */
function paintBar(pen, from, to, unit) {
  pen.lineWidth = 3.5 * unit;
  tracePath(pen, [from, to]);
  pen.stroke();
}

/**
 * @param {Pen} pen
 * @param {Point} at
 * @param {number} size
 * @param {number} unit
 */
function paintCross(pen, at, size, unit) {
  pen.lineWidth = 2 * unit;
  pen.beginPath();
  pen.moveTo(at.x - size, at.y - size);
  pen.lineTo(at.x + size, at.y + size);
  pen.moveTo(at.x - size, at.y + size);
  pen.lineTo(at.x + size, at.y - size);
  pen.stroke();
}

/**
 * @param {Pen} pen
 * @param {Point[]} points
 * @param {Pen["fillStyle"]} inside
 */
function outline(pen, points, inside) {
  tracePath(pen, points);
  pen.closePath();
  pen.fillStyle = inside;
  pen.fill();
  pen.stroke();
}

/**
 * @param {Pen} pen
 * @param {Point} at
 * @param {number} r
 * @param {Pen["fillStyle"]} inside
 */
function circle(pen, at, r, inside) {
  pen.beginPath();
  pen.arc(at.x, at.y, r, 0, 2 * Math.PI);
  pen.fillStyle = inside;
  pen.fill();
}

/**
 * Actors are round (personas and unnamed sources with a broken outline), incidents are diamonds.
 * @param {Pen} pen
 * @param {ViewNode} node
 * @param {Point} at
 * @param {Look} look
 */
export function paintNode(pen, node, at, look) {
  const { theme, unit, pixel } = look;
  const r = Math.max(radius(node), look.least);
  const incident = node.type === "incident";
  pen.beginPath();
  if (incident) traceDiamond(pen, at, r * 1.15);
  else pen.arc(at.x, at.y, r, 0, 2 * Math.PI);
  pen.fillStyle = incident ? theme.incident : theme.node;
  pen.fill();
  pen.strokeStyle = incident ? theme.incidentLine : theme.nodeLine;
  pen.lineWidth = Math.min(1.8 * unit, r / 2);
  const dash = dashOf(node);
  if (dash.length) pen.setLineDash(dash.map((part) => part * unit));
  pen.stroke();
  if (dash.length) pen.setLineDash([]);
  if (!look.coarse && node.kind === "state") paintRing(pen, at, r - 4);
  if (look.cursor === node.id) paintCursor(pen, at, r + 6 * pixel, look);
  if (!look.coarse && look.closed.has(node.id)) paintMore(pen, at, r, look);
  pen.globalAlpha = 1;
}

/** @param {ViewNode} node */
function dashOf(node) {
  return node.kind === "persona" ? [5, 3] : node.kind === "unnamed" ? [1.5, 3] : [];
}

/**
 * @param {Pen} pen
 * @param {Point} at
 * @param {number} r
 */
function traceDiamond(pen, at, r) {
  pen.moveTo(at.x, at.y - r);
  pen.lineTo(at.x + r, at.y);
  pen.lineTo(at.x, at.y + r);
  pen.lineTo(at.x - r, at.y);
  pen.closePath();
}

/**
 * @param {Pen} pen
 * @param {Point} at
 * @param {number} r
 */
function paintRing(pen, at, r) {
  pen.beginPath();
  pen.arc(at.x, at.y, r, 0, 2 * Math.PI);
  pen.stroke();
}

/**
 * @param {Pen} pen
 * @param {Point} at
 * @param {number} r
 * @param {Look} look
 */
function paintCursor(pen, at, r, look) {
  pen.strokeStyle = look.theme.select;
  pen.lineWidth = 2.5 * look.pixel;
  paintRing(pen, at, r);
}

/**
 * A small plus: neighbours of this node are not shown yet.
 * @param {Pen} pen
 * @param {Point} at
 * @param {number} r
 * @param {Look} look
 */
function paintMore(pen, at, r, look) {
  const centre = { x: at.x + r * 0.75, y: at.y - r * 0.75 };
  const arm = Math.min(3 * look.unit, r / 4);
  circle(pen, centre, 2 * arm, look.theme.nodeLine);
  pen.strokeStyle = look.theme.paper;
  pen.lineWidth = arm / 2;
  pen.beginPath();
  pen.moveTo(centre.x - arm, centre.y);
  pen.lineTo(centre.x + arm, centre.y);
  pen.moveTo(centre.x, centre.y - arm);
  pen.lineTo(centre.x, centre.y + arm);
  pen.stroke();
}
