/** What passes the filters in a state, and what of it the graph draws. */
/** @import {Allegation, Drawn, Line, Link, Model, Scene, State, ViewClaim, ViewNode} from "../types.js" */
import { statusAt, withdrawnAt } from "./model.js";

const CONTESTED = new Set(["contested", "denied and contested", "self-contradictory", "denied after claiming"]);

/** Around one actor more are a star of which no name can be read. */
const MOST_AROUND = 60;

/** @param {string} status */
export function isContested(status) {
  return CONTESTED.has(status);
}

/**
 * Whether a claim passes the filters.
 * @param {ViewClaim} claim
 * @param {Model} model
 * @param {State} state
 */
export function passes(claim, model, state) {
  if (state.hide.length && state.hide.includes(claim.act)) return false;
  return passesBut(claim, model, state);
}

/**
 * Whether a claim passes all filters but that of its kind.
 * @param {ViewClaim} claim
 * @param {Model} model
 * @param {State} state
 */
export function passesBut(claim, model, state) {
  if (state.until !== null) {
    const day = claim.public;
    if (!day || day > state.until) return false;
  }
  if (state.dataset && claim.dataset !== state.dataset) return false;
  if (state.incident && !model.incidentsOf.get(claim.id)?.includes(state.incident)) return false;
  return !state.status || (model.allegationsOf.get(claim.id) ?? []).some((item) => statusAt(item, state.until) === state.status);
}

/**
 * Whether an allegation passes the filters. What nobody alleges by the day does not.
 * @param {Allegation} allegation
 * @param {Model} model
 * @param {State} state
 */
export function allegationPasses(allegation, model, state) {
  if (state.incident && allegation.incident !== state.incident) return false;
  const status = statusAt(allegation, state.until);
  if (status === "unasserted" || (state.status && status !== state.status)) return false;
  return !state.dataset || (model.claimsAbout.get(allegation.id) ?? []).some((claim) => claim.dataset === state.dataset);
}

/**
 * @param {Model} model
 * @param {State} state
 * @returns {Scene}
 */
export function createScene(model, state) {
  const claims = [];
  for (const claim of model.claims.values()) if (passes(claim, model, state)) claims.push(claim);
  const allegations = model.data.allegations.filter((item) => allegationPasses(item, model, state));
  return { claims, allegations, contested: contested(claims, allegations, model, state), withdrawn: withdrawn(claims, state) };
}

/**
 * @param {ViewClaim[]} claims
 * @param {Allegation[]} allegations
 * @param {Model} model
 * @param {State} state
 */
function contested(claims, allegations, model, state) {
  const disputed = new Set(allegations.filter((item) => isContested(statusAt(item, state.until))).map((item) => item.id));
  const { acts } = model.data;
  return new Set(claims.filter((claim) => acts[claim.act].accuses && claim.about?.some((id) => disputed.has(id))).map((claim) => claim.id));
}

/**
 * @param {ViewClaim[]} claims
 * @param {State} state
 */
function withdrawn(claims, state) {
  return new Set(claims.filter((claim) => withdrawnAt(claim, state.until)).map((claim) => claim.id));
}

/**
 * What the graph draws: all that passes, within the budget of nodes, parallel claims of a kind as one line.
 * @param {Model} model
 * @param {State} state
 * @param {Scene} scene
 * @param {Set<string>} [needed]  nodes that are drawn whatever the budget
 * @returns {Drawn}
 */
export function createDrawn(model, state, scene, needed = new Set()) {
  const links = passingLinks(model, state, scene);
  const degrees = degreesOf(links);
  for (const id of [state.near, state.node ?? ""]) if (model.nodes.has(id) && !degrees.has(id)) degrees.set(id, 0);
  const nodes = budgeted(model, state, degrees, links, needed);
  /** @type {Map<string, number>} */
  const closed = new Map();
  if (nodes.size === degrees.size) return { nodes, total: degrees.size, lines: bundled(links), closed };
  const inside = [];
  for (const link of links) {
    const [from, to] = [nodes.has(link.from.id), nodes.has(link.to.id)];
    if (from && to) inside.push(link);
    else if (from || to) {
      const id = from ? link.from.id : link.to.id;
      closed.set(id, (closed.get(id) ?? 0) + 1);
    }
  }
  return { nodes, total: degrees.size, lines: bundled(inside), closed };
}

/**
 * @param {Model} model
 * @param {State} state
 * @param {Scene} scene
 */
function passingLinks(model, state, scene) {
  const claims = new Set(scene.claims);
  const allegations = new Set(state.hide.includes("allegation") ? [] : scene.allegations);
  const near = model.nodes.has(state.near) ? state.near : "";
  return model.links.filter((link) => {
    if (near && link.from.id !== near && link.to.id !== near) return false;
    return link.claim ? claims.has(link.claim) : link.allegation !== null && allegations.has(link.allegation);
  });
}

/** @param {Link[]} links */
function degreesOf(links) {
  /** @type {Map<ViewNode, number>} */
  const found = new Map();
  for (const { from, to } of links) {
    found.set(from, (found.get(from) ?? 0) + 1);
    if (to !== from) found.set(to, (found.get(to) ?? 0) + 1);
  }
  return new Map([...found].map(([node, degree]) => [node.id, degree]));
}

/** How many nodes are drawn; 0: all of them. @param {Model} model @param {State} state */
export function budgetOf({ data, nodes }, { all, near }) {
  const limit = all ? 0 : (data.limit ?? 0);
  return limit && nodes.has(near) ? Math.min(limit, MOST_AROUND) : limit;
}

/**
 * What is chosen and asked for first, then what is next to it, then the most connected.
 * @param {Model} model
 * @param {State} state
 * @param {Map<string, number>} degrees
 * @param {Link[]} links
 * @param {Set<string>} needed
 */
function budgeted(model, state, degrees, links, needed) {
  const limit = budgetOf(model, state);
  if (!limit || degrees.size <= limit) return new Set(degrees.keys());
  const first = new Set([...needed, ...state.open, state.near, state.node ?? ""].filter((id) => degrees.has(id)));
  const next = new Set();
  for (const { from, to } of links) {
    if (needed.has(from.id) || from.id === state.node) next.add(to.id);
    if (needed.has(to.id) || to.id === state.node) next.add(from.id);
  }
  const rank = (/** @type {string} */ id) => (first.has(id) ? 2 : next.has(id) ? 1 : 0);
  const ranked = [...degrees].sort(([a, x], [b, y]) => rank(b) - rank(a) || y - x || (a < b ? -1 : 1)).map(([id]) => id);
  const most = Math.max(limit, first.size);
  if (first.size || next.size) return new Set(ranked.slice(0, most));
  return new Set([...inPairs(ranked, links, most), ...ranked].slice(0, most));
}

/**
 * The ends of lines between nodes of which most is said: without another one, a node is only a dot.
 * @param {string[]} ranked  the most first
 * @param {Link[]} links
 * @param {number} most
 */
function inPairs(ranked, links, most) {
  const place = new Map(ranked.map((id, at) => [id, at]));
  const placeOf = (/** @type {string} */ id) => place.get(id) ?? ranked.length;
  const pairs = links.filter(({ from, to }) => from !== to).map(({ from, to }) => [placeOf(from.id), placeOf(to.id)].sort((a, b) => a - b));
  pairs.sort((a, b) => a[1] - b[1] || a[0] - b[0]);
  /** @type {Set<string>} */
  const found = new Set();
  for (const pair of pairs) {
    const missing = pair.map((at) => ranked[at]).filter((id) => !found.has(id));
    if (found.size + missing.length <= most) for (const id of missing) found.add(id);
    if (found.size === most) break;
  }
  return found;
}

/**
 * One line for the claims of one kind from one node to another, and one for each allegation.
 * @param {Link[]} links
 * @returns {Line[]}
 */
function bundled(links) {
  /** @type {Line[]} */
  const lines = [];
  /** @type {Map<ViewNode, Map<ViewNode, Line[]>>} of claims, by their ends: to make a text of each pair takes as long as to draw it */
  const found = new Map();
  for (const { from, to, claim, allegation } of links) {
    if (!claim) {
      lines.push({ from, to, claim, claims: [], allegation });
      continue;
    }
    let ends = found.get(from);
    if (!ends) found.set(from, (ends = new Map()));
    let between = ends.get(to);
    if (!between) ends.set(to, (between = []));
    // What a data set's own coder says is no word of a speaker's, and is drawn apart.
    const line = between.find((other) => other.claim?.act === claim.act && other.claim.coder === claim.coder);
    if (line) {
      line.claims.push(claim);
      continue;
    }
    const made = { from, to, claim, claims: [claim], allegation };
    between.push(made);
    lines.push(made);
  }
  return lines;
}

/**
 * The nodes next to a node that pass the filters and are not drawn.
 * @param {string} id
 * @param {Model} model
 * @param {Scene} scene
 * @param {Drawn} drawn
 */
export function closedNeighbours(id, model, scene, drawn) {
  const claims = new Set(scene.claims);
  const links = (model.linksOf.get(id) ?? []).filter((link) => (link.claim ? claims.has(link.claim) : true));
  return [...new Set(links.flatMap((link) => [link.from.id, link.to.id]))].filter((end) => !drawn.nodes.has(end));
}
