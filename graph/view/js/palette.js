/** Colours and line styles. Hues are Okabe and Ito's, told apart by all; every kind also has its own line and end. */
/** @import {Act} from "./types.js" */

/** @typedef {"arrow"|"open-arrow"|"dot"|"bar"|"diamond"|"cross"|"square"|"none"} End */
/** @typedef {{name: string, says: string, dash: number[], width: number, end: End}} ActStyle */
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
 * @property {Record<Act|"allegation", string>} acts
 */

/** @type {Record<Act, ActStyle>} */
export const ACTS = {
  attribution: { name: "Attribution", says: "the speaker attributes an incident to someone", dash: [], width: 2, end: "arrow" },
  endorsement: { name: "Endorsement", says: "the speaker backs another's attribution", dash: [9, 4], width: 2, end: "open-arrow" },
  responsibility: { name: "Claim of responsibility", says: "the speaker says: it was us", dash: [], width: 2.5, end: "dot" },
  denial: { name: "Denial", says: "the accused, or who speaks for it, says: not us", dash: [12, 3, 2, 3], width: 2, end: "bar" },
  challenge: { name: "Challenge", says: "a third party doubts", dash: [5, 4], width: 2, end: "diamond" },
  withdrawal: { name: "Withdrawal", says: "the speaker takes a claim back", dash: [2, 3], width: 2, end: "cross" },
  report: { name: "Report", says: "a statement that blames nobody", dash: [1.5, 3.5], width: 1.2, end: "square" },
};

/** @type {Act[]} */
export const ACT_ORDER = ["attribution", "endorsement", "responsibility", "denial", "challenge", "withdrawal", "report"];

/** @type {Theme} */
export const LIGHT = {
  paper: "#ffffff", ink: "#1c2430", faint: "#8b95a3", node: "#e9eef5", nodeLine: "#3d4b5f",
  incident: "#fdf1d3", incidentLine: "#7a5600", select: "#1c2430",
  acts: {
    attribution: "#c14e00", endorsement: "#b07a00", responsibility: "#007a5a", denial: "#0065a8", challenge: "#a63d7c",
    withdrawal: "#5d6673", report: "#7b8694", allegation: "#9aa4b2",
  },
};

/** @type {Theme} */
export const DARK = {
  paper: "#12161c", ink: "#e8ecf2", faint: "#7d8896", node: "#2a3441", nodeLine: "#a9b6c7",
  incident: "#3d3114", incidentLine: "#e3b84a", select: "#ffffff",
  acts: {
    attribution: "#ff8a4c", endorsement: "#f0bd3f", responsibility: "#2fc79a", denial: "#5db7f2", challenge: "#e694c3",
    withdrawal: "#a3adba", report: "#8591a1", allegation: "#667283",
  },
};
