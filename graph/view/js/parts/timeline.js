/** The slider over the days on which claims became public. */
/** @import {Model, State, Store} from "../types.js" */
import { fill, make } from "./dom.js";
import { svgElement } from "../graph/pen.js";
import { capital, dayWords } from "../words/words.js";

const PACE = 1100;

/**
 * @param {HTMLElement} element
 * @param {Model} model
 * @param {Store} store
 */
export function createTimeline(element, model, store) {
  const { dates, changes } = model;
  if (!dates.length) {
    element.hidden = true;
    return { update() {}, step() {} };
  }
  const range = make("input", { type: "range", min: 0, max: dates.length, step: 1, "aria-label": "What was public by" });
  const until = make("output", { class: "until" });
  const news = make("p", { class: "news" });
  const play = make("button", { type: "button", class: "play" });
  const marks = tickMarks(dates, changes);
  const back = make("button", { type: "button", "aria-label": "Previous change of status", title: "Previous change of status", click: () => jump(-1) }, "⟨");
  const on = make("button", { type: "button", "aria-label": "Next change of status", title: "Next change of status", click: () => jump(1) }, "⟩");
  let timer = 0;

  const at = () => Number(range.value);
  /** @param {number} place */
  const go = (place) => store.set({ until: dates[place] ?? null });
  const stop = () => {
    clearInterval(timer);
    timer = 0;
    drawPlay();
  };
  const drawPlay = () => {
    fill(play, timer ? "Pause" : "Play");
    play.setAttribute("aria-pressed", String(Boolean(timer)));
  };
  /** @param {number} direction */
  const jump = (direction) => {
    for (let place = at() + direction; place >= 0 && place < dates.length; place += direction) {
      if (changes.has(dates[place])) return go(place);
    }
    if (direction > 0) go(dates.length);
  };
  range.addEventListener("input", () => {
    stop();
    go(at());
  });
  play.addEventListener("click", () => {
    if (timer) return stop();
    if (at() >= dates.length) go(0);
    timer = window.setInterval(() => (at() >= dates.length ? stop() : go(at() + 1)), PACE);
    drawPlay();
  });
  drawPlay();
  fill(element, play, back, make("div", { class: "track" }, range, marks), on, until, news);
  return {
    /** @param {State} state */
    update(state) {
      const place = state.until === null ? dates.length : lastUpTo(dates, state.until);
      range.value = String(place);
      const words = state.until === null ? "All dates" : `By ${dayWords(state.until)}`;
      fill(until, words);
      const today = state.until === null ? [] : changes.get(state.until) ?? [];
      const text = today.slice(0, 2).map(({ allegation, before, after }) => `the allegation ${allegation.sentence}: ${before} → ${after}`);
      const rest = today.length > 2 ? [`and ${today.length - 2} more`] : [];
      range.setAttribute("aria-valuetext", [words, ...text].join(". "));
      fill(news, text.length ? capital([...text, ...rest].join("; ")) : "");
    },
    step: jump,
  };
}

/**
 * @param {string[]} dates
 * @param {string} day
 */
function lastUpTo(dates, day) {
  const after = dates.findIndex((date) => date > day);
  return Math.max(0, (after < 0 ? dates.length : after) - 1);
}

/**
 * A mark under each day on which a status changed, a faint one under each other day.
 * @param {string[]} dates
 * @param {Model["changes"]} changes
 */
function tickMarks(dates, changes) {
  const svg = svgElement("svg", { viewBox: `0 0 ${dates.length} 10`, preserveAspectRatio: "none", class: dates.length > 150 ? "ticks dense" : "ticks", "aria-hidden": "true" });
  const path = (/** @type {string} */ name, /** @type {(day: string) => boolean} */ wanted, /** @type {number} */ length) =>
    svgElement("path", { class: name, d: dates.map((day, place) => (wanted(day) ? `M${place} 0v${length}` : "")).join(""), "vector-effect": "non-scaling-stroke" });
  svg.append(path("day", (day) => dates.length <= 400 && !changes.has(day), 4), path("change", (day) => changes.has(day), 10));
  return svg;
}
