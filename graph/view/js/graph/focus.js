/** What belongs to a selection, and stays clear while all else is faint. */
/** @import {Link, Model, Scene, State} from "../types.js" */
import { answered } from "../data/model.js";
import { blamePath } from "../data/blamepath.js";

/** @typedef {{nodes: Set<string>, links: Set<Link>}} Focus */

/**
 * @param {Link[]} links
 * @param {string[]} [nodes]
 * @returns {Focus}
 */
function around(links, nodes = []) {
  return { nodes: new Set([...nodes, ...links.flatMap((link) => [link.from.id, link.to.id])]), links: new Set(links) };
}

/**
 * @param {Scene} scene
 * @param {string} node
 */
export function neighbourhood(scene, node) {
  return around(scene.links.filter((link) => link.from.id === node || link.to.id === node), [node]);
}

/**
 * @param {Scene} scene
 * @param {Set<string>} claims
 */
function claimed(scene, claims) {
  return scene.links.filter((link) => link.claim && claims.has(link.claim.id));
}

/**
 * @param {Model} model
 * @param {Scene} scene
 * @param {State} state
 * @returns {Focus|null}
 */
export function focusOf(model, scene, state) {
  if (state.claim && model.claims.has(state.claim)) {
    const claim = /** @type {import("../types.js").ViewClaim} */ (model.claims.get(state.claim));
    const related = [claim, ...(model.answers.get(claim.id) ?? [])].map((other) => other.id);
    return around(claimed(scene, new Set([...related, ...answered(claim)])));
  }
  if (state.allegation && model.allegations.has(state.allegation)) {
    const about = new Set((model.claimsAbout.get(state.allegation) ?? []).map((claim) => claim.id));
    const own = scene.links.filter((link) => link.allegation?.id === state.allegation);
    return around([...claimed(scene, about), ...own]);
  }
  if (state.node && scene.nodes.has(state.node)) return neighbourhood(scene, state.node);
  if (state.from && state.to) {
    const path = blamePath(scene, state.from, state.to);
    return path && around(path, [state.from]);
  }
  return null;
}
