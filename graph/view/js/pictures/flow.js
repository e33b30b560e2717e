/** The flow: accusers left, accused right, as wide as there are claims; who denies leads back to whom that answers. */
/** @import {ViewClaim} from "../types.js" */
/** @import {Body, Canvas, Picture, Room} from "./frame.js" */
/** @import {Subject} from "./subject.js" */
/** @import {Look} from "../graph/palette.js" */
import { lookOf } from "../graph/palette.js";
import { yearOf } from "./days.js";
import { textWidth, wrapped } from "./measure.js";
import { accusedOf, distinctNames, explanations, standing } from "./subject.js";
import { element, nameButton, neat, straight, textLine, tooltip } from "./svg.js";
import { filled, howMany } from "./words.js";

/**
 * @typedef {{from: string, to: string, look: Look, claims: ViewClaim[], coded: boolean}} Ribbon
 * @typedef {{id: string, name: string, size: number, y: number, height: number, coder: boolean}} Box
 */

const BETWEEN = 12;
/** Over many incidents: how many on a side, and how many lines back; of more, each of the accused has the number. */
const [MOST_OF_ALL, MOST_BACK, SLACK] = [24, 16, 1.4];
const [FLOW_NAME, NAME_STEP] = [13, 15];
/** What stands over the columns, and the room under them. */
const HEADS = 74;

/** @param {Subject} subject @param {Canvas} canvas @returns {Picture} */
export function drawFlow(subject, canvas) {
  const { words } = canvas;
  const { focus, model } = subject;
  const ribbons = ribbonsOf(subject);
  const back = denialsOf(subject);
  const counted = !focus && back.length > MOST_BACK;
  const name = focus ? distinctNames([...model.nodes.values()].filter(({ type }) => type === focus.type), yearOf).get(focus.id) ?? "" : "";
  return {
    headline: focus ? filled(words.headlines.flow, { what: name }) : words.headlines.matrix,
    subtitle: counted ? words.subtitles.flowAll : words.subtitles.flow,
    claims: ribbons.length ? [...new Set([...ribbons, ...back].flatMap(({ claims }) => claims))] : [],
    looks: new Set(),
    legend: bandKeys(ribbons, back.length > 0 && !counted, canvas),
    body: (room) => flowBody(ribbons, back, counted, subject, room, canvas),
  };
}

/** What ribbons, and lines back, need to have explained. @param {Ribbon[]} ribbons @param {boolean} back @param {Canvas} canvas @returns {import("./frame.js").Key[]} */
function bandKeys(ribbons, back, { words, theme }) {
  const band = (/** @type {Look} */ look, /** @type {boolean} */ coded) => (/** @type {number} */ x, /** @type {number} */ y) =>
    element("rect", { x: x - 8, y: y - 4, width: 16, height: 8, fill: theme.acts[look], "fill-opacity": coded ? 0.1 : 0.5, stroke: coded ? theme.acts[look] : null, "stroke-dasharray": coded ? "3 2" : null });
  const looks = [...new Set(ribbons.map(({ look }) => look))].sort();
  return [
    ...looks.map((look) => ({ text: words.marks[look], draw: band(look, false) })),
    ...(ribbons.some(({ coded }) => coded) ? [{ text: words.texts.codedCell, draw: band("attribution", true) }] : []),
    ...(back ? [{ text: `${words.marks.denial}: ${words.texts.loop}`, draw: (/** @type {number} */ x, /** @type {number} */ y) => straight(x - 8, y, x + 8, y, theme.acts.denial, { "stroke-width": 2, "stroke-dasharray": "6 3" }) }] : []),
  ];
}

/** Who blames, backs, claims or doubts whom: one ribbon for all claims of a kind. @param {Subject} subject @returns {Ribbon[]} */
function ribbonsOf(subject) {
  const { model } = subject;
  /** @type {Map<string, Ribbon>} */
  const found = new Map();
  for (const { allegation, support, doubts } of explanations(subject)) {
    for (const claim of standing([...support, ...doubts], subject.state)) {
      for (const from of claim.speakers) {
        const look = lookOf(claim);
        const key = JSON.stringify([from, allegation.accused, look, Boolean(claim.coder)]);
        const ribbon = found.get(key) ?? { from, to: allegation.accused, look, claims: [], coded: Boolean(claim.coder) };
        if (!ribbon.claims.includes(claim)) ribbon.claims.push(claim);
        found.set(key, ribbon);
      }
    }
  }
  return [...found.values()].filter(({ from }) => model.nodes.has(from));
}

/** Denials, by the accused and whom they answer; null: nobody in particular. @param {Subject} subject */
function denialsOf(subject) {
  const { model } = subject;
  /** @type {Map<string, {accused: string, answers: string|null, claims: ViewClaim[]}>} */
  const found = new Map();
  for (const { allegation, denials } of explanations(subject)) {
    for (const claim of standing(denials, subject.state)) {
      if (!accusedOf(claim, model).has(allegation.accused)) continue;
      const answered = (claim.respondsTo ?? []).flatMap((id) => model.claims.get(id)?.speakers ?? []);
      for (const answers of answered.length ? new Set(answered) : [null]) {
        const key = JSON.stringify([allegation.accused, answers]);
        const back = found.get(key) ?? { accused: allegation.accused, answers, claims: [] };
        if (!back.claims.includes(claim)) back.claims.push(claim);
        found.set(key, back);
      }
    }
  }
  return [...found.values()];
}

/**
 * @param {Ribbon[]} ribbons
 * @param {ReturnType<typeof denialsOf>} back
 * @param {boolean} counted  whether denials are a number beside the accused, and no lines
 * @param {Subject} subject
 * @param {Room} room
 * @param {Canvas} canvas
 * @returns {Body}
 */
function flowBody(ribbons, back, counted, subject, room, canvas) {
  const { words, theme, says } = canvas;
  const narrow = room.width < 660;
  const least = room.height === null ? 19 : 22;
  const leastAccused = counted ? 35 : least;
  const fit = (/** @type {number} */ box) => Math.min(subject.focus ? 60 : MOST_OF_ALL, room.height === null ? 60 : Math.max(2, Math.floor((room.height - HEADS) / (box + BETWEEN) / (counted ? SLACK : 1))));
  const total = (/** @type {"from"|"to"} */ end) => sums(ribbons, end);
  const { left, right } = widest(ribbons, total("from"), total("to"), fit(least), Math.max(2, Math.round(fit(leastAccused) * 0.8)));
  const kept = ribbons.filter(({ from, to }) => left.has(from) && right.has(to));
  const ends = { from: sums(kept, "from"), to: sums(kept, "to") };
  const names = distinctNames([...new Set([...ends.from.keys(), ...ends.to.keys()])].flatMap((id) => subject.model.nodes.get(id) ?? []), yearOf);
  const unit = unitOf(ends, room, { from: least, to: leastAccused });
  const side = narrow ? room.width * 0.34 : Math.min(270, room.width * 0.27);
  const columns = (/** @type {number} */ lines) => {
    const needs = (/** @type {number} */ least) => (/** @type {string} */ name, /** @type {number} */ size) =>
      Math.max(least, least + (nameLines(name, size, side, lines).length - 2) * NAME_STEP);
    const accused = stacked(ends.to, names, room.top + 26, unit, needs(leastAccused), ribbons, "to", new Map());
    const order = new Map(accused.map(({ id }, at) => [id, at]));
    const accusers = stacked(ends.from, names, room.top + 26, unit, needs(least), kept, "from", order);
    return { lines, accused, accusers, spread: Math.max(extent(accusers), extent(accused)) };
  };
  const free = columns(room.height === null ? 8 : 3);
  // In a size that is given, names of three lines may be more than there is room for; the whole name is in the title.
  const { lines, accused, accusers, spread } = room.height !== null && free.spread + 10 > room.height ? columns(2) : free;
  settle(accusers, spread);
  settle(accused, spread);
  const [x0, x1] = [room.left + side, room.left + room.width - side];
  const paint = { x0, x1, side, lines, theme, words, says };
  const marks = bands(kept, accusers, accused, unit, paint);
  const loops = counted ? "" : backs(back, accusers, accused, paint);
  /** @type {Map<string, Set<ViewClaim>>} */
  const denied = new Map();
  for (const { accused: id, claims } of counted ? back : []) denied.set(id, new Set([...(denied.get(id) ?? []), ...claims]));
  const all = new Set(ribbons.flatMap(({ claims }) => claims));
  const drawn = new Set(kept.flatMap(({ claims }) => claims));
  const away = total("from").size + total("to").size - accusers.length - accused.length;
  const gone = all.size - drawn.size;
  const head = (/** @type {string} */ text, /** @type {number} */ x, /** @type {"start"|"end"} */ anchor) =>
    wrapped(text, side, 12).map((line, at, all) => textLine(line, { x, y: room.top + 12 - (all.length - 1) * 6 + at * 14, size: 12, fill: theme.soft, anchor, whole: text })).join("");
  const heads = head(words.texts.accusers, x0 - 6, "end") + head(words.texts.accused, x1 + 6, "start");
  return {
    svg: heads + marks + loops + boxNames(accusers, paint, "left", new Map()) + boxNames(accused, paint, "right", denied), height: spread + 34, shown: accusers.length + accused.length,
    leftOut: away ? `${howMany(away, "actors", words)}, ${howMany(gone, "claims", words)}` : "", left: gone, legend: bandKeys(kept, loops !== "", canvas),
  };
}

/** @param {Ribbon[]} ribbons @param {"from"|"to"} end */
function sums(ribbons, end) {
  /** @type {Map<string, number>} */
  const found = new Map();
  for (const ribbon of ribbons) found.set(ribbon[end], (found.get(ribbon[end]) ?? 0) + ribbon.claims.length);
  return found;
}

/**
 * The ends of the widest ribbons, as many as have room.
 * @param {Ribbon[]} ribbons
 * @param {Map<string, number>} from
 * @param {Map<string, number>} to
 * @param {number} mostLeft
 * @param {number} mostRight
 */
function widest(ribbons, from, to, mostLeft, mostRight) {
  const weighed = ribbons.map((ribbon) => ({ ...ribbon, weight: ribbon.claims.length * 1e6 + (to.get(ribbon.to) ?? 0) + (from.get(ribbon.from) ?? 0) / 1e6 }));
  const sorted = weighed.sort((a, b) => b.weight - a.weight || (a.from < b.from ? -1 : a.from > b.from ? 1 : a.to < b.to ? -1 : 1));
  /** @type {[Set<string>, Set<string>]} */
  const [left, right] = [new Set(), new Set()];
  for (const { from: start, to: end } of sorted) {
    if ((!left.has(start) && left.size >= mostLeft) || (!right.has(end) && right.size >= mostRight)) continue;
    left.add(start);
    right.add(end);
  }
  return { left, right };
}

/** How many pixels a claim is wide. @param {{from: Map<string, number>, to: Map<string, number>}} ends @param {Room} room @param {{from: number, to: number}} least */
function unitOf(ends, room, least) {
  const sides = /** @type {("from"|"to")[]} */ (["from", "to"]);
  const claims = Math.max(...sides.map((end) => [...ends[end].values()].reduce((a, b) => a + b, 0)), 1);
  if (room.height === null) return Math.max(0.1, Math.min(8, 700 / claims));
  const most = room.height - HEADS;
  const high = (/** @type {number} */ unit) => Math.max(...sides.map((end) => [...ends[end].values()].reduce((sum, size) => sum + Math.max(size * unit, least[end]) + BETWEEN, 0)));
  let unit = 14;
  while (high(unit) > most && unit > 1e-3) unit *= 0.95;
  return unit;
}

/**
 * @param {Map<string, number>} sizes
 * @param {Map<string, string>} names
 * @param {number} top
 * @param {number} unit
 * @param {(name: string, size: number) => number} least  how high a box is at least, for its name
 * @param {Ribbon[]} ribbons
 * @param {"from"|"to"} end
 * @param {Map<string, number>} order  of the other side
 * @returns {Box[]}
 */
function stacked(sizes, names, top, unit, least, ribbons, end, order) {
  const other = end === "from" ? "to" : "from";
  const main = (/** @type {string} */ id) => {
    const own = ribbons.filter((ribbon) => ribbon[end] === id).sort((a, b) => b.claims.length - a.claims.length);
    return order.get(own[0]?.[other] ?? "") ?? 0;
  };
  const coder = (/** @type {string} */ id) => end === "from" && ribbons.filter((ribbon) => ribbon.from === id).every(({ coded }) => coded);
  const rows = [...sizes].map(([id, size]) => ({ id, name: names.get(id) ?? id, size, y: 0, height: size * unit, coder: coder(id), main: main(id) }));
  rows.sort((a, b) => Number(a.coder) - Number(b.coder) || a.main - b.main || b.size - a.size || (a.id < b.id ? -1 : 1));
  let y = top;
  for (const row of rows) {
    const room = Math.max(row.height, least(row.name, row.size));
    row.y = y + (room - row.height) / 2;
    y += room + BETWEEN;
  }
  return rows;
}

/** @param {Box[]} column */
function extent(column) {
  const last = column[column.length - 1];
  return last ? last.y + last.height - (column[0].y - 0) + 40 : 0;
}

/** Puts a short column into the middle of the height. @param {Box[]} column @param {number} spread */
function settle(column, spread) {
  const down = (spread - extent(column)) / 2;
  for (const box of column) box.y += down;
}

/**
 * @typedef {{x0: number, x1: number, side: number, lines: number, theme: import("../graph/palette.js").Theme, words: import("./words.js").Words, says: (claim: ViewClaim) => string}} Paint
 *
 * @param {Ribbon[]} ribbons
 * @param {Box[]} accusers
 * @param {Box[]} accused
 * @param {number} unit
 * @param {Paint} paint
 */
function bands(ribbons, accusers, accused, unit, { x0, x1, theme, words, says }) {
  const place = (/** @type {Box[]} */ column) => new Map(column.map((box, at) => [box.id, { at, y: box.y }]));
  const [from, to] = [place(accusers), place(accused)];
  const sorted = [...ribbons].sort((a, b) => (from.get(a.from)?.at ?? 0) - (from.get(b.from)?.at ?? 0) || (to.get(a.to)?.at ?? 0) - (to.get(b.to)?.at ?? 0) || (a.look < b.look ? -1 : 1));
  return sorted.map(({ from: start, to: end, look, claims, coded }) => {
    const [a, b] = [from.get(start), to.get(end)];
    if (!a || !b) return "";
    const wide = claims.length * unit;
    const [y0, y1] = [a.y, b.y];
    a.y += wide;
    b.y += wide;
    const mid = (x0 + x1) / 2;
    const d = `M${neat(x0)} ${neat(y0)}C${neat(mid)} ${neat(y0)} ${neat(mid)} ${neat(y1)} ${neat(x1)} ${neat(y1)}V${neat(y1 + wide)}C${neat(mid)} ${neat(y1 + wide)} ${neat(mid)} ${neat(y0 + wide)} ${neat(x0)} ${neat(y0 + wide)}Z`;
    const colour = theme.acts[look];
    const told = `${howMany(claims.length, "claims", words)}: ${claims.slice(0, 6).map(says).join("; ")}`;
    return element("path", {
      d, fill: colour, "fill-opacity": coded ? 0.1 : 0.42, stroke: colour, "stroke-width": coded ? 1 : 0.5, "stroke-dasharray": coded ? "3 2" : null, class: "mark",
      "data-pair": `${start} ${end}`, "data-claims": claims.map(({ id }) => id).join(" "), role: "button", tabindex: -1, "aria-label": told,
    }, tooltip(told));
  }).join("");
}

/** @param {ReturnType<typeof denialsOf>} back @param {Box[]} accusers @param {Box[]} accused @param {Paint} paint */
function backs(back, accusers, accused, { x0, x1, theme, words, says }) {
  const [from, to] = [new Map(accusers.map((box) => [box.id, box])), new Map(accused.map((box) => [box.id, box]))];
  const blue = theme.acts.denial;
  return back.map(({ accused: id, answers, claims }) => {
    const [start, end] = [to.get(id), from.get(answers ?? "")];
    if (!start || !end) return "";
    const [y0, y1] = [start.y + start.height, end.y + end.height];
    const mid = (x0 + x1) / 2;
    const told = `${howMany(claims.length, "deny", words)}: ${claims.map(says).join("; ")}`;
    const line = `M${neat(x1 - 2)} ${neat(y0)}C${neat(mid)} ${neat(y0 + 26)} ${neat(mid)} ${neat(y1 + 26)} ${neat(x0 + 5)} ${neat(y1)}`;
    return element("g", { class: "mark", "data-pair": `${id} ${answers}`, "data-claims": claims.map((claim) => claim.id).join(" "), role: "button", tabindex: -1, "aria-label": told }, tooltip(told),
      element("path", { d: line, fill: "none", stroke: blue, "stroke-width": Math.min(4, 1 + claims.length * 0.6), "stroke-dasharray": "6 3" }),
      straight(x0 + 5, y1 - 6, x0 + 5, y1 + 6, blue, { "stroke-width": 3 }));
  }).join("");
}

/** The lines of a name beside its number. @param {string} name @param {number} size @param {number} side @param {number} most */
function nameLines(name, size, side, most) {
  return wrapped(name, side - 20 - textWidth(String(size), FLOW_NAME, true), FLOW_NAME, { lines: most });
}

/** @param {Box[]} column @param {Paint} paint @param {"left"|"right"} where @param {Map<string, Set<ViewClaim>>} denied */
function boxNames(column, { x0, x1, side, lines: most, theme, words }, where, denied) {
  return column.map(({ id, name, size, y, height, coder }) => {
    const left = where === "left";
    const number = String(size);
    const lines = nameLines(name, size, side, most);
    const denials = denied.get(id)?.size ?? 0;
    const [x, middle] = [left ? x0 - 10 : x1 + 10, y + height / 2 + 4.5 - (lines.length - (denials ? 0 : 1)) * 7.5];
    const bar = element("rect", { x: left ? x0 - 4 : x1, y, width: 4, height: Math.max(height, 2), fill: theme.nodeLine });
    const shift = (textWidth(number, FLOW_NAME, true) + 6) * (left ? -1 : 1);
    return element("g", { class: "row", "data-row": id }, bar,
      textLine(number, { x, y: middle, size: FLOW_NAME, fill: theme.ink, bold: true, anchor: left ? "end" : "start" }),
      nameButton(name, { "data-actor": id }, lines.map((line, at) => textLine(line, { x: x + shift, y: middle + at * NAME_STEP, size: FLOW_NAME, fill: theme.ink, anchor: left ? "end" : "start", italic: coder, whole: name }))),
      denials ? textLine(howMany(denials, "deny", words), { x: x + shift, y: middle + lines.length * NAME_STEP, size: FLOW_NAME, fill: theme.acts.denial, anchor: left ? "end" : "start" }) : "");
  }).join("");
}
