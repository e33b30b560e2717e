/** The pictures: what they are called, and how one is drawn. Pure: no document, no clock, no language of their own. */
/** @import {Model, ViewClaim} from "../types.js" */
/** @import {Canvas, Picture, Size} from "./frame.js" */
/** @import {PictureState, Subject} from "./subject.js" */
/** @import {Words} from "./words.js" */
/** @import {Theme} from "../graph/palette.js" */
import { withdrawnAt } from "../data/model.js";
import { DARK, LIGHT } from "../graph/palette.js";
import { drawBoard } from "./board.js";
import { drawFlow } from "./flow.js";
import { framed } from "./frame.js";
import { drawMatrix } from "./matrix.js";
import { drawNetwork } from "./network.js";
import { drawOverview } from "./overview.js";
import { drawSheet } from "./sheet.js";
import { subjectOf } from "./subject.js";
import { drawTimeline } from "./timeline.js";

/** @type {Record<string, (subject: Subject, canvas: Canvas) => Picture>} */
export const PICTURES = { board: drawBoard, matrix: drawMatrix, timeline: drawTimeline, flow: drawFlow, graph: drawNetwork, table: drawSheet, overview: drawOverview };

const THEMES = { light: LIGHT, dark: DARK };

/**
 * Draw a picture of what passes the filters of a state.
 * @param {string} name  a key of `PICTURES`
 * @param {Model} model
 * @param {PictureState} state
 * @param {Size} size    in pixels
 * @param {"light"|"dark"|Theme} theme  a theme of one's own: for pages whose colours are variables
 * @param {Words} words
 * @returns {{svg: string, title: string, height: number, shown: number, left_out: number}}  left_out: how many claims are
 *   not drawn
 */
export function draw(name, model, state, size, theme, words) {
  const until = state.until;
  /** @param {ViewClaim} claim */
  const says = (claim) => [
    `${claim.sentence} (${claim.dateWords})`, claim.coder ? words.texts.codedClaim : "", withdrawnAt(claim, until) ? words.texts.withdrawnSince : "",
  ].filter(Boolean).join(", ");
  const canvas = { theme: typeof theme === "string" ? THEMES[theme] : theme, words, until, says };
  return framed(PICTURES[name](subjectOf(model, state), canvas), model, state, size, canvas);
}
