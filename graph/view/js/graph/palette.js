/** Colours and line styles. Hues are Okabe and Ito's, told apart by all; every kind also has its own line and end. */
/** @typedef {"arrow"|"open-arrow"|"dot"|"bar"|"diamond"|"cross"|"square"|"none"} End */
/** @typedef {"attribution"|"endorsement"|"responsibility"|"denial"|"challenge"|"withdrawal"|"report"|"finding"|"no-comment"|"criticism"} Look  the act that it was made for */
/** @typedef {{dash: number[], width: number, end: End}} LookStyle */
/**
 * @typedef {object} Theme
 * @property {string} paper
 * @property {string} ink
 * @property {string} faint
 * @property {string} node
 * @property {string} nodeLine
 * @property {string} incident
 * @property {string} incidentLine
 * @property {string} select
 * @property {string} soft    of what is said beside
 * @property {string} rule    of lines that only order
 * @property {string} ground  behind what is set apart
 * @property {Record<Look|"allegation", string>} acts
 */

/** @type {Record<Look, LookStyle>} */
export const LOOKS = {
  attribution: { dash: [], width: 2, end: "arrow" },
  endorsement: { dash: [9, 4], width: 2, end: "open-arrow" },
  responsibility: { dash: [], width: 2.5, end: "dot" },
  denial: { dash: [12, 3, 2, 3], width: 2, end: "bar" },
  challenge: { dash: [5, 4], width: 2, end: "diamond" },
  withdrawal: { dash: [2, 3], width: 2, end: "cross" },
  report: { dash: [1.5, 3.5], width: 1.2, end: "square" },
  finding: { dash: [14, 3], width: 2.5, end: "square" },
  "no-comment": { dash: [1.5, 6], width: 1.2, end: "bar" },
  criticism: { dash: [6, 3], width: 1.5, end: "open-arrow" },
};

/**
 * How a claim looks: as its act, unless that has no look of its own.
 * @param {import("../types.js").ViewClaim} claim
 */
export function lookOf(claim) {
  return claim.look ?? /** @type {Look} */ (claim.act);
}

/** @type {Theme} */
export const LIGHT = {
  paper: "#ffffff", ink: "#1c2430", faint: "#8b95a3", node: "#e9eef5", nodeLine: "#3d4b5f",
  incident: "#fdf1d3", incidentLine: "#7a5600", select: "#1c2430",
  soft: "#4c5766", rule: "#d5dbe3", ground: "#f4f6f9",
  acts: {
    attribution: "#c14e00", endorsement: "#b07a00", responsibility: "#007a5a", denial: "#0065a8", challenge: "#a63d7c",
    withdrawal: "#5d6673", report: "#7b8694", finding: "#5a3fa8", "no-comment": "#8a7f72", criticism: "#8c2f39", allegation: "#9aa4b2",
  },
};

/** @type {Theme} */
export const DARK = {
  paper: "#12161c", ink: "#e8ecf2", faint: "#7d8896", node: "#2a3441", nodeLine: "#a9b6c7",
  incident: "#3d3114", incidentLine: "#e3b84a", select: "#ffffff",
  soft: "#b4becb", rule: "#343e4c", ground: "#1a2029",
  acts: {
    attribution: "#ff8a4c", endorsement: "#f0bd3f", responsibility: "#2fc79a", denial: "#5db7f2", challenge: "#e694c3",
    withdrawal: "#a3adba", report: "#8591a1", finding: "#b9a5f5", "no-comment": "#9d9488", criticism: "#f08a93", allegation: "#667283",
  },
};
