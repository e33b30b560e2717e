/** The words of the pictures, which are handed in: nothing here is of one language. */
import { civil } from "./days.js";

/**
 * @typedef {object} Words          what `graph/view/words/*.json` has under "pictures"
 * @property {string[]} months      short names
 * @property {string} day           of "{day}", "{month}", "{year}"
 * @property {string} month
 * @property {string} group         between thousands
 * @property {Record<string, string>} statuses
 * @property {Record<string, string>} roles   by role; {accused} {incident} are not named
 * @property {Record<string, string>} outcomes  of findings
 * @property {Record<string, string>} marks   names of the signs of claims, one
 * @property {Record<string, [string, string]>} counts  one and many, with {n}
 * @property {Record<string, string>} headlines
 * @property {Record<string, string>} subtitles
 * @property {Record<string, string>} texts
 * @property {string} undated
 * @property {string} undatedLong
 * @property {string} earlier
 * @property {string} later
 */

/**
 * A text with its gaps filled.
 * @param {string} text
 * @param {Record<string, string|number>} parts
 */
export function filled(text, parts) {
  return text.replace(/\{(\w+)\}/g, (gap, name) => String(parts[name] ?? gap));
}

/** @param {number} number @param {Words} words */
export function numberText(number, words) {
  return String(number).replace(/\B(?=(\d{3})+$)/g, words.group);
}

/**
 * "1 claim", "12 claims".
 * @param {number} number
 * @param {string} what  a key of `counts`
 * @param {Words} words
 */
export function howMany(number, what, words) {
  return filled(words.counts[what][number === 1 ? 0 : 1], { n: numberText(number, words) });
}

/** @param {number} day @param {Words} words */
export function dayText(day, words) {
  const [year, month, date] = civil(day);
  return filled(words.day, { day: date, month: words.months[month], year });
}

/** @param {number} day @param {Words} words */
export function monthText(day, words) {
  const [year, month] = civil(day);
  return filled(words.month, { month: words.months[month], year });
}
