/** What a state is about: the incident in focus, the picture that suits it, and what a selection concerns. */
/** @import {Allegation, Model, Picture, Scene, State, ViewClaim} from "../types.js" */
import { blamePath } from "./blamepath.js";
import { answered } from "./model.js";

/**
 * The incident that is in focus: the one that is kept by the filter or selected, that of what is selected, or the only one.
 * @param {Model} model
 * @param {State} state
 * @returns {string}  empty when there is none
 */
export function incidentInFocus(model, state) {
  if (state.incident) return state.incident;
  if (model.nodes.get(state.node ?? "")?.type === "incident") return /** @type {string} */ (state.node);
  const allegation = model.allegations.get(state.allegation ?? "");
  if (allegation) return allegation.incident;
  const claim = model.claims.get(state.claim ?? "");
  if (claim) return model.incidentsOf.get(claim.id)?.[0] ?? onlyIncident(model);
  return onlyIncident(model);
}

/** @param {Model} model */
function onlyIncident(model) {
  const [first, second] = model.incidentNames.keys();
  return first && !second ? first : "";
}

/**
 * The picture that is shown: the one that was asked for, or what answers most at a glance.
 * @param {Model} model
 * @param {State} state
 * @returns {Picture}
 */
export function pictureOf(model, state) {
  if (state.picture) return state.picture;
  if (state.near || (state.from && state.to)) return "graph";
  return incidentInFocus(model, state) ? "board" : "matrix";
}

/** @typedef {{claims: Set<string>, allegations: Set<string>, nodes: Set<string>}} Concern */

/**
 * What a selection concerns; null where nothing is selected, or the whole picture is about it.
 * @param {Model} model
 * @param {Scene} scene
 * @param {State} state
 * @returns {Concern|null}
 */
export function concernOf(model, scene, state) {
  const claim = model.claims.get(state.claim ?? "");
  if (claim) {
    const around = [claim.id, ...answered(claim), ...(model.answers.get(claim.id) ?? []).map((other) => other.id)];
    return concern(around.flatMap((id) => model.claims.get(id) ?? []), model.allegationsOf.get(claim.id) ?? [], []);
  }
  const allegation = model.allegations.get(state.allegation ?? "");
  if (allegation) return concern(model.claimsAbout.get(allegation.id) ?? [], [allegation], []);
  if (state.claims.length) return concern(state.claims.flatMap((id) => model.claims.get(id) ?? []), [], []);
  const node = model.nodes.get(state.node ?? "");
  if (node?.type === "actor") return actorConcern(model, scene, node.id);
  if (node) return state.picture && state.picture !== "board" ? incidentConcern(model, scene, node.id) : null;
  const path = state.from && state.to ? blamePath(model, scene, state.from, state.to) : null;
  return path && concern(path.flatMap((link) => link.claim ?? []), [], [state.from, state.to]);
}

/**
 * @param {ViewClaim[]} claims
 * @param {Allegation[]} allegations
 * @param {string[]} nodes
 * @returns {Concern}
 */
function concern(claims, allegations, nodes) {
  const involved = [...claims.flatMap((claim) => claim.speakers), ...allegations.map((item) => item.accused), ...nodes];
  return { claims: new Set(claims.map((claim) => claim.id)), allegations: new Set(allegations.map((item) => item.id)), nodes: new Set(involved) };
}

/** @param {Model} model @param {Scene} scene @param {string} actor */
function actorConcern(model, scene, actor) {
  const allegations = scene.allegations.filter((item) => item.accused === actor);
  const about = allegations.flatMap((item) => model.claimsAbout.get(item.id) ?? []);
  const own = scene.claims.filter((claim) => claim.speakers.includes(actor) || claim.accused?.includes(actor));
  const found = concern([...own, ...about], allegations, [actor]);
  return { ...found, allegations: new Set([...found.allegations, ...own.flatMap((claim) => (model.allegationsOf.get(claim.id) ?? []).map((item) => item.id))]) };
}

/** @param {Model} model @param {Scene} scene @param {string} incident */
function incidentConcern(model, scene, incident) {
  const claims = scene.claims.filter((claim) => model.incidentsOf.get(claim.id)?.includes(incident));
  return concern(claims, scene.allegations.filter((item) => item.incident === incident), [incident]);
}
