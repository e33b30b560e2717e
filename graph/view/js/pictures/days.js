/** Days as numbers, and which of them a claim may be dated to. */
/** @import {ViewClaim, ViewNode} from "../types.js" */

/** @typedef {{first: number, last: number}} Span  days since 1970; infinite where it is open */

/** @param {string} day  YYYY-MM-DD */
export function dayNumber(day) {
  const [year, month, date] = day.split("-").map(Number);
  return dayOf(year, month - 1, date);
}


/** @param {number} day @returns {[number, number, number]}  year, month from 0, day of the month */
export function civil(day) {
  const date = new Date(day * 864e5);
  return [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
}

/** @param {number} year @param {number} month  from 0, may exceed 11 @param {number} [date] */
export function dayOf(year, month, date = 1) {
  const moved = new Date(0);
  moved.setUTCFullYear(year, month, date);
  return Math.round(moved.getTime() / 864e5);
}

/** @param {[string, string]} days @returns {Span|null} */
function between([first, last]) {
  if (!first && !last) return null;
  return { first: first ? dayNumber(first) : -Infinity, last: last ? dayNumber(last) : Infinity };
}

/**
 * The days that a claim may have been made on; null where nobody knows.
 * @param {ViewClaim} claim
 * @returns {Span|null}
 */
export function spanOf(claim) {
  if (claim.days) return between(claim.days);
  if (!claim.date) return null;
  const day = dayNumber(claim.date);
  return Number.isFinite(day) ? { first: day, last: day } : null;
}

/** Where a span is drawn: its middle, or the end that is known. @param {Span} span */
export function middle({ first, last }) {
  if (first === -Infinity) return last;
  return last === Infinity ? first : Math.round((first + last) / 2);
}

/** @param {ViewNode} node @returns {Span|null} */
export function happened(node) {
  return node.days ? between(node.days) : null;
}

/** The year of an incident, if it is one. @param {ViewNode} node */
export function yearOf(node) {
  const years = new Set((node.days ?? []).map((day) => day.slice(0, 4)).filter(Boolean));
  return years.size ? [...years].join("–") : "";
}
