/** @import {Allegation, Link, Model, ViewClaim, ViewData, ViewNode} from "../types.js" */

/**
 * @template V
 * @param {Map<string, V[]>} map
 * @param {string} key
 * @param {V} value
 */
export function push(map, key, value) {
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
 * The data with the indexes that the page needs, each made when it is first asked for: a first drawing needs few.
 * @param {ViewData} data
 * @returns {Model}
 */
export function createModel(data) {
  const nodes = new Map(data.nodes.map((node) => [node.id, node]));
  const ordered = inOrder(data.claims);
  const claims = new Map(ordered.map((claim) => [claim.id, claim]));
  const allegations = new Map(data.allegations.map((allegation) => [allegation.id, allegation]));
  const links = once(() => linksAmong(data, nodes, claims, allegations));
  const allegationsOf = once(() => new Map(ordered.map((claim) => [claim.id, concerned(claim, claims, allegations)])));
  const indexes = {
    sources: () => new Map(Object.values(data.sources).map((source) => [source.id, source])),
    evidence: () => new Map(Object.values(data.evidence).map((item) => [item.id, item])),
    links,
    linksOf: () => grouped(links(), ({ from, to }) => (from === to ? [from.id] : [from.id, to.id])),
    answers: () => grouped(ordered, answered),
    claimsAbout: () => grouped(ordered, (claim) => (allegationsOf().get(claim.id) ?? []).map((allegation) => allegation.id)),
    allegationsOf,
    incidentsOf: () => new Map(ordered.map((claim) => [claim.id, incidents(claim, claims, allegations)])),
    incidentNames: () => incidentTitles(data.nodes),
  };
  const model = { data, nodes, claims, allegations };
  for (const [name, make] of Object.entries(indexes)) Object.defineProperty(model, name, { get: once(/** @type {() => any} */ (make)) });
  return /** @type {Model} */ (model);
}

/**
 * What a function returns, made once.
 * @template V
 * @param {() => V} make
 */
function once(make) {
  /** @type {{value: V}|null} */
  let made = null;
  return () => (made ??= { value: make() }).value;
}

/**
 * @template V
 * @param {V[]} values
 * @param {(value: V) => string[]} keys
 */
function grouped(values, keys) {
  /** @type {Map<string, V[]>} */
  const found = new Map();
  for (const value of values) for (const key of keys(value)) push(found, key, value);
  return found;
}

/**
 * @param {ViewData} data
 * @param {Map<string, ViewNode>} nodes
 * @param {Map<string, ViewClaim>} claims
 * @param {Map<string, Allegation>} allegations
 * @returns {Link[]}
 */
function linksAmong(data, nodes, claims, allegations) {
  return data.edges.map(({ id, from, to, claim, allegation }) => ({
    id,
    from: /** @type {ViewNode} */ (nodes.get(from)),
    to: /** @type {ViewNode} */ (nodes.get(to)),
    claim: (claim && claims.get(claim)) || null,
    allegation: (allegation && allegations.get(allegation)) || null,
  }));
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
  const years = group.map((other) => other.when?.join().match(/\d{4}/)?.[0]);
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
 * By whom it was denied by then, and when.
 * @param {Allegation} allegation
 * @param {string|null} until
 */
export function deniedAt(allegation, until) {
  return (until === null ? allegation.denied : lastBy(allegation.history, until)?.[2]) ?? null;
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
