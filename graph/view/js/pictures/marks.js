/** The signs of claims: a shape and a colour each, hollow where a coder and no speaker says it. */
/** @import {ViewClaim} from "../types.js" */
/** @import {Look, Theme} from "../graph/palette.js" */
/** @import {Attributes} from "./svg.js" */
import { lookOf } from "../graph/palette.js";
import { withdrawnAt } from "../data/model.js";
import { element, neat, straight, tooltip } from "./svg.js";

/** How far a sign reaches from its middle, in pixels. */
export const REACH = 5;

/** Corners of the shapes, from the middle, for a reach of 1. @type {Record<Look, [number, number][]|"circle"|"cross">} */
const SHAPES = {
  attribution: "circle",
  endorsement: [[0, -1.05], [1.05, 0.85], [-1.05, 0.85]],
  responsibility: star(),
  denial: [[-0.9, -0.9], [0.9, -0.9], [0.9, 0.9], [-0.9, 0.9]],
  challenge: [[0, -1.15], [1.15, 0], [0, 1.15], [-1.15, 0]],
  withdrawal: "cross",
  report: [[-1, -0.4], [1, -0.4], [1, 0.4], [-1, 0.4]],
  finding: [[-0.55, -1], [0.55, -1], [1.1, 0], [0.55, 1], [-0.55, 1], [-1.1, 0]],
  "no-comment": [[-0.4, -1], [0.4, -1], [0.4, 1], [-0.4, 1]],
  criticism: [[0, 1.05], [1.05, -0.85], [-1.05, -0.85]],
};

/** @returns {[number, number][]} */
function star() {
  return Array.from({ length: 10 }, (_, at) => {
    const [turn, far] = [(Math.PI * at) / 5, at % 2 ? 0.55 : 1.2];
    return [Math.sin(turn) * far, -Math.cos(turn) * far];
  });
}

/**
 * A shape at a place.
 * @param {Look} look
 * @param {number} x
 * @param {number} y
 * @param {Theme} theme
 * @param {{hollow?: boolean, reach?: number}} [how]
 */
export function shape(look, x, y, theme, { hollow = false, reach = REACH } = {}) {
  const colour = theme.acts[look];
  const paint = { fill: hollow ? theme.paper : colour, stroke: colour, "stroke-width": hollow ? 1.8 : 0.8 };
  const corners = SHAPES[look];
  const inner = hollow ? reach - 0.6 : reach;
  if (corners === "circle") return element("circle", { cx: x, cy: y, r: inner, ...paint });
  if (corners === "cross") {
    const arm = reach * 0.8;
    const line = { "stroke-width": 2.2, "stroke-linecap": "round" };
    return straight(x - arm, y - arm, x + arm, y + arm, colour, line) + straight(x - arm, y + arm, x + arm, y - arm, colour, line);
  }
  const points = corners.map(([dx, dy]) => `${neat(x + dx * inner)},${neat(y + dy * inner)}`).join(" ");
  return element("polygon", { points, ...paint, "stroke-linejoin": "round" });
}

/**
 * The sign of a claim, which can be chosen with pointer and keyboard; struck through where it was taken back.
 * @param {ViewClaim} claim
 * @param {number} x
 * @param {number} y
 * @param {{theme: Theme, until: string|null, says: string, data?: Attributes, reach?: number}} how
 */
export function claimMark(claim, x, y, { theme, until, says, data = {}, reach = REACH }) {
  const gone = withdrawnAt(claim, until);
  const strike = straight(x - reach - 3, y, x + reach + 3, y, theme.ink, { "stroke-width": 1.6 });
  return element(
    "g",
    { class: "mark", "data-claim": claim.id, role: "button", tabindex: -1, "aria-label": says, opacity: gone ? 0.7 : null, ...data },
    tooltip(says), shape(lookOf(claim), x, y, theme, { hollow: claim.coder, reach }), gone ? strike : "",
  );
}
