/** @import {Allegation, Change, Link, Model, ViewClaim, ViewData, ViewNode} from "../types.js" */

/**
 * @template V
 * @param {Map<string, V[]>} map
 * @param {string} key
 * @param {V} value
 */
function push(map, key, value) {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

/**
 * In order of date; what has no date comes last.
 * @param {ViewClaim} a
 * @param {ViewClaim} b
 */
export function byDate(a, b) {
  const [first, second] = [a.public ?? "9999", b.public ?? "9999"];
  return first < second ? -1 : first > second ? 1 : a.id < b.id ? -1 : 1;
}

/**
 * The data with the indexes that the page needs.
 * @param {ViewData} data
 * @returns {Model}
 */
export function createModel(data) {
  const nodes = new Map(data.nodes.map((node) => [node.id, node]));
  const ordered = [...data.claims].sort(byDate);
  const claims = new Map(ordered.map((claim) => [claim.id, claim]));
  const allegations = new Map(data.allegations.map((allegation) => [allegation.id, allegation]));
  const links = data.edges.map((edge) => ({
    id: edge.id,
    from: /** @type {ViewNode} */ (nodes.get(edge.from)),
    to: /** @type {ViewNode} */ (nodes.get(edge.to)),
    claim: (edge.claim && claims.get(edge.claim)) || null,
    allegation: (edge.allegation && allegations.get(edge.allegation)) || null,
  }));
  /** @type {Map<string, Link[]>} */
  const linksOf = new Map();
  for (const link of links) {
    push(linksOf, link.from.id, link);
    if (link.to !== link.from) push(linksOf, link.to.id, link);
  }
  const allegationsOf = new Map(ordered.map((claim) => [claim.id, concerned(claim, claims, allegations)]));
  /** @type {Map<string, ViewClaim[]>} */
  const claimsAbout = new Map();
  /** @type {Map<string, ViewClaim[]>} */
  const answers = new Map();
  for (const claim of ordered) {
    for (const allegation of allegationsOf.get(claim.id) ?? []) push(claimsAbout, allegation.id, claim);
    for (const target of answered(claim)) push(answers, target, claim);
  }
  const sources = new Map(Object.entries(data.sources));
  const evidence = new Map(Object.entries(data.evidence));
  const dates = [...new Set(ordered.flatMap((claim) => claim.public ?? []))];
  return {
    data, nodes, claims, allegations, sources, evidence, links, linksOf, answers, claimsAbout, allegationsOf, dates,
    changes: changes(data.allegations),
  };
}

/**
 * The claims that a claim refers to.
 * @param {ViewClaim} claim
 */
export function answered(claim) {
  const named = [claim.respondsTo, claim.challenges, claim.endorses, claim.withdraws, claim.against];
  return [...new Set(named.flatMap((list) => list ?? []))];
}

/**
 * @param {ViewClaim} claim
 * @param {Map<string, ViewClaim>} claims
 * @param {Map<string, Allegation>} allegations
 */
function concerned(claim, claims, allegations) {
  const referred = [claim.against, claim.endorses].flatMap((list) => list ?? []);
  const ids = new Set([
    ...(claim.about ?? []),
    ...(claim.challenges ?? []),
    ...referred.flatMap((id) => claims.get(id)?.about ?? []),
  ]);
  return [...ids].flatMap((id) => allegations.get(id) ?? []);
}

/** @param {Allegation[]} allegations */
function changes(allegations) {
  /** @type {Map<string, Change[]>} */
  const found = new Map();
  for (const allegation of allegations) {
    let before = "unasserted";
    for (const [day, after] of allegation.history ?? []) {
      if (after !== before) push(found, day, { allegation, before, after });
      before = after;
    }
  }
  return found;
}

/**
 * The status of an allegation by the end of a day; null: by all that is recorded.
 * @param {Allegation} allegation
 * @param {string|null} until
 */
export function statusAt(allegation, until) {
  return until === null ? allegation.status : (lastBy(allegation.history, until)?.[1] ?? "unasserted");
}

/**
 * By whom it was denied by then, and when, in words: "by Russia, of which it is part". Empty if nobody did.
 * @param {Allegation} allegation
 * @param {string|null} until
 */
export function deniedAt(allegation, until) {
  return (until === null ? allegation.denied : lastBy(allegation.history, until)?.[2]) ?? "";
}

/**
 * Whether a claim was withdrawn by then: taken back by who may, and not by one who took that back in turn.
 * @param {ViewClaim} claim
 * @param {string|null} until
 */
export function withdrawnAt(claim, until) {
  return (until === null ? claim.withdrawn : lastBy(claim.takenBack, until)?.[1]) ?? false;
}

/**
 * The last entry of a history that is not after a day.
 * @template {[string, ...unknown[]]} E
 * @param {E[]|undefined} history
 * @param {string} until
 */
function lastBy(history, until) {
  return (history ?? []).filter(([day]) => day <= until).at(-1);
}
