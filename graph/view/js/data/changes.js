/** The days of what passes the filters: when claims became public, and when statuses changed. */
/** @import {Allegation, Model, State} from "../types.js" */
import { push } from "./model.js";
import { allegationPasses, passes } from "./scene.js";

/** @typedef {{allegation: Allegation, before: string, after: string}} Change */
/** @typedef {{dates: string[], changes: Map<string, Change[]>}} Days */

/**
 * All days, whatever the day that the state is at.
 * @param {Model} model
 * @param {State} state
 * @returns {Days}
 */
export function daysOf(model, state) {
  const whole = { ...state, until: null, status: "" };
  /** @type {Set<string>} */
  const dates = new Set();
  for (const claim of model.claims.values()) {
    const day = claim.public;
    if (day && !dates.has(day) && passes(claim, model, whole)) dates.add(day);
  }
  const allegations = model.data.allegations.filter((item) => allegationPasses(item, model, whole));
  return { dates: [...dates].sort(), changes: changesOf(allegations) };
}

/** @param {Allegation[]} allegations */
function changesOf(allegations) {
  /** @type {Map<string, Change[]>} */
  const found = new Map();
  for (const allegation of allegations) {
    let before = "unasserted";
    for (const [day, after] of allegation.history ?? []) {
      if (after !== before) push(found, day, { allegation, before, after });
      before = after;
    }
  }
  return found;
}

/**
 * The last of some days that is not after a day, by its place; -1 when all are later.
 * @param {string[]} dates  in order
 * @param {string} day
 */
export function placeBy(dates, day) {
  let [low, high] = [0, dates.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (dates[middle] <= day) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
