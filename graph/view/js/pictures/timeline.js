/** The timeline: a lane an actor, a sign a claim, an arc from an answer to what it answers. */
/** @import {ViewClaim} from "../types.js" */
/** @import {Body, Canvas, Picture, Room} from "./frame.js" */
/** @import {Subject} from "./subject.js" */
import { lookOf } from "../graph/palette.js";
import { createAxis, drawAxis } from "./axis.js";
import { middle, spanOf, yearOf } from "./days.js";
import { textWidth, wrapped } from "./measure.js";
import { distinctNames } from "./subject.js";
import { element, nameButton, neat, straight, textLine } from "./svg.js";
import { PITCH, drawSwarm, swarm, uncertain, uncertainKey } from "./swarm.js";
import { filled, howMany } from "./words.js";

/** @typedef {{id: string, name: string, coder: boolean, claims: ViewClaim[]}} Lane */

const MOST_LANES = 60;
/** Of more arcs over many incidents, those that cross many lanes hide the signs: only arcs between lanes so near are drawn. */
const [MOST_ARCS, NEAR] = [40, 2];
const LANE_NAME = 13;
const NAME_PITCH = 15;

/** @param {Subject} subject @param {Canvas} canvas @returns {Picture} */
export function drawTimeline(subject, canvas) {
  const { words } = canvas;
  const { focus } = subject;
  const lanes = lanesOf(subject);
  const arcs = subject.claims.reduce((sum, claim) => sum + answersOf(claim).length, 0);
  const crowded = !focus && arcs > MOST_ARCS;
  return {
    headline: focus ? filled(words.headlines.timeline, { what: distinctNames([...subject.model.nodes.values()].filter(({ type }) => type === focus.type), yearOf).get(focus.id) ?? "" }) : words.headlines.timelineAll,
    subtitle: words.subtitles.timeline,
    claims: subject.claims,
    legend: [...(subject.claims.some((claim) => claim.days) ? [uncertainKey(canvas)] : []), ...(arcs ? [arcKey(crowded, canvas)] : [])],
    body: (room) => timelineBody(lanes, crowded ? subject.state.claim ?? "" : null, room, canvas),
  };
}

/** @param {boolean} crowded @param {Canvas} canvas @returns {import("./frame.js").Key} */
function arcKey(crowded, { words, theme }) {
  const d = (/** @type {number} */ x, /** @type {number} */ y) => `M${neat(x - 8)} ${neat(y + 4)}Q${neat(x)} ${neat(y - 10)} ${neat(x + 8)} ${neat(y + 4)}`;
  return { text: crowded ? words.texts.arcNear : words.texts.arc, draw: (x, y) => element("path", { d: d(x, y), fill: "none", stroke: theme.acts.denial, "stroke-width": 1.2 }) };
}

/** Lanes by their first word; coders last. @param {Subject} subject @returns {Lane[]} */
function lanesOf({ model, claims }) {
  /** @type {Map<string, ViewClaim[]>} */
  const by = new Map();
  for (const claim of claims) for (const id of claim.speakers) by.set(id, [...(by.get(id) ?? []), claim]);
  const names = distinctNames([...by.keys()].flatMap((id) => model.nodes.get(id) ?? []), yearOf);
  const start = (/** @type {Lane} */ lane) => {
    const span = spanOf(lane.claims[0]);
    return span ? middle(span) : Infinity;
  };
  const lanes = [...by].map(([id, said]) => ({ id, name: names.get(id) ?? id, coder: said.every((claim) => claim.coder), claims: said }));
  return lanes.sort((a, b) => Number(a.coder) - Number(b.coder) || order(start(a), start(b)) || (a.id < b.id ? -1 : 1));
}

/** @param {number} a @param {number} b */
function order(a, b) {
  return a === b ? 0 : a < b ? -1 : 1;
}

/** Of many lanes those with most claims, in their order. @param {Lane[]} lanes @param {number} most */
function busiest(lanes, most) {
  if (lanes.length <= most) return lanes;
  const kept = new Set([...lanes].sort((a, b) => Number(a.coder) - Number(b.coder) || b.claims.length - a.claims.length || (a.id < b.id ? -1 : 1)).slice(0, most));
  return lanes.filter((lane) => kept.has(lane));
}

/**
 * Those who answer each other beside each other: after each lane the one that has most to do with it and the one before.
 * @param {Lane[]} lanes
 */
function chained(lanes) {
  const lanesOfClaim = new Map(lanes.flatMap((lane) => lane.claims.map((claim) => [claim.id, lane.id])));
  /** @type {Map<string, number>} */
  const ties = new Map();
  for (const lane of lanes) {
    for (const target of lane.claims.flatMap(answersOf)) {
      const other = lanesOfClaim.get(target);
      if (other === undefined || other === lane.id) continue;
      for (const pair of [`${lane.id} ${other}`, `${other} ${lane.id}`]) ties.set(pair, (ties.get(pair) ?? 0) + 1);
    }
  }
  const tie = (/** @type {Lane} */ a, /** @type {Lane|undefined} */ b) => (b ? ties.get(`${a.id} ${b.id}`) ?? 0 : 0);
  const left = [...lanes];
  /** @type {Lane[]} */
  const found = [];
  while (left.length) {
    const near = (/** @type {Lane} */ lane) => tie(lane, found.at(-1)) + tie(lane, found.at(-2)) / 2;
    const next = left.reduce((best, lane) => (near(lane) > near(best) ? lane : best));
    found.push(...left.splice(left.indexOf(next), 1));
  }
  return found.sort((a, b) => Number(a.coder) - Number(b.coder));
}

/** What a claim answers by its own words. @param {ViewClaim} claim */
function answersOf(claim) {
  return [...new Set([claim.respondsTo, claim.challenges, claim.endorses, claim.withdraws].flatMap((ids) => ids ?? []))];
}

/**
 * @param {Lane[]} all
 * @param {string|null} crowded  of too many arcs, the claim whose arcs are drawn in any case; null: all are drawn
 * @param {Room} room
 * @param {Canvas} canvas
 * @returns {Body}
 */
function timelineBody(all, crowded, room, canvas) {
  const { theme, words, says } = canvas;
  const narrow = room.width < 660;
  const least = narrow ? 46 : 26;
  const busy = busiest(all, Math.min(MOST_LANES, room.height === null ? MOST_LANES : Math.max(1, Math.floor((room.height - 30) / (least + 4)))));
  const lanes = crowded === null ? busy : chained(busy);
  const labels = narrow ? 0 : Math.min(crowded === null ? 250 : 200, Math.max(...lanes.map(({ name }) => textWidth(name, LANE_NAME))) + 14);
  const shown = [...new Set(lanes.flatMap((lane) => lane.claims))];
  const axis = createAxis(shown.map(spanOf), room.left + labels, room.left + room.width, words);
  /** @type {Map<string, {x: number, y: number, lane: number}>} */
  const places = new Map();
  let y = room.top + 26;
  const drawn = [];
  let [count, dated] = [0, true];
  for (const lane of lanes) {
    const found = swarm(lane.claims, axis, room.height === null ? 8 : 2);
    const names = wrapped(lane.name, narrow ? room.width : labels - 12, LANE_NAME, { lines: room.height !== null ? 2 : 3 });
    const above = narrow ? 22 + (names.length - 1) * NAME_PITCH : 0;
    const height = Math.max(least + (names.length - 1) * NAME_PITCH, found.levels * PITCH + (narrow ? above + 10 : 14));
    if (room.height !== null && y + height > room.top + room.height) break;
    const base = y + above + (height - above) / 2 + ((found.levels - 1) * PITCH) / 2;
    for (const { claim, x, level } of found.placed) if (!places.has(claim.id)) places.set(claim.id, { x, y: base - level * PITCH, lane: count });
    drawn.push(laneRow(lane, names, found, { y, base, height, narrow, room }, canvas));
    y += height;
    count += 1;
    dated &&= !uncertain(found).length;
  }
  const isDrawn = (/** @type {string} */ from, /** @type {string} */ to) =>
    crowded === null || from === crowded || to === crowded || Math.abs((places.get(from)?.lane ?? 0) - (places.get(to)?.lane ?? 0)) <= NEAR;
  const arcs = shown.flatMap((claim) => answersOf(claim).filter((target) => isDrawn(claim.id, target)).map((target) => arc(claim, places.get(claim.id), places.get(target), theme, says)));
  const left = all.length - count;
  const kept = new Set(lanes.slice(0, count).flatMap((lane) => lane.claims));
  const gone = new Set(all.flatMap((lane) => lane.claims)).size - kept.size;
  return {
    svg: drawAxis(axis, room.top, y, theme, words) + element("g", { class: "arcs" }, ...arcs) + drawn.join(""), height: y - room.top + 4, shown: count,
    leftOut: left ? `${howMany(left, "actors", words)}, ${howMany(gone, "claims", words)}` : "", left: gone, claims: [...kept],
    legend: [...(dated ? [] : [uncertainKey(canvas)]), ...(arcs.some(Boolean) ? [arcKey(crowded !== null, canvas)] : [])],
  };
}

/**
 * @param {Lane} lane
 * @param {string[]} names   the lines of its name
 * @param {import("./swarm.js").Swarm} found
 * @param {{y: number, base: number, height: number, narrow: boolean, room: Room}} place
 * @param {Canvas} canvas
 */
function laneRow(lane, names, found, { y, base, height, narrow, room }, canvas) {
  const { theme } = canvas;
  const first = narrow ? y + 16 : y + height / 2 + 4.5 - ((names.length - 1) * NAME_PITCH) / 2;
  const look = { x: room.left, size: LANE_NAME, fill: theme.ink, italic: lane.coder, whole: lane.name };
  return element(
    "g", { class: "row", "data-row": lane.id },
    straight(room.left, y + height, room.left + room.width, y + height, theme.rule, { "stroke-width": 0.6 }),
    nameButton(lane.name, { "data-actor": lane.id }, names.map((name, at) => textLine(name, { ...look, y: first + at * NAME_PITCH }))),
    drawSwarm(found, base, -1, canvas),
  );
}

/**
 * @param {ViewClaim} claim
 * @param {{x: number, y: number}|undefined} from
 * @param {{x: number, y: number}|undefined} to
 * @param {import("../graph/palette.js").Theme} theme
 * @param {(claim: ViewClaim) => string} says
 */
function arc(claim, from, to, theme, says) {
  if (!from || !to || (from.x === to.x && from.y === to.y)) return "";
  const bend = Math.min(60, 14 + Math.abs(from.x - to.x) / 4);
  const [mx, my] = [(from.x + to.x) / 2 + (Math.abs(from.x - to.x) < 12 ? 22 : 0), (from.y + to.y) / 2 - (Math.abs(from.y - to.y) < 12 ? bend : 0)];
  return element("path", {
    d: `M${neat(from.x)} ${neat(from.y)}Q${neat(mx)} ${neat(my)} ${neat(to.x)} ${neat(to.y)}`, fill: "none", stroke: theme.acts[lookOf(claim)], "stroke-width": 1.2, opacity: 0.5,
    "data-arc": claim.id, role: "img", "aria-label": says(claim),
  });
}
