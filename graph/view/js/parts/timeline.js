/** The slider over time: true to scale, over the days of what passes the filters. */
/** @import {Model, State, Store} from "../types.js" */
/** @import {Days} from "../data/changes.js" */
import { daysOf, placeBy } from "../data/changes.js";
import { svgElement } from "../graph/pen.js";
import { capital, dayWords, t } from "../words/words.js";
import { allegedWords } from "./cards.js";
import { textWidth } from "../pictures/measure.js";
import { fill, make } from "./dom.js";

const DAY = 86_400_000;
/** Milliseconds of a picture of a play, and how many there are at most: half a minute. */
const PACE = 600;
const MOST_PICTURES = 50;
/** About how many years are written below the axis where there is room, their size, and the least room between two. */
const YEARS = 8;
const YEAR_SIZE = 12;
const YEAR_GAP = 8;
const NAMED = 2;

/** @param {string} day */
const numberOf = (day) => Math.round(Date.parse(`${day}T00:00:00Z`) / DAY);
/** @param {number} number */
const isoOf = (number) => new Date(number * DAY).toISOString().slice(0, 10);

/**
 * @param {HTMLElement} element
 * @param {Model} model
 * @param {Store} store
 * @param {() => void} rested  the slider was let go
 */
export function createTimeline(element, model, store, rested) {
  const range = make("input", { type: "range", step: 1, "aria-label": t.time.until });
  const until = make("output", { class: "until" });
  const news = make("p", { class: "news" });
  const play = make("button", { type: "button", class: "play" });
  const marks = make("div", { class: "axis", "aria-hidden": "true" });
  const back = make("button", { type: "button", "aria-label": t.time.previous, title: t.time.previous, click: () => jump(-1) }, "⟨");
  const on = make("button", { type: "button", "aria-label": t.time.next, title: t.time.next, click: () => jump(1) }, "⟩");
  /** @type {Days} */
  let days = { dates: [], changes: new Map() };
  let filters = "";
  let timer = 0;

  const place = () => (store.get().until === null ? days.dates.length : placeBy(days.dates, store.get().until ?? ""));
  /** @param {number} at @param {import("../types.js").How} [how] */
  const go = (at, how) => store.set({ until: days.dates[at] ?? null }, how);
  const stop = () => {
    clearInterval(timer);
    timer = 0;
    drawPlay();
  };
  const drawPlay = () => {
    fill(play, timer ? t.time.pause : t.time.play);
    play.setAttribute("aria-pressed", String(Boolean(timer)));
  };
  /** @param {number} direction */
  const jump = (direction) => {
    stop();
    for (let at = place() + direction; at >= 0 && at < days.dates.length; at += direction) {
      if (days.changes.has(days.dates[at])) return go(at);
    }
    if (direction > 0) go(days.dates.length);
  };
  const slide = () => {
    stop();
    const day = isoOf(Number(range.value));
    go(Number(range.value) >= Number(range.max) ? days.dates.length : Math.max(0, placeBy(days.dates, day)), "glide");
  };
  range.addEventListener("input", slide);
  range.addEventListener("change", rested);
  range.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    stop();
    go(Math.min(days.dates.length, Math.max(0, place() + step)), "glide");
  });
  play.addEventListener("click", () => {
    if (timer) return stop();
    const stride = Math.max(1, Math.ceil(days.dates.length / MOST_PICTURES));
    go(place() >= days.dates.length ? 0 : place(), "step");
    timer = window.setInterval(() => {
      if (place() >= days.dates.length) return stop();
      go(Math.min(days.dates.length, place() + stride), "glide");
    }, PACE);
    drawPlay();
  });
  drawPlay();
  fill(element, play, back, make("div", { class: "track" }, range, marks), on, until, news);

  let width = 0;
  const measure = () => {
    width = marks.clientWidth;
    const [first, last] = [days.dates[0] ?? "2000-01-01", days.dates.at(-1) ?? "2000-01-01"];
    range.min = String(numberOf(first));
    // A day more than the last stands for all that is recorded, also what has no date.
    range.max = String(numberOf(last) + Math.max(1, Math.ceil((numberOf(last) - numberOf(first)) / 60)));
    fill(marks, axis(days, Number(range.min), Number(range.max)), ...years(first, last, Number(range.min), Number(range.max), width));
  };
  // A year that has room on a desk may have none on a phone that is turned.
  new ResizeObserver(() => marks.clientWidth === width || measure()).observe(marks);
  return {
    /** @param {State} state */
    update(state) {
      const now = JSON.stringify([state.incident, state.dataset, state.hide]);
      if (now !== filters) {
        filters = now;
        days = daysOf(model, state);
        element.hidden = !days.dates.length;
        measure();
      }
      range.value = state.until === null ? range.max : String(numberOf(state.until));
      const words = state.until === null ? t.time.all : t.time.by(dayWords(state.until));
      const text = newsOf(days, model, state);
      fill(until, words);
      fill(news, capital(text.join("; ")));
      range.setAttribute("aria-valuetext", [words, ...text].join(". "));
    },
    /** The allegations whose status changed on the day. @param {State} state */
    changed: (state) => new Set((days.changes.get(state.until ?? "") ?? []).map((change) => change.allegation.id)),
    step: jump,
  };
}

/**
 * What changed on the day, of what passes the filters.
 * @param {Days} days
 * @param {Model} model
 * @param {State} state
 */
function newsOf(days, model, state) {
  const today = days.changes.get(state.until ?? "") ?? [];
  const status = (/** @type {string} */ name) => t.statuses[name] ?? name;
  const told = today.slice(0, NAMED).map(({ allegation, before, after }) => t.time.changed(allegedWords(model, allegation), status(before), status(after)));
  return today.length > NAMED ? [...told, t.time.more(today.length - NAMED)] : told;
}

/**
 * A mark for each day on which something became public, a strong one where a status changed.
 * @param {Days} days
 * @param {number} first
 * @param {number} last
 */
function axis(days, first, last) {
  const svg = svgElement("svg", { viewBox: `0 0 ${Math.max(1, last - first)} 10`, preserveAspectRatio: "none", class: days.dates.length > 300 ? "ticks dense" : "ticks" });
  const path = (/** @type {string} */ name, /** @type {string[]} */ dates, /** @type {number} */ length) =>
    svgElement("path", { class: name, d: dates.map((day) => `M${numberOf(day) - first} 0v${length}`).join(""), "vector-effect": "non-scaling-stroke" });
  svg.append(path("day", days.dates.filter((day) => !days.changes.has(day)), 5), path("change", days.dates.filter((day) => days.changes.has(day)), 10));
  return svg;
}

/**
 * Years, or months where all is within two years, where they begin.
 * @param {string} from
 * @param {string} to
 * @param {number} first
 * @param {number} last
 * @param {number} width  of the axis, in pixels
 */
function years(from, to, first, last, width) {
  const [begin, end] = [Number(from.slice(0, 4)), Number(to.slice(0, 4))];
  const months = end - begin < 2;
  const points = [];
  for (let year = begin; year <= end + 1; year++) {
    for (let month = 1; month <= (months ? 12 : 1); month++) points.push({ year, month, at: numberOf(`${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-01`) });
  }
  const inside = points.filter(({ at }) => at >= first && at <= last);
  const every = Math.max(1, Math.ceil(inside.length / YEARS));
  const shown = inside.filter((_, place) => place % every === 0);
  const list = shown.length ? shown : [{ year: begin, month: 0, at: first }];
  const days = Math.max(1, last - first);
  const svg = svgElement("svg", { class: "years" });
  let free = -Infinity;
  for (const { year, month, at } of list) {
    const share = (at - first) / days;
    const words = months && month ? new Date(Date.UTC(year, month - 1, 1)).toLocaleDateString(t.locale, { month: "short", year: "numeric", timeZone: "UTC" }) : String(year);
    const anchor = share > 0.95 ? "end" : share < 0.05 ? "start" : "middle";
    const length = textWidth(words, YEAR_SIZE);
    const left = share * width - length * { start: 0, middle: 0.5, end: 1 }[anchor];
    if (left < free) continue;
    free = left + length + YEAR_GAP;
    const text = svgElement("text", { x: `${share * 100}%`, y: YEAR_SIZE, "text-anchor": anchor });
    text.textContent = words;
    svg.append(text);
  }
  return [svg];
}
