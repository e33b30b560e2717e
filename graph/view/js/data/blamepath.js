/** @import {Link, Model, Scene} from "../types.js" */

/**
 * A shortest chain of blame over all claims that pass the filters: each step's accused is the next step's speaker. Null
 * when there is none. What was taken back makes no step.
 * @param {Model} model
 * @param {Scene} scene
 * @param {string} from
 * @param {string} to
 * @returns {Link[]|null}
 */
export function blamePath(model, scene, from, to) {
  const passing = new Set(scene.claims);
  const blames = (/** @type {Link} */ { claim, from: a, to: b }) =>
    claim?.blames && a !== b && passing.has(claim) && !scene.withdrawn.has(claim.id);
  /** @type {Map<string, Link|null>} */
  const reachedBy = new Map([[from, null]]);
  const queue = [from];
  for (const node of queue) {
    if (node === to) return steps(reachedBy, to);
    for (const link of model.linksOf.get(node) ?? []) {
      if (link.from.id !== node || reachedBy.has(link.to.id) || !blames(link)) continue;
      reachedBy.set(link.to.id, link);
      queue.push(link.to.id);
    }
  }
  return null;
}

/**
 * @param {Map<string, Link|null>} reachedBy
 * @param {string} to
 */
function steps(reachedBy, to) {
  const path = [];
  for (let link = reachedBy.get(to); link; link = reachedBy.get(link.from.id)) path.unshift(link);
  return path;
}
