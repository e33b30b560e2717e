/** Finds nodes by any of their names. */
/** @import {Model, ViewNode} from "../types.js" */
import { fold } from "./fold.js";

const MOST = 12;

/** @typedef {{node: ViewNode, name: string, folded: string}} Entry */
/** @typedef {{node: ViewNode, name: string}} Found */

/**
 * Every name of every node, as `find` wants them.
 * @param {Model} model
 * @returns {Entry[]}
 */
export function createIndex(model) {
  return [...model.nodes.values()].flatMap((node) =>
    [...new Set([node.label, ...node.names])].map((name) => ({ node, name, folded: fold(name) })),
  );
}

/**
 * The nodes that bear a name like `query`: names that are it, then begin with it, then have a word that does, then
 * contain it; the most connected first.
 * @param {Entry[]} index
 * @param {string} query
 * @returns {Found[]}
 */
export function find(index, query) {
  const wanted = fold(query);
  if (!wanted) return [];
  /** @type {Map<ViewNode, {entry: Entry, rank: number}>} */
  const best = new Map();
  for (const entry of index) {
    const at = entry.folded.indexOf(wanted);
    if (at < 0) continue;
    const rank = entry.folded === wanted ? 0 : at === 0 ? 1 : /\W/.test(entry.folded[at - 1]) ? 2 : 3;
    const known = best.get(entry.node);
    if (!known || rank < known.rank) best.set(entry.node, { entry, rank });
  }
  return [...best.values()]
    .sort((a, b) => a.rank - b.rank || b.entry.node.degree - a.entry.node.degree || (a.entry.name < b.entry.name ? -1 : 1))
    .slice(0, MOST)
    .map(({ entry }) => ({ node: entry.node, name: entry.name }));
}
