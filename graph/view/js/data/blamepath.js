/** @import {Link, Scene} from "../types.js" */

/**
 * A shortest chain of blame: each step's accused is the next step's speaker. Null when there is none in the scene.
 * What was taken back makes no step.
 * @param {Scene} scene
 * @param {string} from
 * @param {string} to
 * @returns {Link[]|null}
 */
export function blamePath(scene, from, to) {
  /** @type {Map<string, Link[]>} */
  const blames = new Map();
  for (const link of scene.links) {
    if (!link.claim?.blames || link.from === link.to || scene.withdrawn.has(link.claim.id)) continue;
    blames.set(link.from.id, [...(blames.get(link.from.id) ?? []), link]);
  }
  /** @type {Map<string, Link|null>} */
  const reachedBy = new Map([[from, null]]);
  const queue = [from];
  for (const node of queue) {
    if (node === to) return steps(reachedBy, to);
    for (const link of blames.get(node) ?? []) {
      if (reachedBy.has(link.to.id)) continue;
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
