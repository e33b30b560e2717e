/** The graph, as a still picture: one actor's neighbourhood in two columns, or those of whom most is said on a ring. */
/** @import {ViewClaim, ViewNode} from "../types.js" */
/** @import {Body, Canvas, Picture, Room} from "./frame.js" */
/** @import {Subject} from "./subject.js" */
/** @import {Look} from "../graph/palette.js" */
import { LOOKS, lookOf } from "../graph/palette.js";
import { yearOf } from "./days.js";
import { shape } from "./marks.js";
import { textWidth, wrapped } from "./measure.js";
import { accusedOf, distinctNames, standing } from "./subject.js";
import { element, nameButton, neat, textLine, tooltip } from "./svg.js";
import { filled, howMany } from "./words.js";

/**
 * @typedef {{from: string, to: string, look: Look, claims: ViewClaim[], coded: boolean}} Tie  all claims of one kind from one to another
 * @typedef {{x: number, y: number, side: "start"|"end"|"middle", room: number}} Spot
 */

const DOT = 9;
const NODE_NAME = 13;

/** @param {Subject} subject @param {Canvas} canvas @returns {Picture} */
export function drawNetwork(subject, canvas) {
  const { words } = canvas;
  const { focus, model } = subject;
  const own = focus?.type === "actor" ? focus.id : null;
  const ties = tiesOf(subject).filter(({ from, to }) => !own || from === own || to === own);
  const name = focus ? distinctNames([...model.nodes.values()].filter(({ type }) => type === focus.type), yearOf).get(focus.id) ?? "" : "";
  const claims = [...new Set(ties.flatMap((tie) => tie.claims))];
  return {
    headline: focus ? filled(words.headlines.graph, { what: name }) : words.headlines.graphAll,
    subtitle: words.subtitles.graph,
    claims,
    body: (room) => networkBody(ties, own, subject, room, canvas),
  };
}

/** @param {Subject} subject @returns {Tie[]} */
function tiesOf({ model, claims, state }) {
  /** @type {Map<string, Tie>} */
  const found = new Map();
  for (const claim of standing(claims, state)) {
    for (const from of claim.speakers) {
      for (const to of reached(claim, model)) {
        if (from === to || !model.nodes.has(from) || !model.nodes.has(to)) continue;
        const key = JSON.stringify([from, to, lookOf(claim), Boolean(claim.coder)]);
        const tie = found.get(key) ?? { from, to, look: lookOf(claim), claims: [], coded: Boolean(claim.coder) };
        tie.claims.push(claim);
        found.set(key, tie);
      }
    }
  }
  return [...found.values()];
}

/** To whom a claim leads: a denial to those whom it answers, all else to those whom it speaks of. @param {ViewClaim} claim @param {import("../types.js").Model} model */
function reached(claim, model) {
  const named = [claim.respondsTo, claim.challenges, claim.withdraws].flatMap((ids) => ids ?? []);
  const answered = new Set(named.flatMap((id) => model.claims.get(id)?.speakers ?? []));
  if (model.data.acts[claim.act].does === "denies") return answered;
  const accused = new Set([...accusedOf(claim, model), ...(model.allegationsOf.get(claim.id) ?? []).map((allegation) => allegation.accused)]);
  return accused.size ? accused : answered;
}

/** @param {Tie[]} all @param {string|null} own @param {Subject} subject @param {Room} room @param {Canvas} canvas @returns {Body} */
function networkBody(all, own, { model }, room, canvas) {
  const { words } = canvas;
  const everyone = new Set(all.flatMap(({ from, to }) => [from, to]));
  const high = room.height ?? (own ? Math.max(240, Math.min(900, (everyone.size / 2) * 40 + 60)) : Math.min(760, Math.max(420, room.width * 0.7)));
  const most = own ? 2 * Math.floor((high - 20) / 34) : Math.max(6, Math.min(22, 2 * Math.floor((high - 40) / 30)));
  const ids = busiestNodes(all, own, most);
  const kept = all.filter(({ from, to }) => ids.includes(from) && ids.includes(to));
  const nodes = ids.flatMap((id) => model.nodes.get(id) ?? []);
  const names = distinctNames(nodes, yearOf);
  const spots = own ? ego(own, ids, kept, room, high) : ring(ids, kept, room, high);
  const taken = [...spots.values()].map(({ x, y }) => ({ x, y, width: 2 * DOT + 6, height: 2 * DOT + 6 }));
  const lines = kept.map((tie, at) => tieLine(tie, spots, bendOf(kept, at), taken, canvas));
  const dots = nodes.map((node) => nodeDot(node, names.get(node.id) ?? node.label, /** @type {Spot} */ (spots.get(node.id)), node.id === own, canvas));
  const gone = new Set(all.flatMap(({ claims }) => claims)).size - new Set(kept.flatMap(({ claims }) => claims)).size;
  return {
    svg: element("g", { class: "ties" }, ...lines) + dots.join(""), height: high, shown: ids.length,
    leftOut: everyone.size > ids.length ? `${howMany(everyone.size - ids.length, "actors", words)}, ${howMany(gone, "claims", words)}` : "", left: gone,
    claims: kept.flatMap(({ claims }) => claims),
  };
}

/**
 * Those with most claims, the centre first; nobody without a line to another of them.
 * @param {Tie[]} ties
 * @param {string|null} own
 * @param {number} most
 */
function busiestNodes(ties, own, most) {
  /** @type {Map<string, number>} */
  const weight = new Map(own ? [[own, Infinity]] : []);
  for (const { from, to, claims, coded } of ties) for (const id of [from, to]) weight.set(id, (weight.get(id) ?? 0) + (coded ? 0.001 : 1) * claims.length);
  const of = (/** @type {string} */ id) => weight.get(id) ?? 0;
  const ranked = (/** @type {string} */ a, /** @type {string} */ b) => (of(a) === of(b) ? 0 : of(b) - of(a)) || (a < b ? -1 : 1);
  const ends = ties.map(({ from, to }) => [from, to].sort(ranked));
  ends.sort((a, b) => Number(b.includes(own ?? "")) - Number(a.includes(own ?? "")) || ranked(a[1], b[1]) || ranked(a[0], b[0]));
  const room = most + (own ? 1 : 0);
  /** @type {Set<string>} */
  const kept = new Set(own ? [own] : []);
  for (const pair of ends) if (new Set([...kept, ...pair]).size <= room) pair.forEach((id) => kept.add(id));
  return [...kept].sort(ranked);
}

/**
 * The centre, on its left who speaks about it, on its right of whom it speaks.
 * @param {string} own
 * @param {string[]} ids
 * @param {Tie[]} ties
 * @param {Room} room
 * @param {number} high
 */
function ego(own, ids, ties, room, high) {
  /** @type {Map<string, Spot>} */
  const spots = new Map([[own, { x: room.left + room.width / 2, y: room.top + high / 2, side: "middle", room: room.width * 0.26 }]]);
  const speaksAbout = (/** @type {string} */ id) => ties.some(({ from, to, look }) => from === id && to === own && look !== "denial");
  const others = ids.filter((id) => id !== own);
  const half = Math.ceil(others.length / 2);
  const left = others.filter(speaksAbout);
  const right = others.filter((id) => !speaksAbout(id));
  while (left.length > half && right.length < half) right.push(/** @type {string} */ (left.pop()));
  while (right.length > half && left.length < half) left.push(/** @type {string} */ (right.pop()));
  const side = Math.min(250, room.width * 0.3);
  for (const [column, where] of /** @type {[string[], "end"|"start"][]} */ ([[left, "end"], [right, "start"]])) {
    const step = Math.min(58, (high - 20) / Math.max(1, column.length));
    const top = room.top + high / 2 - (step * (column.length - 1)) / 2;
    column.forEach((id, at) => spots.set(id, { x: where === "end" ? room.left + side : room.left + room.width - side, y: top + at * step, side: where, room: side - DOT - 6 }));
  }
  return spots;
}

/** @param {string[]} ids @param {Tie[]} ties @param {Room} room @param {number} high */
function ring(ids, ties, room, high) {
  const blamed = (/** @type {string} */ id) => ties.filter(({ to, look }) => to === id && look === "attribution").reduce((sum, { claims }) => sum + claims.length, 0);
  const said = (/** @type {string} */ id) => ties.filter(({ from }) => from === id).reduce((sum, { claims }) => sum + claims.length, 0);
  const sorted = [...ids].sort((a, b) => Number(blamed(a) > said(a)) - Number(blamed(b) > said(b)) || said(b) - said(a) || (a < b ? -1 : 1));
  const half = Math.ceil(sorted.length / 2);
  const side = Math.min(260, room.width * 0.3);
  const [middle, wide] = [room.left + room.width / 2, room.width / 2 - side];
  const step = (high - 30) / Math.max(1, half);
  /** @type {Map<string, Spot>} */
  const spots = new Map();
  sorted.forEach((id, at) => {
    const left = at < half;
    const y = room.top + 14 + step * ((left ? at : at - half) + 0.5);
    const lean = Math.sqrt(Math.max(0.05, 1 - ((y - room.top - high / 2) / (high / 2)) ** 2));
    const x = middle + (left ? -1 : 1) * wide * (0.45 + 0.55 * lean);
    spots.set(id, { x, y, side: left ? "end" : "start", room: (left ? x - room.left : room.left + room.width - x) - DOT - 6 });
  });
  return spots;
}

/** Lines between the same two lie beside each other. @param {Tie[]} ties @param {number} at */
function bendOf(ties, at) {
  const pair = (/** @type {Tie} */ tie) => [tie.from, tie.to].sort().join(" ");
  const same = ties.filter((tie) => pair(tie) === pair(ties[at]));
  return (same.indexOf(ties[at]) - (same.length - 1) / 2) * (ties[at].from < ties[at].to ? 1 : -1);
}

/**
 * @param {Tie} tie
 * @param {Map<string, Spot>} spots
 * @param {number} bend
 * @param {{x: number, y: number, width: number, height: number}[]} taken
 * @param {Canvas} canvas
 */
function tieLine({ from, to, look, claims, coded }, spots, bend, taken, { theme, words, says }) {
  const [a, b] = [/** @type {Spot} */ (spots.get(from)), /** @type {Spot} */ (spots.get(to))];
  const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
  const [ux, uy] = [(b.x - a.x) / length, (b.y - a.y) / length];
  const inward = a.side === b.side && a.side !== "middle" ? Math.min(140, 30 + Math.abs(b.y - a.y) * 0.35) * (a.side === "end" ? 1 : -1) : 0;
  const control = { x: (a.x + b.x) / 2 - uy * bend * 34 + inward, y: (a.y + b.y) / 2 + ux * bend * 34 };
  const at = (/** @type {number} */ t) => ({ x: (1 - t) ** 2 * a.x + 2 * t * (1 - t) * control.x + t * t * b.x, y: (1 - t) ** 2 * a.y + 2 * t * (1 - t) * control.y + t * t * b.y });
  const style = LOOKS[look];
  const colour = theme.acts[look];
  const free = (/** @type {{x: number, y: number}} */ spot, /** @type {number} */ wide, /** @type {number} */ high) =>
    taken.every((box) => Math.abs(box.x - spot.x) >= (box.width + wide) / 2 || Math.abs(box.y - spot.y) >= (box.height + high) / 2);
  const text = claims.length > 1 ? String(claims.length) : "";
  const wide = 2 * 6 + (text ? textWidth(text, 12, true) + 4 : 0);
  const place = [0.8, 0.72, 0.64, 0.56, 0.48, 0.4].map(at).find((spot) => free({ x: spot.x + (wide - 12) / 2, y: spot.y }, wide, 15));
  if (place) taken.push({ x: place.x + (wide - 12) / 2, y: place.y, width: wide, height: 15 });
  const told = `${howMany(claims.length, "claims", words)}: ${claims.slice(0, 8).map(says).join("; ")}`;
  return element(
    "g", { class: "mark", "data-pair": `${from} ${to}`, "data-claims": claims.map(({ id }) => id).join(" "), role: "button", tabindex: -1, "aria-label": told }, tooltip(told),
    element("path", {
      d: `M${neat(a.x)} ${neat(a.y)}Q${neat(control.x)} ${neat(control.y)} ${neat(b.x)} ${neat(b.y)}`, fill: "none", stroke: colour,
      "stroke-width": Math.min(6, style.width * (0.6 + Math.sqrt(claims.length) * 0.5)), "stroke-dasharray": style.dash.length ? style.dash.join(" ") : null, opacity: coded ? 0.35 : 0.75,
    }),
    place ? shape(look, place.x, place.y, theme, { hollow: coded, reach: 5 }) : "",
    place && text ? textLine(text, { x: place.x + 8, y: place.y + 4, size: 12, fill: theme.ink, bold: true }) : "",
  );
}

/** @param {ViewNode} node @param {string} name @param {Spot} spot @param {boolean} central @param {Canvas} canvas */
function nodeDot(node, name, { x, y, side, room }, central, { theme }) {
  const dashes = /** @type {Record<string, string>} */ ({ persona: "5 3", unnamed: "1.5 3" })[node.kind];
  const radius = central ? DOT + 5 : DOT;
  const look = { cx: x, cy: y, fill: theme.node, stroke: theme.nodeLine, "stroke-width": 1.6, "stroke-dasharray": dashes };
  const lines = wrapped(name, room, NODE_NAME, { lines: 2, bold: central });
  const text = (/** @type {string} */ line, /** @type {number} */ at) => textLine(line, {
    x: side === "middle" ? x : x + (side === "end" ? -radius - 6 : radius + 6), y: side === "middle" ? y + radius + 16 + at * 16 : y + 4.5 + (at - (lines.length - 1) / 2) * 15, size: NODE_NAME, fill: theme.ink,
    bold: central, anchor: side, whole: name,
  });
  const back = side === "middle" ? lines.map((line, at) => element("rect", { x: x - textWidth(line, NODE_NAME, true) / 2 - 2, y: y + radius + 3 + at * 16, width: textWidth(line, NODE_NAME, true) + 4, height: 17, fill: theme.paper, "fill-opacity": 0.85 })) : [];
  return element("g", { class: "row", "data-row": node.id }, element("circle", { r: radius, ...look }), node.kind === "state" ? element("circle", { r: radius - 3.5, ...look }) : "", ...back, nameButton(name, { "data-actor": node.id }, lines.map(text)));
}
