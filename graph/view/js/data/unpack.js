/** Reads the data that the page carries: columns instead of rows, and each text once (see `graph/view/packing.py`). */
/** @import {ViewData} from "../types.js" */
import { dateWords } from "../words/words.js";

/** @typedef {{from: number, by: number}|{steps: number[]}|boolean|any[]} Series */
/** @typedef {{at?: number[], number?: Series, text?: Series, list?: any[], phrase?: number[][]}} Column */
/** @typedef {{n: number, columns: Record<string, Column>}} PackedTable */

/**
 * @param {any} packed
 * @returns {ViewData}
 */
export function unpack({ tables, shared, ...rest }) {
  const read = Object.entries(tables).map(([name, table]) => [name, rowsOf(/** @type {PackedTable} */ (table), shared)]);
  return { ...rest, ...Object.fromEntries(read) };
}

/**
 * Rows that look up what they are asked for. Making all of their texts and lists at once would take most of a second.
 * @param {PackedTable} table
 * @param {any[]} shared
 * @returns {any[]}
 */
function rowsOf({ n, columns }, shared) {
  class Row {
    /** @param {number} at */
    constructor(at) {
      this.at = at;
    }
  }
  for (const [key, column] of Object.entries(columns)) {
    const read = reader(column, n, shared);
    Object.defineProperty(Row.prototype, key, { get() { return read(this.at); }, enumerable: true });
  }
  Object.defineProperty(Row.prototype, "dateWords", { get() { return dateWords(this.date); } });
  return Array.from({ length: n }, (_, at) => new Row(at));
}

/**
 * @param {Column} column
 * @param {number} n
 * @param {any[]} shared
 * @returns {(row: number) => any}
 */
function reader(column, n, shared) {
  const dense = valueReader(column, column.at?.length ?? n, shared);
  if (!column.at) return dense;
  const places = new Int32Array(n).fill(-1);
  running(column.at).forEach((row, place) => { places[row] = place; });
  return (row) => (places[row] < 0 ? undefined : dense(places[row]));
}

/**
 * @param {Column} column
 * @param {number} count
 * @param {any[]} shared
 * @returns {(place: number) => any}
 */
function valueReader({ number, text, list, phrase }, count, shared) {
  if (text !== undefined) {
    const places = Int32Array.from(spread(text, count));
    return (at) => shared[places[at]];
  }
  if (number !== undefined) {
    const values = spread(number, count);
    return (at) => values[at];
  }
  if (list) {
    const places = /** @type {any[]} */ (spread(list, count));
    return (at) => listed(places[at], shared);
  }
  return (at) => phrased(/** @type {number[][]} */ (phrase)[at], shared);
}

/**
 * @param {Series} series
 * @param {number} count
 * @returns {any[]}
 */
function spread(series, count) {
  if (Array.isArray(series)) return series;
  if (typeof series === "boolean") return new Array(count).fill(series);
  if ("steps" in series) return running(series.steps);
  return Array.from({ length: count }, (_, place) => series.from + series.by * place);
}

/** @param {number[]} steps */
function running(steps) {
  let sum = 0;
  return steps.map((step) => (sum += step));
}

/**
 * @param {number|number[]} places
 * @param {any[]} shared
 */
function listed(places, shared) {
  if (places === -1) return undefined;
  return typeof places === "number" ? [shared[places]] : places.map((place) => shared[place]);
}

/**
 * @param {number[]|number|undefined} places
 * @param {any[]} shared
 */
function phrased(places, shared) {
  if (typeof places !== "object") return undefined;
  const pieces = shared[places[0]];
  let text = pieces[0];
  for (let at = 1; at < places.length; at++) text += shared[places[at]] + pieces[at];
  return text;
}
