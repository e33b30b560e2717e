/** A time axis: true to scale with its years, and told where it is not: before and after the time in which most was said. */
/** @import {Span} from "./days.js" */
/** @import {Words} from "./words.js" */
/** @import {Theme} from "../graph/palette.js" */
import { civil, dayOf, middle } from "./days.js";
import { textWidth } from "./measure.js";
import { straight, textLine } from "./svg.js";
import { dayText, filled, monthText } from "./words.js";

/**
 * @typedef {object} Stretch   a part of the axis
 * @property {"scale"|"earlier"|"later"|"undated"} kind
 * @property {number} left
 * @property {number} right
 * @property {string} label    of what is not to scale
 *
 * @typedef {{x: number, label: string, from: number, to: number}} Tick  a line, and from where to where its label stands
 *
 * @typedef {object} Axis
 * @property {number} left
 * @property {number} right
 * @property {Stretch[]} stretches
 * @property {Tick[]} ticks
 * @property {(span: Span|null) => {x: number, from: number, to: number}} place
 */

/** Which share of what is dated is the time in which most was said, and how much longer the whole must be to be cut. */
const MAIN_SHARE = 0.7;
const MUCH_LONGER = 3.5;
const TICK = 12;
const STEP = 13;
/** How long the line is to an end of which nobody knows where it is. */
const OPEN = 22;

/**
 * @param {(Span|null)[]} spans  of all that is drawn
 * @param {number} left
 * @param {number} right
 * @param {Words} words
 * @param {number} [share]  which share of what is dated is the time in which most was said; 1: all of it, to scale
 * @returns {Axis}
 */
export function createAxis(spans, left, right, words, share = MAIN_SHARE) {
  const days = spans.flatMap((span) => (span ? middle(span) : [])).sort((a, b) => a - b);
  const [first, last] = mainTime(days, share);
  const outside = { earlier: distinct(days.filter((day) => day < first)), later: distinct(days.filter((day) => day > last)) };
  const stretches = cut(outside, spans.includes(null), left, right, words);
  const scale = /** @type {Stretch} */ (stretches.find(({ kind }) => kind === "scale"));
  const pad = Math.min(10, (scale.right - scale.left) / 8);
  const [from, to] = [scale.left + pad, scale.right - pad];
  const perDay = last > first ? (to - from) / (last - first) : 0;
  const onScale = (/** @type {number} */ day) => (perDay ? from + (day - first) * perDay : (from + to) / 2);
  const clamp = (/** @type {number} */ x) => Math.min(scale.right - 2, Math.max(scale.left + 2, x));
  /** @param {Span|null} span */
  function place(span) {
    const at = span ? middle(span) : null;
    const stretch = stretches.find(({ kind }) => kind === (at === null ? "undated" : at < first ? "earlier" : at > last ? "later" : "scale")) ?? scale;
    if (stretch.kind === "undated" || at === null || !span) return spot((stretch.left + stretch.right) / 2);
    if (stretch.kind === "scale") {
      const x = onScale(at);
      const end = (/** @type {number} */ day, /** @type {number} */ side) => clamp(Number.isFinite(day) ? onScale(day) : x + side * OPEN);
      return { x, from: end(span.first, -1), to: end(span.last, 1) };
    }
    const order = outside[stretch.kind];
    const place = (order.indexOf(at) + 0.5) / order.length;
    return spot(stretch.left + 4 + place * (stretch.right - stretch.left - 8));
  }
  return { left, right, stretches, ticks: days.length ? ticksOf(first, last, onScale, scale, words) : [], place };
}

/** @param {number} x */
function spot(x) {
  return { x, from: x, to: x };
}

/** @param {number[]} days */
function distinct(days) {
  return [...new Set(days)];
}

/**
 * The shortest time in which most of the days lie, with some room; all of it where that is not much longer.
 * @param {number[]} days  in order
 * @param {number} share
 * @returns {[number, number]}
 */
function mainTime(days, share) {
  const all = /** @type {[number, number]} */ ([days[0] ?? 0, days[days.length - 1] ?? 0]);
  const kept = Math.max(2, Math.ceil(days.length * share));
  if (days.length < 6 || share === 1) return all;
  let [best, length] = [0, Infinity];
  for (let at = 0; at + kept <= days.length; at++) {
    const long = days[at + kept - 1] - days[at];
    if (long < length) [best, length] = [at, long];
  }
  const room = Math.max(7, length * 0.25);
  if (all[1] - all[0] <= (length + 2 * room) * MUCH_LONGER) return all;
  const near = days.filter((day) => day >= days[best] - room && day <= days[best + kept - 1] + room);
  return [near[0], near[near.length - 1]];
}

/**
 * The stretches of the axis from left to right.
 * @param {{earlier: number[], later: number[]}} outside
 * @param {boolean} undated
 * @param {number} left
 * @param {number} right
 * @param {Words} words
 * @returns {Stretch[]}
 */
function cut(outside, undated, left, right, words) {
  const whole = right - left;
  const years = (/** @type {number[]} */ days) => [...new Set([days[0], days[days.length - 1]].map((day) => civil(day)[0]))].join("–");
  const told = (/** @type {number[]} */ days) => textWidth(`${years(days)} →`, TICK) + 8;
  const wide = (/** @type {number[]} */ days) => (days.length ? Math.max(told(days), Math.min(whole * 0.24, days.length * STEP + 10)) : 0);
  const [before, after] = [wide(outside.earlier), wide(outside.later)];
  const last = undated ? textWidth(words.undated, TICK) + 8 : 0;
  /** @type {Stretch[]} */
  const found = [];
  if (before) found.push({ kind: "earlier", left, right: left + before, label: years(outside.earlier) });
  found.push({ kind: "scale", left: left + before, right: right - after - last, label: "" });
  if (after) found.push({ kind: "later", left: right - after - last, right: right - last, label: years(outside.later) });
  if (undated) found.push({ kind: "undated", left: right - last, right, label: words.undated });
  return found;
}

/** In months; 0 stands for days. */
const STEPS = [1, 3, 6, 12, 24, 60, 120, 240, 600, 1200];

/**
 * Ticks of which the first is where the scale begins, so that the year of every sign can be read, and of which there are two
 * wherever there is room: the other is the last day, where nothing rounder lies between.
 * @param {number} first
 * @param {number} last
 * @param {(day: number) => number} onScale
 * @param {Stretch} scale
 * @param {Words} words
 * @returns {Tick[]}
 */
function ticksOf(first, last, onScale, scale, words) {
  const tick = (/** @type {number} */ day, /** @type {string} */ label) => labelled(onScale(day), label, scale);
  const texts = (/** @type {number} */ day) => [dayText(day, words), monthText(day, words), String(civil(day)[0])];
  const months = STEPS.find((step) => roomFor(onScale(first + step * 30.4) - onScale(first), step, words)) ?? 1200;
  const round = (last - first < 75 ? daysBetween(first, last, onScale, words) : monthsBetween(first, last, months))
    .map((day) => tick(day, last - first < 75 ? texts(day)[0] : texts(day)[months >= 12 ? 2 : 1])).filter((found) => found !== null);
  const starts = texts(first).flatMap((text) => tick(first, text) ?? []);
  const start = starts.find((found) => !round.length || clear(found, round[0])) ?? starts[0];
  /** @type {Tick[]} */
  const found = start ? [start] : [];
  const add = (/** @type {Tick} */ next) => found.every((other) => clear(other, next)) && found.push(next);
  round.forEach(add);
  if (found.length < 2 && last > first) texts(last).flatMap((text) => tick(last, text) ?? []).find(add);
  return found;
}

/**
 * A tick with its label on the right of its line, else on the left; null where it has no room.
 * @param {number} x
 * @param {string} label
 * @param {Stretch} scale
 * @returns {Tick|null}
 */
function labelled(x, label, { left, right }) {
  const wide = textWidth(label, TICK);
  const from = x + 4 + wide <= right ? x + 4 : x - 4 - wide;
  return from >= left ? { x, label, from, to: from + wide } : null;
}

/** Whether a label stands clear of a later one and of its line. @param {Tick} one @param {Tick} later */
function clear(one, later) {
  return one.to + TICK <= Math.min(later.from, later.x);
}

/** @param {number} width @param {number} months @param {Words} words */
function roomFor(width, months, words) {
  return width >= textWidth(months >= 12 ? "2000" : words.months.reduce((a, b) => (a.length > b.length ? a : b)) + " 2000", TICK) + 12;
}

/** First days of months, or of years. @param {number} first @param {number} last @param {number} step  in months */
function monthsBetween(first, last, step) {
  const [year, month] = civil(first);
  const found = [];
  for (let at = step >= 12 ? -(year % (step / 12)) * 12 : -(month % step) + month; dayOf(year, at) <= last; at += step) {
    if (dayOf(year, at) > first) found.push(dayOf(year, at));
  }
  return found;
}

/**
 * Days as far apart as their labels need, from the second one.
 * @param {number} first
 * @param {number} last
 * @param {(day: number) => number} onScale
 * @param {Words} words
 */
function daysBetween(first, last, onScale, words) {
  const width = textWidth(dayText(first, words), TICK) + 16;
  const step = [1, 2, 7, 14, 28].find((days) => onScale(first + days) - onScale(first) >= width) ?? Infinity;
  const found = [];
  for (let day = first + step; day <= last; day += step) found.push(day);
  return found;
}

/**
 * The years above the rows, with a line down through them; what is not to scale stands on a ground of its own.
 * @param {Axis} axis
 * @param {number} top
 * @param {number} bottom
 * @param {Theme} theme
 * @param {Words} words
 */
export function drawAxis(axis, top, bottom, theme, words) {
  const ticks = axis.ticks.map(({ x, label, from }) => straight(x, top + 18, x, bottom, theme.rule, { "stroke-width": 1 }) + textLine(label, { x: from, y: top + 13, size: TICK, fill: theme.soft }));
  const rest = axis.stretches.filter(({ kind }) => kind !== "scale").map((stretch) => {
    const { left, right, label, kind } = stretch;
    const whole = kind === "undated" ? words.undatedLong : filled(kind === "later" ? words.later : words.earlier, { years: label });
    const ground = `<rect x="${left + 1}" y="${top + 18}" width="${right - left - 2}" height="${Math.max(0, bottom - top - 18)}" fill="${theme.ground}"/>`;
    const arrow = kind === "undated" ? label : kind === "later" ? `${label} →` : `← ${label}`;
    return ground + textLine(arrow, { x: (left + right) / 2, y: top + 13, size: TICK, fill: theme.soft, anchor: "middle", room: right - left - 2, whole });
  });
  return rest.join("") + ticks.join("");
}
