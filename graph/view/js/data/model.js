/** @import {Allegation, Link, Model, ViewClaim, ViewData, ViewNode} from "../types.js" */

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
 * Claims in order of date, their keys looked up once each.
 * @param {ViewClaim[]} claims
 */
function inOrder(claims) {
  const keyed = claims.map((claim) => ({ claim, day: claim.public ?? "9999", id: claim.id }));
  keyed.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : a.id < b.id ? -1 : 1));
  return keyed.map(({ claim }) => claim);
}

/**
 * The data with the indexes that the page needs.
 * @param {ViewData} data
 * @returns {Model}
 */
export function createModel(data) {
  const nodes = new Map(data.nodes.map((node) => [node.id, node]));
  const ordered = inOrder(data.claims);
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
  const sources = new Map(Object.values(data.sources).map((source) => [source.id, source]));
  const evidence = new Map(Object.values(data.evidence).map((item) => [item.id, item]));
  return {
    data, nodes, claims, allegations, sources, evidence, links, linksOf, answers, claimsAbout, allegationsOf,
    incidentsOf: new Map(ordered.map((claim) => [claim.id, incidents(claim, claims, allegations)])),
    incidentNames: incidentTitles(data.nodes),
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

/**
 * What incidents a claim is about, itself or through what it answers: what `graph.ask.filtering.incidents_of` tells.
 * @param {ViewClaim} claim
 * @param {Map<string, ViewClaim>} claims
 * @param {Map<string, Allegation>} allegations
 */
function incidents(claim, claims, allegations) {
  const found = new Set(ownIncidents(claim, allegations));
  for (const list of [claim.respondsTo, claim.challenges, claim.endorses, claim.withdraws]) {
    for (const id of list ?? []) {
      const [other, allegation] = [claims.get(id), allegations.get(id)];
      for (const incident of other ? ownIncidents(other, allegations) : allegation ? [allegation.incident] : []) found.add(incident);
    }
  }
  return [...found];
}

/** @param {ViewClaim} claim @param {Map<string, Allegation>} allegations */
function ownIncidents(claim, allegations) {
  const alleged = (claim.about ?? []).flatMap((id) => allegations.get(id)?.incident ?? []);
  return claim.incident ? [claim.incident, ...alleged] : alleged;
}

/**
 * What to call each incident where several are listed: those of one name with the year, or else the data set.
 * @param {ViewNode[]} nodes
 */
function incidentTitles(nodes) {
  /** @type {Map<string, ViewNode[]>} */
  const alike = new Map();
  for (const node of nodes) if (node.type === "incident") push(alike, node.label, node);
  return new Map([...alike.values()].flatMap((group) => group.map((node) => [node.id, titleOf(node, group)])));
}

/**
 * @param {ViewNode} node
 * @param {ViewNode[]} group
 */
function titleOf(node, group) {
  if (group.length === 1) return node.label;
  const years = group.map((other) => other.when?.match(/\d{4}/)?.[0]);
  const year = years[group.indexOf(node)];
  const dataset = node.dataset ?? node.id.split("/")[0];
  const only = year && years.filter((other) => other === year).length === 1;
  return `${node.label} (${only ? year : [year, dataset].filter(Boolean).join(", ")})`;
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
  let last;
  for (const entry of history ?? []) if (entry[0] <= until) last = entry;
  return last;
}
