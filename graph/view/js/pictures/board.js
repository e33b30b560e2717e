/** The board: rival explanations of an incident, a row each, on one dated axis. */
/** @import {ViewClaim} from "../types.js" */
/** @import {Axis} from "./axis.js" */
/** @import {Body, Canvas, Picture, Room} from "./frame.js" */
/** @import {Explanation, Subject} from "./subject.js" */
import { createAxis, drawAxis } from "./axis.js";
import { spanOf, yearOf } from "./days.js";
import { textWidth, wrapped } from "./measure.js";
import { distinctNames, explanations, standing, unplaced } from "./subject.js";
import { element, nameButton, straight, textLine } from "./svg.js";
import { PITCH, drawSwarm, swarm, uncertain, uncertainKey } from "./swarm.js";
import { filled, howMany } from "./words.js";

const AXIS = 22;
/** More rows than this nobody reads; what is left out is told. */
const MOST_ROWS = 60;
const NAME = 15;
const META = 12.5;
/** Lines of a name and of what is told of it: all where a picture is as high as it needs, few in a size to post. */
const LINES = { free: { name: 6, meta: 8 }, fixed: { name: 3, meta: 3 } };

/**
 * @typedef {object} Line          what a row of the board says
 * @property {string|null} allegation
 * @property {string} name
 * @property {string} meta
 * @property {boolean} struck
 * @property {{text: string, look: import("../graph/palette.js").Look|null}[]} counts
 * @property {ViewClaim[]} above
 * @property {ViewClaim[]} below
 */

/** @param {Subject} subject @param {Canvas} canvas @returns {Picture} */
export function drawBoard(subject, canvas) {
  const { focus, claims, model } = subject;
  const { words } = canvas;
  const rows = explanations(subject);
  const lines = [...linesOf(rows, subject, canvas), ...restOf(unplaced(subject, rows), canvas)];
  const heads = words.headlines;
  const name = focus ? distinctNames([...model.nodes.values()].filter(({ type }) => type === focus.type), yearOf).get(focus.id) ?? "" : "";
  return {
    headline: focus ? filled(focus.type === "incident" ? heads.board : heads.boardActor, { what: name }) : heads.all,
    subtitle: words.subtitles.board,
    claims,
    legend: claims.some((claim) => claim.days) ? [uncertainKey(canvas)] : [],
    body: (room) => boardBody(lines, claims, room, canvas),
  };
}

/**
 * @param {Explanation[]} rows
 * @param {Subject} subject
 * @param {Canvas} canvas
 * @returns {Line[]}
 */
function linesOf(rows, subject, { words }) {
  const { model, focus, state } = subject;
  const nodes = rows.flatMap(({ allegation }) => [model.nodes.get(allegation.accused), model.nodes.get(allegation.incident)]).flatMap((node) => node ?? []);
  const names = distinctNames([...new Set(nodes)], yearOf);
  return rows.map((row) => {
    const { accused, incident, role, id, origins } = row.allegation;
    const stands = (/** @type {ViewClaim[]} */ claims) => standing(claims, state);
    const told = row.rest.flatMap(({ outcome }) => (outcome ? (words.outcomes[outcome] ?? outcome) : []));
    const said = stands(row.support).filter((claim) => !claim.coder);
    return {
      allegation: id,
      name: focus && accused === focus.id ? names.get(incident) ?? incident : names.get(accused) ?? accused,
      meta: [
        focus ? "" : names.get(incident), words.roles[role] ?? role, words.statuses[row.status] ?? row.status,
        origins && row.backing > 1 ? originsText(origins, words) : "", ...new Set(told),
      ].filter(Boolean).join(" · "),
      struck: row.status === "withdrawn" || row.status === "superseded",
      counts: countsOf({ said: said.length, coded: stands(row.support).length - said.length, deny: stands(row.denials).length, doubt: stands(row.doubts).length,
        decided: stands(row.rest).filter(({ outcome }) => outcome).length, gone: row.support.length - stands(row.support).length }, words),
      above: row.support,
      below: [...row.denials, ...row.doubts, ...row.rest],
    };
  });
}

/** @param {{low: number, high: number}} origins @param {import("./words.js").Words} words */
function originsText({ low, high }, words) {
  return low === high ? howMany(low, "origins", words) : filled(words.texts.origins, { low, high });
}

/**
 * @param {{said: number, coded: number, deny: number, doubt: number, decided: number, gone: number}} numbers
 * @param {import("./words.js").Words} words
 * @returns {Line["counts"]}
 */
function countsOf({ said, coded, deny, doubt, decided, gone }, words) {
  /** @type {Line["counts"]} */
  const found = [];
  if (said || !(coded || decided)) found.push({ text: howMany(said, "support", words), look: "attribution" });
  if (coded) found.push({ text: howMany(coded, "coded", words), look: null });
  if (deny) found.push({ text: howMany(deny, "deny", words), look: "denial" });
  if (doubt) found.push({ text: howMany(doubt, "doubt", words), look: "challenge" });
  if (decided) found.push({ text: howMany(decided, "decided", words), look: "finding" });
  if (gone) found.push({ text: howMany(gone, "withdrawn", words), look: null });
  return found;
}

/** @param {ViewClaim[]} claims @param {Canvas} canvas @returns {Line[]} */
function restOf(claims, { words }) {
  if (!claims.length) return [];
  const counts = [{ text: howMany(claims.length, "claims", words), look: null }];
  return [{ allegation: null, name: words.texts.unplaced, meta: words.texts.unplacedMeta, struck: false, counts, above: [], below: claims }];
}

/**
 * @param {Line[]} lines
 * @param {ViewClaim[]} claims
 * @param {Room} room
 * @param {Canvas} canvas
 * @returns {Body}
 */
function boardBody(lines, claims, room, canvas) {
  const narrow = room.width < 660;
  const labels = narrow ? 0 : Math.min(340, room.width * 0.32);
  const counts = narrow ? 0 : 2 + Math.max(...lines.flatMap((line) => line.counts.map(({ text }) => textWidth(text, 13))), 80);
  const axis = createAxis(claims.map(spanOf), room.left + labels, room.left + room.width - counts - (narrow ? 0 : 12), canvas.words);
  const most = narrow ? 5 : room.height === null ? 9 : 4;
  let y = room.top + AXIS;
  /** @type {string[]} */
  const drawn = [];
  let [shown, dated] = [0, true];
  for (const line of lines.slice(0, MOST_ROWS)) {
    const row = (narrow ? narrowRow : wideRow)(line, axis, y, { room, labels, most }, canvas);
    if (room.height !== null && y + row.height > room.top + room.height) break;
    drawn.push(row.svg);
    y += row.height;
    shown += 1;
    dated &&= row.dated;
  }
  const left = lines.slice(shown);
  const gone = new Set(left.flatMap((line) => [...line.above, ...line.below])).size;
  const leftOut = left.length ? `${howMany(left.length, "explanations", canvas.words)}, ${howMany(gone, "claims", canvas.words)}` : "";
  return { svg: drawAxis(axis, room.top, y - 4, canvas.theme, canvas.words) + drawn.join(""), height: y - room.top, shown, leftOut, left: gone, claims: lines.slice(0, shown).flatMap((line) => [...line.above, ...line.below]), legend: dated ? [] : [uncertainKey(canvas)] };
}

/**
 * @typedef {{room: Room, labels: number, most: number}} Place
 *
 * @param {Line} line
 * @param {Axis} axis
 * @param {number} top
 * @param {Place} place
 * @param {Canvas} canvas
 */
function wideRow(line, axis, top, { room, labels, most }, canvas) {
  const { theme } = canvas;
  const lines = room.height === null ? LINES.free : LINES.fixed;
  const name = wrapped(line.name, labels - 18, NAME, { lines: lines.name, bold: true });
  const meta = wrapped(line.meta, labels - 18, META, { lines: lines.meta });
  const signs = signsOf(line, axis, most);
  const text = name.length * 19 + meta.length * 16;
  const numbers = line.counts.length * 17;
  const before = Math.max(signs.up + 4, 24);
  const base = top + before;
  const height = Math.max(before + Math.max(signs.down, 6) + 12, text + 14, numbers + 16);
  const middle = Math.max(top + 16, Math.min(base, top + height - text + 6));
  const words = nameText(line, name, room.left, middle, theme) + meta.map((part, at) =>
    textLine(part, { x: room.left, y: middle + name.length * 19 - 2 + at * 16, size: META, fill: theme.soft, whole: part === meta[meta.length - 1] && part.endsWith("…") ? line.meta : part })).join("");
  const right = room.left + room.width;
  const start = Math.max(top + 16, Math.min(base, top + height - numbers + 4));
  const tallies = line.counts.map(({ text: told, look }, at) =>
    textLine(told, { x: axis.right + 12, y: start + at * 17, size: 13, fill: look ? theme.acts[look] : theme.soft, room: right - axis.right - 12 }));
  return { svg: group(line, words + tallies.join("") + signs.draw(base, canvas) + rule(room, top + height, canvas)), height, dated: signs.dated };
}

/**
 * @param {Line} line
 * @param {Axis} axis
 * @param {number} top
 * @param {Place} place
 * @param {Canvas} canvas
 */
function narrowRow(line, axis, top, { room, most }, canvas) {
  const { theme } = canvas;
  const lines = room.height === null ? LINES.free : LINES.fixed;
  const name = wrapped(line.name, room.width, NAME, { lines: lines.name, bold: true });
  const meta = wrapped(line.meta, room.width, META, { lines: lines.meta });
  let y = top + 18;
  const words = [nameText(line, name, room.left, y, theme)];
  y += name.length * 19 - 2;
  for (const part of meta) {
    words.push(textLine(part, { x: room.left, y, size: META, fill: theme.soft, whole: part.endsWith("…") ? line.meta : part }));
    y += 16;
  }
  let x = room.left;
  for (const { text, look } of line.counts) {
    const wide = textWidth(text, 13);
    if (x > room.left && x + wide > room.left + room.width) [x, y] = [room.left, y + 17];
    words.push(textLine(text, { x, y: y + 1, size: 13, fill: look ? theme.acts[look] : theme.soft }));
    x += wide + 12;
  }
  const signs = signsOf(line, axis, most);
  const base = y + 10 + signs.up + 4;
  const height = base + Math.max(signs.down, 6) + 10 - top;
  return { svg: group(line, words.join("") + signs.draw(base, canvas) + rule(room, top + height, canvas)), height, dated: signs.dated };
}

/**
 * @param {Line} line
 * @param {string[]} name
 * @param {number} x
 * @param {number} y
 * @param {import("../graph/palette.js").Theme} theme
 */
function nameText(line, name, x, y, theme) {
  const lines = name.map((part, at) => textLine(part, { x, y: y + at * 19, size: NAME, fill: theme.ink, bold: true, struck: line.struck, whole: part.endsWith("…") ? line.name : part }));
  if (!line.allegation) return lines.join("");
  const told = `${line.name}, ${line.meta}, ${line.counts.map(({ text }) => text).join(", ")}`;
  return nameButton(told, { class: "name", "data-allegation": line.allegation }, lines);
}

/** @param {Line} line @param {string} content */
function group(line, content) {
  return element("g", { class: "row", "data-row": line.allegation ?? "" }, content);
}

/** @param {Room} room @param {number} y @param {Canvas} canvas */
function rule(room, y, { theme }) {
  return straight(room.left, y - 4, room.left + room.width, y - 4, theme.rule, { "stroke-width": 0.6 });
}

/** @param {Line} line @param {Axis} axis @param {number} most */
function signsOf(line, axis, most) {
  const [above, below] = [swarm(line.above, axis, most), swarm(line.below, axis, most)];
  return {
    up: above.levels * PITCH,
    down: below.levels * PITCH,
    dated: !uncertain(above).length && !uncertain(below).length,
    /** @param {number} base @param {Canvas} canvas */
    draw: (base, canvas) =>
      straight(axis.left, base, axis.right, base, canvas.theme.faint, { "stroke-width": 1.2 })
      + drawSwarm(above, base - PITCH * 0.7, -1, canvas) + drawSwarm(below, base + PITCH * 0.7, 1, canvas),
  };
}

