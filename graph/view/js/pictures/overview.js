/** The overview: incidents as small boards, a line each. */
/** @import {ViewClaim, ViewNode} from "../types.js" */
/** @import {Axis} from "./axis.js" */
/** @import {Body, Canvas, Picture, Room} from "./frame.js" */
/** @import {Subject} from "./subject.js" */
import { lookOf } from "../graph/palette.js";
import { createAxis, drawAxis } from "./axis.js";
import { spanOf, yearOf } from "./days.js";
import { textWidth, wrapped } from "./measure.js";
import { distinctNames, explanations, standing } from "./subject.js";
import { element, nameButton, straight, textLine, tooltip } from "./svg.js";
import { howMany } from "./words.js";

/**
 * @typedef {object} Small
 * @property {ViewNode} node
 * @property {string} name
 * @property {string} first      the most backed explanation, and how it stands
 * @property {string[]} numbers
 * @property {ViewClaim[]} above
 * @property {ViewClaim[]} below
 * @property {number} claims
 */

const MOST_LINES = 80;
const [NAME_SIZE, MORE_SIZE, TITLE_PITCH, MORE_PITCH] = [14, 12.5, 17, 16];

/** @param {Subject} subject @param {Canvas} canvas @returns {Picture} */
export function drawOverview(subject, canvas) {
  const { words } = canvas;
  const lines = smallBoards(subject, canvas);
  return {
    headline: words.headlines.overview, subtitle: words.subtitles.overview, claims: subject.claims,
    looks: new Set(),
    legend: barLegend(lines, canvas),
    body: (room) => overviewBody(lines, room, canvas),
  };
}

/** A bar a claim: long where somebody says so or denies it, short where somebody doubts it. @param {ViewClaim} claim */
function barHeight(claim) {
  return lookOf(claim) === "challenge" ? 7 : 12;
}

/** @param {Small[]} lines @param {Canvas} canvas */
function barLegend(lines, { theme, words }) {
  const used = new Map(lines.flatMap(({ above, below }) => [...above, ...below]).map((claim) => [lookOf(claim), claim]));
  const looks = /** @type {import("../graph/palette.js").Look[]} */ (["attribution", "endorsement", "responsibility", "denial", "challenge"]);
  const faded = lines.some(({ above, below }) => [...above, ...below].some((claim) => claim.coder));
  const items = looks.filter((look) => used.has(look)).map((look) => ({
    text: words.marks[look],
    draw: (/** @type {number} */ x, /** @type {number} */ y) => element("rect", { x: x - 1.5, y: y - 6, width: 3, height: look === "challenge" ? 7 : 12, fill: theme.acts[look] }),
  }));
  if (faded) items.push({ text: words.texts.faded, draw: (x, y) => element("rect", { x: x - 1.5, y: y - 6, width: 3, height: 12, fill: theme.acts.attribution, "fill-opacity": 0.35 }) });
  return items;
}

/** @param {Subject} subject @param {Canvas} canvas @returns {Small[]} */
function smallBoards(subject, { words }) {
  const { model, state } = subject;
  /** @type {Map<string, ViewClaim[]>} */
  const by = new Map();
  for (const claim of subject.claims) for (const id of model.incidentsOf.get(claim.id) ?? []) by.set(id, [...(by.get(id) ?? []), claim]);
  const nodes = [...by.keys()].flatMap((id) => model.nodes.get(id) ?? []);
  const names = distinctNames(nodes, yearOf);
  const actors = distinctNames([...model.nodes.values()].filter(({ type }) => type === "actor"), yearOf);
  const lines = nodes.map((node) => {
    const claims = by.get(node.id) ?? [];
    const rows = explanations({ ...subject, focus: node, claims });
    const above = claims.filter((claim) => rows.some((row) => row.support.includes(claim)));
    const below = claims.filter((claim) => rows.some((row) => row.denials.includes(claim) || row.doubts.includes(claim)));
    const top = rows[0];
    return {
      node, name: names.get(node.id) ?? node.label, claims: claims.length, above, below,
      first: top ? `${actors.get(top.allegation.accused) ?? top.allegation.accused} ${words.roles[top.allegation.role] ?? ""} · ${words.statuses[top.status] ?? top.status}` : "",
      numbers: rows.length
        ? [howMany(rows.length, "explanations", words), [howMany(standing(above, state).length, "support", words), ...(below.length ? [howMany(standing(below, state).length, "against", words)] : [])].join(", ")]
        : [howMany(claims.length, "claims", words)],
    };
  });
  // Those of which most can be drawn: what nobody is blamed for has no bar, and what has no date no place.
  const bars = new Map(lines.map(({ node, above, below }) => [node.id, [...above, ...below].filter(spanOf).length]));
  const drawn = (/** @type {Small} */ { node }) => bars.get(node.id) ?? 0;
  return lines.sort((a, b) => drawn(b) - drawn(a) || Number(b.first !== "") - Number(a.first !== "") || b.claims - a.claims || (a.node.id < b.node.id ? -1 : 1));
}

/** @param {Small[]} lines @param {Room} room @param {Canvas} canvas @returns {Body} */
function overviewBody(lines, room, canvas) {
  const narrow = room.width < 660;
  const texts = narrow ? room.width : Math.max(400, room.width * 0.66);
  const high = narrow ? 90 : 50;
  const most = Math.min(MOST_LINES, room.height === null ? MOST_LINES : Math.max(1, Math.floor((room.height - 22) / high)));
  const kept = lines.slice(0, most);
  const axis = createAxis(kept.flatMap(({ above, below }) => [...above, ...below].map(spanOf)), room.left + (narrow ? 0 : texts + 14), room.left + room.width, canvas.words, 1);
  const { theme } = canvas;
  const top = room.top + 22;
  let end = top;
  const rows = [];
  for (const line of kept) {
    const wide = narrow ? 0 : Math.min(230, Math.max(...line.numbers.map((number) => textWidth(number, MORE_SIZE))) + 14);
    const titles = wrapped(line.name, texts - wide, NAME_SIZE, { lines: room.height === null ? 4 : 2, bold: true });
    const firsts = wrapped(line.first, texts - wide, MORE_SIZE, { lines: room.height === null ? 3 : 2 });
    const place = { left: room.left, top: end, texts, wide, high: high + (titles.length - 1) * TITLE_PITCH + Math.max(0, firsts.length - 1) * MORE_PITCH, narrow };
    if (rows.length && room.height !== null && end + place.high > room.top + room.height) break;
    end += place.high;
    rows.push(smallRow(line, titles, firsts, axis, place, canvas) + straight(room.left, end, room.left + room.width, end, theme.rule, { "stroke-width": 0.6 }));
  }
  const left = lines.slice(rows.length);
  const claims = new Set(left.flatMap(({ above, below }) => [...above, ...below])).size;
  return {
    svg: drawAxis(axis, room.top, end, theme, canvas.words) + rows.join(""), height: end - room.top + 4, shown: rows.length,
    leftOut: left.length ? howMany(left.length, "incidents", canvas.words) : "", left: claims, legend: barLegend(lines.slice(0, rows.length), canvas),
  };
}

/**
 * @param {Small} line
 * @param {string[]} titles   the lines of its name
 * @param {string[]} firsts   those of its most backed explanation
 * @param {Axis} axis
 * @param {{left: number, top: number, texts: number, wide: number, high: number, narrow: boolean}} place   wide: what the numbers take of the texts
 * @param {Canvas} canvas
 */
function smallRow({ node, name, first, numbers, above, below }, titles, firsts, axis, { left, top, texts, wide, high, narrow }, { theme, says }) {
  const base = narrow ? top + high - 17 : top + high / 2;
  const under = top + 20 + (titles.length - 1) * TITLE_PITCH;
  const told = `${name}. ${numbers.join(", ")}. ${first}`;
  const bar = (/** @type {ViewClaim} */ claim, /** @type {number} */ y) => {
    const { x } = axis.place(spanOf(claim));
    return element("rect", { x: x - 1.5, y, width: 3, height: barHeight(claim), fill: theme.acts[lookOf(claim)], "fill-opacity": claim.coder ? 0.35 : 0.85, class: "mark", "data-claim": claim.id }, tooltip(says(claim)));
  };
  return element(
    "g", { class: "row", "data-row": node.id },
    nameButton(told, { "data-incident": node.id }, titles.map((title, at) => textLine(title, { x: left, y: top + 20 + at * TITLE_PITCH, size: NAME_SIZE, fill: theme.ink, bold: true, whole: name }))),
    ...firsts.map((line, at) => textLine(line, { x: left, y: under + 18 + at * MORE_PITCH, size: MORE_SIZE, fill: theme.soft, whole: first })),
    ...(narrow
      ? [textLine(numbers.join(" · "), { x: left, y: under + 35 + Math.max(0, firsts.length - 1) * MORE_PITCH, size: MORE_SIZE, fill: theme.soft, room: texts })]
      : numbers.map((line, at) => textLine(line, { x: left + texts, y: top + 20 + at * 18, size: MORE_SIZE, fill: theme.soft, anchor: "end", room: wide }))),
    straight(axis.left, base, axis.right, base, theme.faint, { "stroke-width": 1 }),
    ...above.map((claim) => bar(claim, base - 13)), ...below.map((claim) => bar(claim, base + 1)),
  );
}
