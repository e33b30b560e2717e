/** The matrix: rows blame columns, how often, and what the accused answered with a denial. */
/** @import {ViewClaim, ViewNode} from "../types.js" */
/** @import {Body, Canvas, Picture, Room} from "./frame.js" */
/** @import {Subject} from "./subject.js" */
import { yearOf } from "./days.js";
import { textWidth, wrapped } from "./measure.js";
import { accusedOf, distinctNames, standing } from "./subject.js";
import { element, straight, textLine, tooltip } from "./svg.js";
import { filled, howMany } from "./words.js";

/**
 * @typedef {object} Cell
 * @property {ViewClaim[]} claims
 * @property {number} stands     how many of them nobody has taken back
 * @property {boolean} coded     whether only coders say so
 * @property {number} answered   how many of them are answered by a denial
 *
 * @typedef {object} Grid
 * @property {string[]} rows     accusers (ids)
 * @property {string[]} columns  accused, the most blamed first
 * @property {Map<string, Map<string, Cell>>} cells  by accuser and accused
 * @property {Map<string, string>} names
 * @property {Set<string>} coders  who only codes
 */

const TEXT_SIZE = 13;
const SLANT = -52;

/** @param {Subject} subject @param {Canvas} canvas @returns {Picture} */
export function drawMatrix(subject, canvas) {
  const { words, theme } = canvas;
  const { focus, state } = subject;
  const blames = subject.claims.filter((claim) => claim.blames);
  const grid = gridOf(blames, subject);
  const square = (/** @type {number} */ x, /** @type {number} */ y, /** @type {import("./svg.js").Attributes} */ look) => element("rect", { x: x - 7, y: y - 6, width: 14, height: 12, ...look });
  return {
    headline: focus ? filled(words.headlines.matrixActor, { what: focus.label }) : words.headlines.matrix,
    subtitle: state.fold ? words.subtitles.matrixFolded : words.subtitles.matrix,
    claims: blames,
    looks: new Set(),
    struck: true,
    legend: [
      { text: words.texts.cell, draw: (x, y) => square(x, y, { fill: theme.acts.attribution, "fill-opacity": 0.45 }) },
      { text: words.texts.answered, draw: (x, y) => element("rect", { x: x - 7, y: y + 2, width: 14, height: 4, fill: theme.acts.denial }) },
      ...(blames.some((claim) => claim.coder) ? [{ text: words.texts.codedCell, draw: (/** @type {number} */ x, /** @type {number} */ y) => square(x, y, { fill: "none", stroke: theme.acts.attribution, "stroke-dasharray": "3 2" }) }] : []),
    ],
    body: (room) => matrixBody(grid, room, canvas),
  };
}

/** @param {ViewClaim[]} blames @param {Subject} subject @returns {Grid} */
function gridOf(blames, { model, state }) {
  const { states } = model.data;
  const shownAs = (/** @type {string} */ id) => (state.fold ? states?.[id]?.id ?? id : id);
  const denied = answeredBy(model);
  /** @type {Map<string, Map<string, Cell>>} */
  const cells = new Map();
  const spoke = new Set();
  for (const claim of blames) {
    for (const row of new Set(claim.speakers.map(shownAs))) {
      if (!claim.coder) spoke.add(row);
      for (const column of new Set([...accusedOf(claim, model)].map(shownAs))) {
        const line = cells.get(row) ?? new Map();
        const cell = line.get(column) ?? { claims: [], stands: 0, coded: true, answered: 0 };
        cell.claims.push(claim);
        cell.stands += standing([claim], state).length;
        cell.coded &&= Boolean(claim.coder);
        cell.answered += denied(claim) ? 1 : 0;
        cells.set(row, line.set(column, cell));
      }
    }
  }
  const columns = new Set([...cells.values()].flatMap((line) => [...line.keys()]));
  const folded = Object.values(states ?? {});
  const node = (/** @type {string} */ id) => model.nodes.get(id) ?? /** @type {ViewNode} */ (/** @type {unknown} */ ({ id, label: folded.find((item) => item.id === id)?.label ?? id, dataset: "" }));
  const names = distinctNames([...new Set([...cells.keys(), ...columns])].map(node), yearOf);
  return { rows: [...cells.keys()], columns: byBlame(cells), cells, names, coders: new Set([...cells.keys()].filter((row) => !spoke.has(row))) };
}

/** The accused, the most blamed first. @param {Map<string, Map<string, Cell>>} cells */
function byBlame(cells) {
  /** @type {Map<string, number>} */
  const blamed = new Map();
  for (const line of cells.values()) for (const [column, { claims }] of line) blamed.set(column, (blamed.get(column) ?? 0) + claims.length);
  return [...blamed.keys()].sort((a, b) => (blamed.get(b) ?? 0) - (blamed.get(a) ?? 0) || (a < b ? -1 : 1));
}

/**
 * A test of whether a claim is answered by a denial: of itself, or of an allegation that it makes.
 * @param {import("../types.js").Model} model
 */
function answeredBy(model) {
  const denials = [...model.claims.values()].filter((claim) => model.data.acts[claim.act].does === "denies");
  const claims = new Set(denials.flatMap((claim) => [...(claim.respondsTo ?? []), ...(claim.against ?? [])]));
  const allegations = new Set(denials.flatMap((claim) => claim.denies ?? []));
  return (/** @type {ViewClaim} */ claim) => claims.has(claim.id) || (claim.about ?? []).some((id) => allegations.has(id));
}

/**
 * As many rows and columns as there is room for: those with most claims. Accusers stand in blocs: those who blame the same one
 * most often together, the most blamed first; whoever only codes stands below.
 * @param {Grid} grid
 * @param {number} down
 * @param {number} across
 */
function fitting({ rows, columns, cells, coders }, down, across) {
  const first = columns.slice(0, across);
  const totals = new Map(rows.map((row) => [row, sumOf(cells.get(row), first)]));
  const best = rows.filter((row) => totals.get(row)).sort((a, b) => (totals.get(b) ?? 0) - (totals.get(a) ?? 0) || (a < b ? -1 : 1)).slice(0, down);
  const used = columns.filter((column) => best.some((row) => cells.get(row)?.has(column))).slice(0, across);
  const main = new Map(best.map((row) => [row, mainOf(cells.get(row), used)]));
  const inBlocs = best.sort((a, b) => (main.get(a) ?? 0) - (main.get(b) ?? 0) || (totals.get(b) ?? 0) - (totals.get(a) ?? 0) || (a < b ? -1 : 1));
  const speakers = inBlocs.filter((row) => !coders.has(row));
  return { rows: [...speakers, ...inBlocs.filter((row) => coders.has(row))], speakers: speakers.length, columns: used };
}

/** @param {Map<string, Cell>|undefined} line @param {string[]} columns */
function sumOf(line, columns) {
  return columns.reduce((sum, column) => sum + (line?.get(column)?.claims.length ?? 0), 0);
}

/** The place of the column in which a row has most. @param {Map<string, Cell>|undefined} line @param {string[]} columns */
function mainOf(line, columns) {
  const numbers = columns.map((column) => line?.get(column)?.claims.length ?? 0);
  return numbers.indexOf(Math.max(...numbers));
}

/**
 * The name of a row, in two lines where one is not enough.
 * @param {string} name
 * @param {string} id
 * @param {number} x
 * @param {number} middle
 * @param {number} room
 * @param {import("../graph/palette.js").Theme} theme
 */
function rowName(name, id, x, middle, room, theme) {
  const lines = wrapped(name, room, TEXT_SIZE, { lines: 2 });
  const first = middle + 4.5 - (lines.length - 1) * 6.5;
  return lines.map((line, at) => textLine(line, { x, y: first + at * 13, size: TEXT_SIZE, fill: theme.ink, anchor: "end", whole: name, data: at ? {} : { "data-actor": id, role: "button", tabindex: 0 } })).join("");
}

/** @param {Grid} grid @param {Room} room @param {Canvas} canvas @returns {Body} */
function matrixBody(grid, room, canvas) {
  const { theme, words } = canvas;
  const narrow = room.width < 660;
  const side = narrow ? 28 : 30;
  const labels = Math.min(narrow ? 130 : Math.max(270, room.width * 0.32), Math.max(...grid.rows.map((row) => textWidth(grid.names.get(row) ?? "", TEXT_SIZE)), grid.coders.size ? textWidth(words.texts.coders, 12) : 0) + 10);
  const slant = (Math.abs(SLANT) * Math.PI) / 180;
  const longest = Math.min(narrow ? 120 : room.height === null && room.width > 900 ? 250 : 190, Math.max(...grid.columns.map((column) => textWidth(grid.names.get(column) ?? "", TEXT_SIZE))) + 4);
  const [rise, reach] = [longest * Math.sin(slant) + 14, longest * Math.cos(slant)];
  const across = Math.max(1, Math.floor((room.width - labels - reach) / side));
  const down = room.height === null ? 40 : Math.max(1, Math.floor((room.height - rise - 26) / side));
  const kept = fitting(grid, down, across);
  const [x0, y0] = [room.left + labels, room.top + rise];
  const gap = kept.speakers && kept.speakers < kept.rows.length ? 22 : 0;
  const rowY = (/** @type {number} */ at) => y0 + at * side + (at >= kept.speakers ? gap : 0);
  const end = rowY(kept.rows.length - 1) + side;
  const heads = kept.columns.map((id, at) => textLine(grid.names.get(id) ?? id, {
    x: x0 + at * side + side / 2 + 4, y: y0 - 8, size: TEXT_SIZE, fill: theme.ink, room: longest, turn: SLANT, data: { "data-actor": id, role: "button", tabindex: 0 },
  }));
  const lines = kept.columns.map((_, at) => straight(x0 + (at + 0.5) * side, y0 - 4, x0 + (at + 0.5) * side, end, theme.rule, { "stroke-width": 0.6 }));
  const rows = kept.rows.map((id, at) => rowName(grid.names.get(id) ?? id, id, x0 - 8, rowY(at) + side / 2, labels - 8, theme) + straight(x0, rowY(at) + side, x0 + kept.columns.length * side, rowY(at) + side, theme.rule, { "stroke-width": 0.6 }));
  const highest = Math.max(1, ...kept.rows.slice(0, kept.speakers).flatMap((row) => kept.columns.map((column) => grid.cells.get(row)?.get(column)?.claims.length ?? 0)));
  const boxes = kept.rows.flatMap((row, at) => kept.columns.map((column, place) => {
    const cell = grid.cells.get(row)?.get(column);
    if (!cell) return "";
    return cellBox(cell, [row, column], { x: x0 + place * side, y: rowY(at), side, highest }, grid, canvas);
  }));
  const split = gap ? textLine(words.texts.coders, { x: x0 - 8, y: rowY(kept.speakers) - 7, size: 12, fill: theme.soft, anchor: "end", italic: true, room: labels - 8 }) : "";
  const all = new Set(grid.rows.flatMap((row) => [...(grid.cells.get(row)?.values() ?? [])].flatMap(({ claims }) => claims)));
  const seen = new Set(kept.rows.flatMap((row) => kept.columns.flatMap((column) => grid.cells.get(row)?.get(column)?.claims ?? [])));
  const left = all.size - seen.size;
  const away = grid.rows.length + grid.columns.length - kept.rows.length - kept.columns.length;
  const leftOut = left || away ? `${howMany(away, "actors", words)}, ${howMany(left, "claims", words)}` : "";
  return { svg: lines.join("") + heads.join("") + rows.join("") + split + boxes.join(""), height: end - room.top + 6, shown: kept.rows.length, leftOut, left };
}

/**
 * @param {Cell} cell
 * @param {[string, string]} pair
 * @param {{x: number, y: number, side: number, highest: number}} place
 * @param {Grid} grid
 * @param {Canvas} canvas
 */
function cellBox({ claims, stands, coded, answered }, [row, column], { x, y, side, highest }, grid, { theme, words, says }) {
  const strength = 0.16 + 0.5 * Math.sqrt(claims.length / highest);
  const look = coded ? { fill: "none", stroke: theme.acts.attribution, "stroke-dasharray": "3 2" } : { fill: theme.acts.attribution, "fill-opacity": strength };
  const pair = filled(words.texts.pair, { who: grid.names.get(row) ?? row, whom: grid.names.get(column) ?? column });
  const whole = `${pair}: ${howMany(claims.length, "claims", words)}${answered ? `, ${filled(words.texts.answeredTitle, { n: answered })}` : ""}`;
  const told = claims.length > 6 ? "" : `\n${claims.map(says).join("\n")}`;
  return element(
    "g", { class: "cell", "data-pair": `${row} ${column}`, "data-claims": claims.map(({ id }) => id).join(" "), role: "button", tabindex: -1, "aria-label": whole },
    tooltip(whole + told),
    element("rect", { x: x + 1.5, y: y + 1.5, width: side - 3, height: side - 3, rx: 2, ...look }),
    textLine(String(claims.length), { x: x + side / 2, y: y + side / 2 + 3.5, size: TEXT_SIZE, fill: theme.ink, anchor: "middle", bold: !coded, struck: !stands }),
    answered ? element("rect", { x: x + 1.5, y: y + side - 6, width: side - 3, height: 4.5, fill: theme.acts.denial }) : "",
  );
}
