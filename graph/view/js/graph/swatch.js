/** Small pictures of what the drawing is made of, by the same code that draws it. */
/** @import {ViewNode} from "../types.js" */
import { paintNode, paintStroke } from "../graph/paint.js";
import { LIGHT } from "../graph/palette.js";
import { SvgPen, svgElement } from "../graph/pen.js";

/** Colours by name of the style sheet's, so that swatches follow the theme. */
const THEME = {
  ...LIGHT, paper: "var(--paper)", node: "var(--node)", nodeLine: "var(--node-line)", incident: "var(--incident)",
  incidentLine: "var(--incident-line)",
  acts: {
    attribution: "var(--attribution)", endorsement: "var(--endorsement)", responsibility: "var(--responsibility)",
    denial: "var(--denial)", challenge: "var(--challenge)", withdrawal: "var(--withdrawal)", report: "var(--report)",
    finding: "var(--finding)", "no-comment": "var(--no-comment)", criticism: "var(--criticism)", allegation: "var(--allegation)",
  },
};

const NODE = /** @type {ViewNode} */ ({
  id: "", type: "actor", kind: "group", label: "", names: [], degree: 0, shown: true, column: 0, x: 0, y: 0, lx: 0, ly: 0,
});

/** @param {Partial<{contested: boolean, withdrawn: boolean}>} marks */
function look({ contested = false, withdrawn = false }) {
  return {
    theme: THEME, unit: 1, pixel: 1, least: 2.5, coarse: false, focus: null, cursor: null, closed: new Map(),
    contested: new Set(contested ? [""] : []), withdrawn: new Set(withdrawn ? [""] : []),
  };
}

/** @param {number} width */
function canvas(width) {
  return svgElement("svg", { viewBox: `0 0 ${width} 16`, width, height: 16, class: "swatch", "aria-hidden": "true", focusable: "false" });
}

/**
 * @param {import("../graph/palette.js").Look|"allegation"} act
 * @param {{contested?: boolean, withdrawn?: boolean}} [marks]
 */
export function swatch(act, marks = {}) {
  const root = canvas(44);
  const claim = act === "allegation" ? null : { id: "", act, speakers: [], sentence: "", dateWords: "" };
  const line = { from: NODE, to: NODE, claim, claims: claim ? [claim] : [], allegation: null };
  const [a, b, c, d] = [2, 14, 26, 38].map((x) => ({ x, y: 8 }));
  paintStroke(new SvgPen(root), { line, target: null, curve: [a, b, c, d] }, look(marks));
  return root;
}

/**
 * @param {"actor"|"incident"} type
 * @param {string} kind
 */
export function nodeSwatch(type, kind) {
  const root = canvas(44);
  const group = svgElement("g", { transform: "translate(22 8) scale(0.62)" });
  root.append(group);
  paintNode(new SvgPen(group), { ...NODE, type, kind }, { x: 0, y: 0 }, look({}));
  return root;
}
