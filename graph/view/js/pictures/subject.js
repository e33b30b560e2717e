/** What a picture is about: which claims pass, what they say about which allegation, and what is left when some are folded. */
/** @import {Allegation, Model, State, ViewClaim, ViewNode} from "../types.js" */
import { byDate, statusAt, withdrawnAt } from "../data/model.js";
import { passes } from "../data/scene.js";

/**
 * @typedef {State & {focus?: string|null, fold?: boolean}} PictureState  focus: the actor or incident that the picture is
 *   cut to; fold: whether agencies count as their states
 *
 * @typedef {object} Subject
 * @property {Model} model
 * @property {PictureState} state
 * @property {ViewNode|null} focus
 * @property {ViewClaim[]} claims   that pass, in order of date
 *
 * @typedef {object} Explanation    an allegation with what was said about it
 * @property {Allegation} allegation
 * @property {string} status
 * @property {ViewClaim[]} support  say so, themselves or by backing who does
 * @property {ViewClaim[]} denials
 * @property {ViewClaim[]} doubts
 * @property {ViewClaim[]} rest     take no side: findings, withdrawals, refusals to comment
 * @property {number} backing       how many speakers' claims that stand say so
 */

/**
 * @param {Model} model
 * @param {PictureState} state
 * @returns {Subject}
 */
export function subjectOf(model, state) {
  const focus = (state.focus && model.nodes.get(state.focus)) || null;
  const claims = [...model.claims.values()].filter((claim) => passes(claim, model, state) && (!focus || concerns(claim, focus, model)));
  return { model, state, focus, claims: claims.sort(byDate) };
}

/** @param {ViewClaim} claim @param {ViewNode} node @param {Model} model */
function concerns(claim, node, model) {
  if (node.type === "incident") return (model.incidentsOf.get(claim.id) ?? []).includes(node.id);
  return claim.speakers.includes(node.id) || accusedOf(claim, model).has(node.id);
}

/**
 * Who is accused in what a claim is about.
 * @param {ViewClaim} claim
 * @param {Model} model
 */
export function accusedOf(claim, model) {
  return new Set([...(claim.accused ?? []), ...(claim.about ?? []).flatMap((id) => model.allegations.get(id)?.accused ?? [])]);
}

/**
 * The allegations that a claim is about, itself or through what it answers or denies.
 * @param {ViewClaim} claim
 * @param {Model} model
 */
function allegationsOf(claim, model) {
  // What names somebody else in answer is no word on whom it answers.
  if (model.data.acts[claim.act].does === "alleges") return new Set((claim.about ?? []).flatMap((id) => model.allegations.get(id) ?? []));
  const answered = (claim.respondsTo ?? []).concat(claim.withdraws ?? []).flatMap((id) => model.claims.get(id)?.about ?? []);
  const denied = claim.denies ?? [];
  const named = denied.length ? [] : answered.flatMap((id) => model.allegations.get(id) ?? []);
  return new Set([...(model.allegationsOf.get(claim.id) ?? []), ...denied.flatMap((id) => model.allegations.get(id) ?? []), ...named]);
}

/** Where a claim stands in a row, by what its act does. @type {Record<string, "support"|"denials"|"doubts"|"rest">} */
const SIDES = { alleges: "support", backs: "support", denies: "denials", doubts: "doubts" };

/**
 * @param {ViewClaim} claim
 * @param {Allegation} allegation
 * @param {Model} model
 */
function sideOf(claim, allegation, model) {
  const { does } = model.data.acts[claim.act];
  // Who backs a denial does not say so.
  if (does === "backs" && !asserted(claim, model, new Set()).has(allegation.id)) return "rest";
  return SIDES[does] ?? "rest";
}

/**
 * The allegations that a claim puts forward: its own, or those of the claims that it backs, step by step.
 * @param {ViewClaim} claim
 * @param {Model} model
 * @param {Set<string>} seen
 * @returns {Set<string>}
 */
function asserted(claim, model, seen) {
  const { does } = model.data.acts[claim.act];
  if (seen.has(claim.id)) return new Set();
  seen.add(claim.id);
  if (does === "alleges") return new Set(claim.about);
  const backed = does === "backs" ? (claim.endorses ?? []).flatMap((id) => model.claims.get(id) ?? []) : [];
  return new Set(backed.flatMap((other) => [...asserted(other, model, seen)]));
}

/**
 * The explanations of what happened that the claims put forward or answer, the most backed first.
 * @param {Subject} subject
 * @returns {Explanation[]}
 */
export function explanations({ model, state, focus, claims }) {
  /** @type {Map<string, Explanation>} */
  const found = new Map();
  for (const claim of claims) {
    for (const allegation of allegationsOf(claim, model)) {
      if (focus && allegation.incident !== focus.id && allegation.accused !== focus.id) continue;
      const row = found.get(allegation.id) ?? { allegation, status: statusAt(allegation, state.until), support: [], denials: [], doubts: [], rest: [], backing: 0 };
      row[sideOf(claim, allegation, model)].push(claim);
      found.set(allegation.id, row);
    }
  }
  const rows = [...found.values()];
  for (const row of rows) row.backing = standing(row.support, state).filter((claim) => !claim.coder).length;
  return rows.sort(byBacking);
}

/** @param {Explanation} a @param {Explanation} b */
function byBacking(a, b) {
  const coded = (/** @type {Explanation} */ row) => row.support.length;
  return b.backing - a.backing || coded(b) - coded(a) || b.doubts.length + b.denials.length - a.doubts.length - a.denials.length
    || (a.allegation.id < b.allegation.id ? -1 : 1);
}

/**
 * Those that nobody has taken back.
 * @param {ViewClaim[]} claims
 * @param {{until: string|null}} state
 */
export function standing(claims, state) {
  return claims.filter((claim) => !withdrawnAt(claim, state.until));
}

/**
 * The claims that are about no allegation: reports, and what they blame somebody's conduct for.
 * @param {Subject} subject
 * @param {Explanation[]} rows
 */
export function unplaced({ claims }, rows) {
  const placed = new Set(rows.flatMap((row) => [...row.support, ...row.denials, ...row.doubts, ...row.rest]));
  return claims.filter((claim) => !placed.has(claim));
}

/**
 * What to call things so that two of one name are told apart: by the year of an incident, else by the data set, where it has
 * several of them by a number.
 * @param {ViewNode[]} nodes
 * @param {(node: ViewNode) => string} year
 */
export function distinctNames(nodes, year) {
  /** @type {Map<string, ViewNode[]>} */
  const alike = new Map();
  for (const node of nodes) alike.set(node.label, [...(alike.get(node.label) ?? []), node]);
  return new Map(nodes.map((node) => {
    const others = alike.get(node.label) ?? [];
    if (others.length < 2) return [node.id, node.label];
    const years = new Set(others.map(year));
    if (years.size === others.length && year(node)) return [node.id, `${node.label} (${year(node)})`];
    const same = others.filter(({ dataset }) => dataset === node.dataset);
    const mark = [node.dataset, same.length > 1 ? same.indexOf(node) + 1 : ""].filter(Boolean).join(" ");
    return [node.id, `${node.label} (${mark})`];
  }));
}
