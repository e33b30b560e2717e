/** The matrix: rows blame columns, how often, and what the accused answered with a denial. */
/** @import {ViewClaim, ViewNode} from "../types.js" */
/** @import {Body, Canvas, Picture, Room} from "./frame.js" */
/** @import {Subject} from "./subject.js" */
import { yearOf } from "./days.js";
import { struckKey } from "./frame.js";
import { textWidth, wrapped } from "./measure.js";
import { accusedOf, distinctNames, standing } from "./subject.js";
import { element, nameButton, straight, textLine, tooltip } from "./svg.js";
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
const NAME_LINE = 13;
const SLANT = -52;
/** How far apart columns are at least, so that slanted names of two lines have room beside each other. */
const TWO_LINES = 35;
/** The lines of a row's name where the picture may be as high as it likes, and of a slanted one over its column. */
const [ROW_LINES, HEAD_LINES] = [6, 2];

/** @param {Subject} subject @param {Canvas} canvas @returns {Picture} */
export function drawMatrix(subject, canvas) {
  const { words } = canvas;
  const { focus, state } = subject;
  const blames = subject.claims.filter((claim) => claim.blames);
  const grid = gridOf(blames, subject);
  return {
    headline: focus ? filled(words.headlines.matrixActor, { what: focus.label }) : words.headlines.matrix,
    subtitle: state.fold ? words.subtitles.matrixFolded : words.subtitles.matrix,
    claims: blames,
    looks: new Set(),
    legend: cellKeys([...grid.cells.values()].flatMap((line) => [...line.values()]), canvas),
    body: (room) => matrixBody(grid, room, canvas),
  };
}

/** What the cells need to have explained. @param {Cell[]} cells @param {Canvas} canvas @returns {import("./frame.js").Key[]} */
function cellKeys(cells, { words, theme }) {
  const square = (/** @type {import("./svg.js").Attributes} */ look) => (/** @type {number} */ x, /** @type {number} */ y) => element("rect", { x: x - 7, y: y - 6, width: 14, height: 12, ...look });
  return [
    ...(cells.some(({ coded }) => !coded) ? [{ text: words.texts.cell, draw: square({ fill: theme.acts.attribution, "fill-opacity": 0.45 }) }] : []),
    ...(cells.some(({ answered }) => answered) ? [{ text: words.texts.answered, draw: (/** @type {number} */ x, /** @type {number} */ y) => element("rect", { x: x - 7, y: y + 2, width: 14, height: 4, fill: theme.acts.denial }) }] : []),
    ...(cells.some(({ coded }) => coded) ? [{ text: words.texts.codedCell, draw: square({ fill: "none", stroke: theme.acts.attribution, "stroke-dasharray": "3 2" }) }] : []),
    ...(cells.some(({ stands }) => !stands) ? [struckKey({ words, theme })] : []),
  ];
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
 * The name of a row, in as many lines as it takes.
 * @param {string} name
 * @param {string} id
 * @param {string[]} lines
 * @param {number} x
 * @param {number} middle
 * @param {import("../graph/palette.js").Theme} theme
 */
function rowName(name, id, lines, x, middle, theme) {
  const first = middle + 4.5 - ((lines.length - 1) * NAME_LINE) / 2;
  return nameButton(name, { "data-actor": id }, lines.map((line, at) => textLine(line, { x, y: first + at * NAME_LINE, size: TEXT_SIZE, fill: theme.ink, anchor: "end", whole: name })));
}

/** The name of a column, slanted, its lines under each other. @param {string} name @param {string} id @param {number} x @param {number} y @param {number} room @param {Canvas} canvas */
function columnName(name, id, x, y, room, { theme }) {
  const lines = wrapped(name, room, TEXT_SIZE, { lines: HEAD_LINES });
  const turn = (SLANT * Math.PI) / 180;
  return nameButton(name, { "data-actor": id }, lines.map((line, at) => {
    const down = (at - (lines.length - 1) / 2) * (NAME_LINE - 1);
    return textLine(line, { x: x - down * Math.sin(turn), y: y + down * Math.cos(turn), size: TEXT_SIZE, fill: theme.ink, turn: SLANT, whole: name });
  }));
}

/** The least room in which names fit into so many lines, as far as there is room at all. @param {string[]} names @param {number} lines @param {number} most */
function nameRoom(names, lines, most) {
  let room = Math.min(130, Math.max(...names.map((name) => textWidth(name, TEXT_SIZE))) + 4);
  const fits = (/** @type {string} */ name) => !wrapped(name, room, TEXT_SIZE, { lines }).some((line) => line.endsWith("…"));
  for (const name of names) while (room < most && !fits(name)) room += 6;
  return Math.min(room, most);
}

/** @param {Grid} grid @param {Room} room @param {Canvas} canvas @returns {Body} */
function matrixBody(grid, room, canvas) {
  const { theme, words } = canvas;
  const narrow = room.width < 660;
  const side = narrow ? 28 : 30;
  const labels = Math.min(narrow ? 142 : Math.max(270, room.width * 0.32), Math.max(...grid.rows.map((row) => textWidth(grid.names.get(row) ?? "", TEXT_SIZE)), grid.coders.size ? textWidth(words.texts.coders, 12) : 0) + 10);
  const slant = (Math.abs(SLANT) * Math.PI) / 180;
  const name = (/** @type {string} */ id) => grid.names.get(id) ?? id;
  const steep = narrow ? 180 : room.height === null ? 280 : Math.max(120, Math.min(230, room.height * 0.45));
  const down = (/** @type {number} */ rise) => (room.height === null ? 40 : Math.max(1, Math.floor((room.height - rise - 26) / side)));
  const riseOf = (/** @type {number} */ long) => long * Math.sin(slant) + 16;
  // Which columns fit depends on how long their names are, and that on which they are.
  const fit = (/** @type {number} */ long, /** @type {number} */ pitch) => fitting(grid, down(riseOf(long)), Math.max(1, Math.floor((room.width - labels - long * Math.cos(slant) - 6) / pitch)));
  const most = nameRoom(fit(60, side).columns.map(name), HEAD_LINES, steep);
  const inTwo = (/** @type {string} */ id) => wrapped(name(id), most, TEXT_SIZE, { lines: HEAD_LINES }).length > 1;
  const close = fit(most, side);
  const wide = close.columns.some((id, at) => inTwo(id) && inTwo(close.columns[at + 1] ?? id)) ? TWO_LINES : side;
  const kept = wide === side ? close : fit(most, wide);
  const longest = nameRoom(kept.columns.map(name), HEAD_LINES, most);
  const rise = riseOf(longest);
  const [x0, y0] = [room.left + labels, room.top + rise];
  const gap = kept.speakers && kept.speakers < kept.rows.length ? 22 : 0;
  const names = kept.rows.map((id) => wrapped(name(id), labels - 8, TEXT_SIZE, { lines: room.height === null ? ROW_LINES : 2 }));
  let end = y0;
  const places = names.map((lines, at) => {
    const high = Math.max(side, lines.length * NAME_LINE + 6);
    end += high + (at && at === kept.speakers ? gap : 0);
    return { y: end - high, high };
  });
  const heads = kept.columns.map((id, at) => columnName(name(id), id, x0 + (at + 0.5) * wide + 4, y0 - 8, longest, canvas));
  const lines = kept.columns.map((_, at) => straight(x0 + (at + 0.5) * wide, y0 - 4, x0 + (at + 0.5) * wide, end, theme.rule, { "stroke-width": 0.6 }));
  const rows = kept.rows.map((id, at) => {
    const { y, high } = places[at];
    return rowName(name(id), id, names[at], x0 - 8, y + high / 2, theme) + straight(x0, y + high, x0 + kept.columns.length * wide, y + high, theme.rule, { "stroke-width": 0.6 });
  });
  const highest = Math.max(1, ...kept.rows.slice(0, kept.speakers).flatMap((row) => kept.columns.map((column) => grid.cells.get(row)?.get(column)?.claims.length ?? 0)));
  const boxes = kept.rows.flatMap((row, at) => kept.columns.map((column, place) => {
    const cell = grid.cells.get(row)?.get(column);
    if (!cell) return "";
    return cellBox(cell, [row, column], { x: x0 + place * wide, y: places[at].y + (places[at].high - side) / 2, wide, side, highest }, grid, canvas);
  }));
  const split = gap ? textLine(words.texts.coders, { x: x0 - 8, y: places[kept.speakers].y - 7, size: 12, fill: theme.soft, anchor: "end", italic: true, room: labels - 8 }) : "";
  const all = new Set(grid.rows.flatMap((row) => [...(grid.cells.get(row)?.values() ?? [])].flatMap(({ claims }) => claims)));
  const cells = kept.rows.flatMap((row) => kept.columns.flatMap((column) => grid.cells.get(row)?.get(column) ?? []));
  const seen = new Set(cells.flatMap(({ claims }) => claims));
  const left = all.size - seen.size;
  const away = grid.rows.length + grid.columns.length - kept.rows.length - kept.columns.length;
  const leftOut = left || away ? `${howMany(away, "actors", words)}, ${howMany(left, "claims", words)}` : "";
  return { svg: lines.join("") + heads.join("") + rows.join("") + split + boxes.join(""), height: end - room.top + 6, shown: kept.rows.length, leftOut, left, legend: cellKeys(cells, canvas) };
}

/**
 * @param {Cell} cell
 * @param {[string, string]} pair
 * @param {{x: number, y: number, wide: number, side: number, highest: number}} place
 * @param {Grid} grid
 * @param {Canvas} canvas
 */
function cellBox({ claims, stands, coded, answered }, [row, column], { x, y, wide, side, highest }, grid, { theme, words, says }) {
  const strength = 0.16 + 0.5 * Math.sqrt(claims.length / highest);
  const look = coded ? { fill: "none", stroke: theme.acts.attribution, "stroke-dasharray": "3 2" } : { fill: theme.acts.attribution, "fill-opacity": strength };
  const pair = filled(words.texts.pair, { who: grid.names.get(row) ?? row, whom: grid.names.get(column) ?? column });
  const whole = `${pair}: ${howMany(claims.length, "claims", words)}${answered ? `, ${filled(words.texts.answeredTitle, { n: answered })}` : ""}`;
  const told = claims.length > 6 ? "" : `\n${claims.map(says).join("\n")}`;
  return element(
    "g", { class: "cell", "data-pair": `${row} ${column}`, "data-claims": claims.map(({ id }) => id).join(" "), role: "button", tabindex: -1, "aria-label": whole },
    tooltip(whole + told),
    element("rect", { x: x + 1.5, y: y + 1.5, width: wide - 3, height: side - 3, rx: 2, ...look }),
    textLine(String(claims.length), { x: x + wide / 2, y: y + side / 2 + 3.5, size: TEXT_SIZE, fill: theme.ink, anchor: "middle", bold: !coded, struck: !stands }),
    answered ? element("rect", { x: x + 1.5, y: y + side - 6, width: wide - 3, height: 4.5, fill: theme.acts.denial }) : "",
  );
}
