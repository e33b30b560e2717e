/** The geometry of the lines: parallel claims apart, loops, and answers that end on the claim they answer. */
/** @import {Cubic, Line, Point, Stroke, ViewNode} from "../types.js" */

const GAP = 30;
const ANSWER_GAP = 7;
/** How far an answer swings out. */
const HIGHEST = 160;

/**
 * The radius of a node at scale 1.
 * @param {ViewNode} node
 */
export function radius(node) {
  return Math.min(11 + 2.4 * Math.sqrt(node.degree), 30);
}

/**
 * One stroke a line; a line whose claims speak against claims that are drawn gets one to each of their lines instead.
 * @param {Line[]} lines
 * @param {(node: ViewNode) => Point} place
 * @returns {Stroke[]}
 */
export function createStrokes(lines, place) {
  /** @type {Map<string, Line>} */
  const lineOf = new Map();
  for (const line of lines) for (const claim of line.claims) if (!lineOf.has(claim.id)) lineOf.set(claim.id, line);
  /** @type {Map<Line, Line[]>} */
  const targets = new Map();
  for (const line of lines) {
    const found = targetsOf(line, lineOf);
    if (found.length) targets.set(line, found);
  }
  const strokes = baseStrokes(lines.filter((line) => !targets.has(line)), place);
  const drawn = new Map(strokes.map((stroke) => [stroke.line, stroke]));
  let waiting = [...targets.keys()];
  while (waiting.length) {
    const ready = waiting.filter((line) => targets.get(line)?.every((target) => drawn.has(target)));
    // Claims that speak against each other wait for each other: then whoever comes first is drawn plainly.
    const next = ready.length ? answerStrokes(ready, targets, drawn, place) : baseStrokes(waiting.slice(0, 1), place);
    for (const stroke of next) if (!drawn.has(stroke.line)) drawn.set(stroke.line, stroke);
    strokes.push(...next);
    waiting = waiting.filter((line) => !drawn.has(line));
  }
  return strokes;
}

/**
 * Straight strokes, one a line: where so many are to be seen that nobody can follow one.
 * @param {Line[]} lines
 * @param {(node: ViewNode) => Point} place
 * @returns {Stroke[]}
 */
export function straightStrokes(lines, place) {
  return lines.map((line) => {
    const [a, b] = [place(line.from), place(line.to)];
    return { line, target: null, curve: [a, a, b, b] };
  });
}

/**
 * The lines that hold what a line speaks against.
 * @param {Line} line
 * @param {Map<string, Line>} lineOf  by claim
 */
function targetsOf(line, lineOf) {
  /** @type {Set<Line>} */
  const found = new Set();
  for (const claim of line.claims) {
    for (const id of claim.against ?? []) {
      const target = lineOf.get(id);
      if (target && target !== line) found.add(target);
    }
  }
  return [...found];
}

/**
 * @param {Line[]} lines
 * @param {(node: ViewNode) => Point} place
 * @returns {Stroke[]}
 */
function baseStrokes(lines, place) {
  /** @type {Map<string, Line[]>} */
  const bundles = new Map();
  for (const line of lines) {
    const key = line.from.id < line.to.id ? `${line.from.id} ${line.to.id}` : `${line.to.id} ${line.from.id}`;
    const bundle = bundles.get(key);
    if (bundle) bundle.push(line);
    else bundles.set(key, [line]);
  }
  return [...bundles.values()].flatMap((bundle) =>
    bundle.map((line, index) => ({ line, target: null, curve: baseCurve(line, index, bundle.length, place) })),
  );
}

/**
 * @param {Line} line
 * @param {number} index
 * @param {number} count
 * @param {(node: ViewNode) => Point} place
 * @returns {Cubic}
 */
function baseCurve(line, index, count, place) {
  const [a, b] = [place(line.from), place(line.to)];
  if (line.from === line.to) return loop(a, radius(line.from), index);
  const side = line.from.id < line.to.id ? 1 : -1;
  const gap = count > 8 ? (GAP * 8) / count : GAP;
  return bow(a, b, side * (index - (count - 1) / 2) * gap, radius(line.from) + 2, radius(line.to) + 5);
}

/**
 * A curve from a to b whose middle stands `height` to the left of the straight line, cut short at both ends.
 * @param {Point} a
 * @param {Point} b
 * @param {number} height
 * @param {number} cutA
 * @param {number} cutB
 * @returns {Cubic}
 */
function bow(a, b, height, cutA, cutB) {
  const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
  const normal = { x: (b.y - a.y) / length, y: (a.x - b.x) / length };
  const control = {
    x: (a.x + b.x) / 2 + normal.x * height * 2,
    y: (a.y + b.y) / 2 + normal.y * height * 2,
  };
  const start = towards(a, control, Math.min(cutA, length / 3));
  const end = towards(b, control, Math.min(cutB, length / 3));
  return [start, mix(start, control, 2 / 3), mix(end, control, 2 / 3), end];
}

/**
 * @param {Point} centre
 * @param {number} r
 * @param {number} index
 * @returns {Cubic}
 */
function loop(centre, r, index) {
  const angle = -Math.PI / 3 - index * 0.95;
  const at = (/** @type {number} */ turn, /** @type {number} */ distance) => ({
    x: centre.x + Math.cos(angle + turn) * distance,
    y: centre.y + Math.sin(angle + turn) * distance,
  });
  return [at(-0.45, r + 1), at(-0.62, r * 2 + 42), at(0.62, r * 2 + 42), at(0.45, r + 4)];
}

/**
 * @param {Line[]} lines
 * @param {Map<Line, Line[]>} targets
 * @param {Map<Line, Stroke>} drawn
 * @param {(node: ViewNode) => Point} place
 * @returns {Stroke[]}
 */
function answerStrokes(lines, targets, drawn, place) {
  /** @type {Map<Line, number>} */
  const seen = new Map();
  const strokes = [];
  for (const line of lines) {
    for (const target of targets.get(line) ?? []) {
      const rank = seen.get(target) ?? 0;
      seen.set(target, rank + 1);
      const struck = /** @type {Stroke} */ (drawn.get(target));
      strokes.push({ line, target, curve: answerCurve(place(line.from), radius(line.from), struck.curve, rank) });
    }
  }
  return strokes;
}

/**
 * From a node to a point on the claim that it answers; the second answer and further ones end beside the first.
 * @param {Point} start
 * @param {number} r
 * @param {Cubic} target
 * @param {number} rank
 */
function answerCurve(start, r, target, rank) {
  const t = 0.5 + [0, -0.13, 0.13, -0.24, 0.24][rank % 5];
  const end = pointAt(target, t);
  const along = { x: target[3].x - target[0].x, y: target[3].y - target[0].y };
  const reach = { x: end.x - start.x, y: end.y - start.y };
  const cross = along.x * reach.y - along.y * reach.x;
  const sine = Math.abs(cross) / (Math.hypot(along.x, along.y) * Math.hypot(reach.x, reach.y) || 1);
  // From an end of the very line, swing out, or the answer would hide on top of what it answers.
  const height = Math.min(Math.hypot(reach.x, reach.y) * (sine < 0.3 ? 0.42 : 0.1), HIGHEST) * (rank % 2 ? -1 : 1);
  return bow(start, end, height, r + 2, ANSWER_GAP);
}

/**
 * @param {Cubic} curve
 * @param {number} t  0 at the start, 1 at the end
 * @returns {Point}
 */
export function pointAt([a, b, c, d], t) {
  const s = 1 - t;
  const [w0, w1, w2, w3] = [s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t];
  return { x: a.x * w0 + b.x * w1 + c.x * w2 + d.x * w3, y: a.y * w0 + b.y * w1 + c.y * w2 + d.y * w3 };
}

/**
 * How far a point is from a curve.
 * @param {Point} point
 * @param {Cubic} curve
 * @param {number} within  what is certainly further away is Infinity
 */
export function distance(point, curve, within) {
  const xs = curve.map((p) => p.x);
  const ys = curve.map((p) => p.y);
  if (point.x < Math.min(...xs) - within || point.x > Math.max(...xs) + within) return Infinity;
  if (point.y < Math.min(...ys) - within || point.y > Math.max(...ys) + within) return Infinity;
  let best = Infinity;
  let before = curve[0];
  for (let step = 1; step <= 16; step++) {
    const next = pointAt(curve, step / 16);
    best = Math.min(best, toSegment(point, before, next));
    before = next;
  }
  return best;
}

/**
 * @param {Point} p
 * @param {Point} a
 * @param {Point} b
 */
function toSegment(p, a, b) {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const t = Math.max(0, Math.min(1, ((p.x - a.x) * dx + (p.y - a.y) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(p.x - a.x - t * dx, p.y - a.y - t * dy);
}

/**
 * @param {Point} from
 * @param {Point} to
 * @param {number} step
 */
function towards(from, to, step) {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  return { x: from.x + ((to.x - from.x) / length) * step, y: from.y + ((to.y - from.y) / length) * step };
}

/**
 * @param {Point} a
 * @param {Point} b
 * @param {number} share
 */
function mix(a, b, share) {
  return { x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share };
}
