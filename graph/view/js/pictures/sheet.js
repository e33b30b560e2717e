/** The table as a still picture: claims in order of date. */
/** @import {ViewClaim} from "../types.js" */
/** @import {Body, Canvas, Picture, Room} from "./frame.js" */
/** @import {Subject} from "./subject.js" */
import { lookOf } from "../graph/palette.js";
import { withdrawnAt } from "../data/model.js";
import { spanOf, yearOf } from "./days.js";
import { shape } from "./marks.js";
import { wrapped } from "./measure.js";
import { distinctNames } from "./subject.js";
import { element, straight, textLine, tooltip } from "./svg.js";
import { dayText, filled, howMany } from "./words.js";

/** @typedef {{x: number, width: number, text: string, bold?: boolean, lines: number}} Field */

const SHEET_TEXT = 12.5;
const SHEET_LINE = 16;
const MOST_CLAIMS = 120;

/** @param {Subject} subject @param {Canvas} canvas @returns {Picture} */
export function drawSheet(subject, canvas) {
  const { words } = canvas;
  const { focus, model } = subject;
  const name = focus ? distinctNames([...model.nodes.values()].filter(({ type }) => type === focus.type), yearOf).get(focus.id) ?? "" : "";
  return {
    headline: focus ? filled(words.headlines.table, { what: name }) : words.headlines.tableAll,
    subtitle: words.subtitles.table,
    claims: subject.claims,
    body: (room) => sheetBody(subject, room, canvas),
  };
}

/** @param {Subject} subject @param {Room} room @param {Canvas} canvas @returns {Body} */
function sheetBody({ claims, model }, room, canvas) {
  const { theme, words } = canvas;
  const narrow = room.width < 660;
  const widths = narrow ? [0.3, 0.7] : [0.13, 0.2, 0.42, 0.25];
  const titles = narrow ? [words.texts.when, words.texts.what] : [words.texts.when, words.texts.who, words.texts.what, words.texts.where];
  const lefts = widths.map((_, at) => room.left + 20 + widths.slice(0, at).reduce((a, b) => a + b, 0) * (room.width - 20));
  const head = titles.map((title, at) => textLine(title, { x: lefts[at], y: room.top + 12, size: 12, fill: theme.soft, bold: true }));
  let y = room.top + 20;
  const rows = [straight(room.left, y, room.left + room.width, y, theme.faint, { "stroke-width": 1 })];
  let shown = 0;
  for (const claim of claims.slice(0, MOST_CLAIMS)) {
    const texts = fields(claim, model, words);
    const cells = widths.map((width, at) => wrapped(narrow ? [texts[0], texts[2]][at] : texts[at], width * (room.width - 20) - 12, SHEET_TEXT, { lines: narrow ? 5 : 4 }));
    const height = Math.max(...cells.map((lines) => lines.length)) * SHEET_LINE + 12;
    if (room.height !== null && y + height > room.top + room.height) break;
    rows.push(sheetRow(claim, cells, lefts, y, canvas), straight(room.left, y + height, room.left + room.width, y + height, theme.rule, { "stroke-width": 0.6 }));
    y += height;
    shown += 1;
  }
  const left = claims.length - shown;
  return { svg: head.join("") + rows.join(""), height: y - room.top + 4, shown, leftOut: left ? howMany(left, "claims", words) : "", left, claims: claims.slice(0, shown) };
}

/** @param {ViewClaim} claim @param {import("../types.js").Model} model @param {import("./words.js").Words} words */
function fields(claim, model, words) {
  const span = spanOf(claim);
  const source = model.sources.get(claim.sources?.[0] ?? "");
  return [
    span && span.first === span.last ? dayText(span.first, words) : span ? claim.dateWords : words.texts.noDate,
    claim.speakers.map((id) => model.nodes.get(id)?.label ?? id).join(", "), claim.sentence,
    [source?.publisher, source?.title.text].filter(Boolean).join(": "),
  ];
}

/** @param {ViewClaim} claim @param {string[][]} cells @param {number[]} lefts @param {number} y @param {Canvas} canvas */
function sheetRow(claim, cells, lefts, y, { theme, until, says }) {
  const gone = withdrawnAt(claim, until);
  return element(
    "g", { class: "mark", "data-claim": claim.id, role: "button", tabindex: -1, "aria-label": says(claim) }, tooltip(says(claim)),
    shape(lookOf(claim), lefts[0] - 11, y + 14, theme, { hollow: claim.coder }),
    ...cells.flatMap((lines, at) => lines.map((line, number) => textLine(line, { x: lefts[at], y: y + 18 + number * SHEET_LINE, size: SHEET_TEXT, fill: theme.ink, struck: gone && at > 0, whole: line }))),
  );
}
