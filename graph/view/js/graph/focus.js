/** What belongs to a selection, and stays clear while all else is faint. */
/** @import {Drawn, Line, Model, Scene, State} from "../types.js" */
import { blamePath } from "../data/blamepath.js";
import { answered } from "../data/model.js";

/** @typedef {{nodes: Set<string>, lines: Set<Line>}} Focus */

/**
 * @param {Line[]} lines
 * @param {string[]} [nodes]
 * @returns {Focus}
 */
function around(lines, nodes = []) {
  return { nodes: new Set([...nodes, ...lines.flatMap((line) => [line.from.id, line.to.id])]), lines: new Set(lines) };
}

/**
 * @param {Drawn} drawn
 * @param {string} node
 */
export function neighbourhood(drawn, node) {
  return around(drawn.lines.filter((line) => line.from.id === node || line.to.id === node), [node]);
}

/**
 * A line with its two ends.
 * @param {Line} line
 */
export function endsOf(line) {
  return around([line]);
}

/**
 * @param {Drawn} drawn
 * @param {Iterable<string>} claims
 */
function claimed(drawn, claims) {
  const wanted = new Set(claims);
  return drawn.lines.filter((line) => line.claims.some((claim) => wanted.has(claim.id)));
}

/**
 * @param {Model} model
 * @param {Scene} scene
 * @param {Drawn} drawn
 * @param {State} state
 * @returns {Focus|null}
 */
export function focusOf(model, scene, drawn, state) {
  const claim = state.claim ? model.claims.get(state.claim) : undefined;
  if (claim) return around(claimed(drawn, [claim.id, ...(model.answers.get(claim.id) ?? []).map((other) => other.id), ...answered(claim)]));
  if (state.allegation && model.allegations.has(state.allegation)) return aboutAllegations(model, drawn, [state.allegation]);
  if (state.claims.length) return around(claimed(drawn, state.claims));
  if (state.node && model.nodes.get(state.node)?.type === "incident") return aboutIncident(model, scene, drawn, state.node);
  if (state.node && drawn.nodes.has(state.node)) return neighbourhood(drawn, state.node);
  const path = state.from && state.to ? blamePath(model, scene, state.from, state.to) : null;
  return path && around(claimed(drawn, path.map((link) => link.claim?.id ?? "")), [state.from, state.to]);
}

/**
 * @param {Model} model
 * @param {Drawn} drawn
 * @param {string[]} allegations
 */
function aboutAllegations(model, drawn, allegations) {
  const claims = allegations.flatMap((id) => model.claimsAbout.get(id) ?? []).map((claim) => claim.id);
  const own = drawn.lines.filter((line) => line.allegation && allegations.includes(line.allegation.id));
  return around([...claimed(drawn, claims), ...own]);
}

/**
 * All that is said about an incident: its accusations, denials, doubts and the allegations that they are about.
 * @param {Model} model
 * @param {Scene} scene
 * @param {Drawn} drawn
 * @param {string} incident
 */
function aboutIncident(model, scene, drawn, incident) {
  const claims = scene.claims.filter((claim) => model.incidentsOf.get(claim.id)?.includes(incident)).map((claim) => claim.id);
  const own = drawn.lines.filter((line) => line.allegation?.incident === incident);
  return around([...claimed(drawn, claims), ...own], [incident]);
}
