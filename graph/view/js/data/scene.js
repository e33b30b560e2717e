/** What is to be seen in a state. */
/** @import {Link, Model, Scene, State, ViewClaim} from "../types.js" */
import { statusAt, withdrawnAt } from "./model.js";

const CONTESTED = new Set(["contested", "denied and contested", "self-contradictory", "denied after claiming"]);

/** @param {string} status */
export function isContested(status) {
  return CONTESTED.has(status);
}

/**
 * Whether a claim passes the filters, wherever its nodes are.
 * @param {ViewClaim} claim
 * @param {Model} model
 * @param {State} state
 */
export function passes(claim, model, state) {
  if (state.until !== null && !(claim.public && claim.public <= state.until)) return false;
  if (state.hide.includes(claim.act)) return false;
  if (state.dataset && claim.dataset !== state.dataset) return false;
  const about = model.allegationsOf.get(claim.id) ?? [];
  if (state.incident && claim.incident !== state.incident && !about.some((a) => a.incident === state.incident)) return false;
  return !state.status || about.some((allegation) => statusAt(allegation, state.until) === state.status);
}

/**
 * @param {Link} link
 * @param {Model} model
 * @param {State} state
 * @param {Map<string, boolean>} passing  by claim
 */
function drawn(link, model, state, passing) {
  if (link.claim) return passing.get(link.claim.id) ?? false;
  const allegation = link.allegation;
  if (!allegation || state.hide.includes("allegation")) return false;
  const status = statusAt(allegation, state.until);
  if (status === "unasserted" || (state.status && status !== state.status)) return false;
  if (state.incident && allegation.incident !== state.incident) return false;
  return !state.dataset || (model.claimsAbout.get(allegation.id) ?? []).some((claim) => claim.dataset === state.dataset);
}

/**
 * @param {Model} model
 * @param {State} state
 * @returns {Scene}
 */
export function createScene(model, state) {
  const open = openNodes(model, state);
  /** @type {Map<string, boolean>} */
  const passing = new Map();
  for (const claim of model.claims.values()) passing.set(claim.id, passes(claim, model, state));
  const nodes = new Set();
  const links = [];
  /** @type {Map<string, number>} */
  const closed = new Map();
  for (const link of model.links) {
    if (!drawn(link, model, state, passing)) continue;
    const [from, to] = [open.has(link.from.id), open.has(link.to.id)];
    if (from) nodes.add(link.from.id);
    if (to) nodes.add(link.to.id);
    if (from && to) links.push(link);
    else if (from || to) {
      const id = from ? link.from.id : link.to.id;
      closed.set(id, (closed.get(id) ?? 0) + 1);
    }
  }
  for (const id of open) if (id === state.node || !model.linksOf.has(id)) nodes.add(id);
  const claims = [...new Set(links.flatMap((link) => link.claim ?? []))];
  return { nodes, links, claims, closed, contested: contested(claims, model, state), withdrawn: withdrawn(claims, state) };
}

/**
 * @param {Model} model
 * @param {State} state
 */
export function openNodes(model, state) {
  const open = new Set(state.open.filter((id) => model.nodes.has(id)));
  for (const node of model.nodes.values()) if (state.all || node.shown) open.add(node.id);
  return open;
}

/**
 * @param {ViewClaim[]} claims
 * @param {Model} model
 * @param {State} state
 */
function contested(claims, model, state) {
  const accusing = claims.filter((claim) => model.data.acts[claim.act].accuses);
  return new Set(
    accusing
      .filter((claim) => (claim.about ?? []).some((id) => {
        const allegation = model.allegations.get(id);
        return allegation && isContested(statusAt(allegation, state.until));
      }))
      .map((claim) => claim.id),
  );
}

/**
 * @param {ViewClaim[]} claims
 * @param {State} state
 */
function withdrawn(claims, state) {
  return new Set(claims.filter((claim) => withdrawnAt(claim, state.until)).map((claim) => claim.id));
}

/**
 * The nodes next to a node that are not shown yet.
 * @param {string} id
 * @param {Model} model
 * @param {State} state
 */
export function closedNeighbours(id, model, state) {
  const open = openNodes(model, state);
  const ends = (model.linksOf.get(id) ?? []).flatMap((link) => [link.from.id, link.to.id]);
  return [...new Set(ends)].filter((end) => !open.has(end));
}
