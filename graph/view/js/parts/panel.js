/** The panel: what is recorded about what is selected, or an overview. */
/** @import {Allegation, Link, Scene, ViewClaim, ViewNode} from "../types.js" */
/** @import {Context} from "./cards.js" */
import { blamePath } from "../data/blamepath.js";
import {
  actName, allegationCard, badge, claimItem, confidenceWords, go, nodeLink, nodeLinks, originsLine, publicBy, said, sourceItem, statusLine,
  withdrawnMark,
} from "./cards.js";
import { fill, make } from "./dom.js";
import { statusAt } from "../data/model.js";
import { lookOf } from "../graph/palette.js";
import { closedNeighbours } from "../data/scene.js";
import { swatch } from "./swatch.js";
import { STATUS_SAYS, capital, counted, dayWords } from "../words/words.js";

const FIRST = 12;

/**
 * @typedef {object} PanelActions
 * @property {(id: string) => void} expand
 * @property {() => void} close
 */

/**
 * @param {Element} panel
 * @param {Context} context
 * @param {Scene} scene
 * @param {PanelActions} actions
 */
export function showPanel(panel, context, scene, actions) {
  const { model, state } = context;
  const claim = state.claim && model.claims.get(state.claim);
  const allegation = state.allegation && model.allegations.get(state.allegation);
  const node = state.node && model.nodes.get(state.node);
  const close = make("button", { type: "button", class: "close", "aria-label": "Close details", click: actions.close }, "×");
  if (claim) fill(panel, close, ...claimPanel(context, claim));
  else if (allegation) fill(panel, close, ...allegationPanel(context, allegation));
  else if (node) fill(panel, close, ...nodePanel(context, node, actions));
  else if (state.from && state.to) fill(panel, close, ...pathPanel(context, scene));
  else fill(panel, ...overview(context, scene));
}

/** @param {string} text */
function title(text) {
  return make("h2", { tabindex: "-1" }, text);
}

/**
 * @param {Context} context
 * @param {Scene} scene
 */
function overview(context, scene) {
  const allegations = scene.links.flatMap((link) => link.allegation ?? []);
  const ranked = allegations
    .map((allegation) => ({ allegation, weight: publicBy(context, context.model.claimsAbout.get(allegation.id) ?? []).length }))
    .sort((a, b) => b.weight - a.weight || (a.allegation.id < b.allegation.id ? -1 : 1))
    .map(({ allegation }) => allegation);
  const rest = ranked.slice(FIRST);
  return [
    title("What is alleged, and who says so"),
    make("p", { class: "hint" }, "This graph records who said what. Nothing in it says who did it. Choose an actor, an incident or a line for its claims and sources."),
    ...ranked.slice(0, FIRST).map((allegation) => allegationCard(context, allegation)),
    rest.length ? more(`${counted(rest.length, "more allegation")}`, () => rest.map((allegation) => allegationCard(context, allegation))) : null,
  ];
}

/**
 * A button that gives way to what it promises.
 * @param {string} text
 * @param {() => Node[]} build
 */
function more(text, build) {
  const button = make("button", { type: "button", class: "more" }, `Show ${text}`);
  button.addEventListener("click", () => button.replaceWith(...build()));
  return button;
}

/**
 * @param {Context} context
 * @param {ViewNode} node
 * @param {PanelActions} actions
 */
function nodePanel(context, node, actions) {
  const { model, state } = context;
  const concerns = (/** @type {Allegation} */ item) => item.accused === node.id || item.incident === node.id;
  const alleged = [...model.allegations.values()].filter((item) => concerns(item) && statusAt(item, state.until) !== "unasserted");
  const links = model.linksOf.get(node.id) ?? [];
  const claims = [...new Set(links.flatMap((link) => link.claim ?? []))];
  const shown = publicBy(context, [...model.claims.values()].filter((claim) => claim.incident === node.id && node.type === "incident" || claims.includes(claim)));
  const own = shown.filter((claim) => claim.speakers.includes(node.id));
  const others = shown.filter((claim) => !claim.speakers.includes(node.id));
  const closed = closedNeighbours(node.id, model, state);
  const incident = node.type === "incident";
  return [
    title(node.label),
    make("p", { class: "hint" }, facts(node)),
    node.description ? make("p", {}, said(node.description)) : null,
    closed.length ? make("button", { type: "button", class: "more", click: () => actions.expand(node.id) }, `Show ${counted(closed.length, "more neighbour")}`) : null,
    ...section(incident ? "Who is alleged to have been behind it" : "What is alleged about it", alleged.map((item) => allegationCard(context, item))),
    ...claimList(context, "What it says", own),
    ...claimList(context, incident ? "Claims about it" : "What others say about it", others),
    ...identity(node),
  ];
}

/** @param {ViewNode} node */
function facts(node) {
  const parts = [
    capital(node.kind),
    node.when ? `dated ${node.when}` : "",
    node.victims ? `victims: ${node.victims.join(", ")}` : "",
    node.partOf ? `part of ${node.partOf.join(", ")}` : "",
    node.speaksFor ? `speaks for ${node.speaksFor.join(", ")}` : "",
    node.counted ? `with ${node.counted.join(", ")}` : "",
  ];
  return parts.filter(Boolean).join(" · ");
}

/** @param {ViewNode} node */
function identity(node) {
  const others = node.names.filter((name) => name !== node.label);
  return [
    others.length ? make("p", { class: "hint" }, `Also named: ${others.join(", ")}`) : null,
    node.wikidata ? make("p", { class: "hint" }, `Wikidata: ${node.wikidata}`) : null,
  ];
}

/**
 * @param {string} heading
 * @param {Node[]} content
 */
function section(heading, content) {
  return content.length ? [make("h3", { class: "section" }, heading), ...content] : [];
}

/**
 * @param {Context} context
 * @param {string} heading
 * @param {ViewClaim[]} claims
 */
function claimList(context, heading, claims) {
  if (!claims.length) return [];
  const list = make("ol", { class: "claims" }, ...claims.slice(0, 60).map((claim) => claimItem(context, claim)));
  if (claims.length > 60) list.append(make("li", {}, more(counted(claims.length - 60, "more claim"), () => claims.slice(60).map((claim) => claimItem(context, claim)))));
  return section(`${heading} (${claims.length})`, [list]);
}

/**
 * @param {Context} context
 * @param {Allegation} allegation
 */
function allegationPanel(context, allegation) {
  const { model, state } = context;
  const status = statusAt(allegation, state.until);
  const rivals = (allegation.excludes ?? []).flatMap((id) => model.allegations.get(id) ?? []);
  const past = (allegation.history ?? []).filter(([day]) => state.until === null || day <= state.until);
  return [
    title(`The allegation ${allegation.sentence}`),
    make("p", { class: "status" }, ...statusLine(context, allegation), " ", STATUS_SAYS[status] ?? ""),
    originsLine(allegation),
    make("p", {}, "Accused: ", nodeLink(context, allegation.accused), " · Incident: ", nodeLink(context, allegation.incident)),
    ...section("Rival allegations", rivals.map((rival) => make("p", {}, go(context, "allegation", rival.id, `The allegation ${rival.sentence}`), " ", ...statusLine(context, rival)))),
    ...section("How its status changed", past.length ? [make("ol", { class: "history" }, ...past.map(([day, label, denied]) => make("li", {}, make("span", { class: "when" }, dayWords(day)), badge(label), denied && make("span", { class: "by" }, ` ${denied}`))))] : []),
    ...claimList(context, "Claims, in order", publicBy(context, model.claimsAbout.get(allegation.id) ?? [])),
  ];
}

/**
 * @param {Context} context
 * @param {ViewClaim} claim
 */
function claimPanel(context, claim) {
  const { model } = context;
  const alleged = model.allegationsOf.get(claim.id) ?? [];
  const sources = (claim.sources ?? []).flatMap((id) => model.sources.get(id) ?? []);
  const evidence = [...(claim.evidence ?? []), ...(claim.challenges ?? [])].flatMap((id) => model.evidence.get(id) ?? []);
  return [
    title(claim.sentence),
    make(
      "dl",
      { class: "facts" },
      ...row("Kind", make("span", { class: "kind" }, swatch(lookOf(claim)), actName(context, claim), withdrawnMark(context, claim))),
      ...row(claim.speakers.length > 1 ? "Speakers, together" : "Speaker", nodeLinks(context, claim.speakers)),
      ...row("How it is known", claim.voice),
      ...row("Outcome", claim.outcome),
      ...row("On the condition", claim.condition),
      ...row("Date", claim.dateWords),
      ...row("Public", claim.publicWords),
      ...row("In its own words", claim.quote),
      ...row("Confidence, in the source's words", confidenceWords(claim.confidence)),
      ...row("Likelihood", confidenceWords(claim.likelihood)),
      ...row("In short", said(claim.summary)),
      ...row("Figure", claim.quantity),
      ...row("Source", sources.length ? make("ul", {}, ...sources.map((source) => make("li", {}, sourceItem(source)))) : "none recorded"),
      ...row("Note", claim.retracted && "All its sources were retracted by those who published them."),
      ...row("Where in it", claim.places?.join("; ")),
      ...row("Evidence named", evidence.length ? make("ul", {}, ...evidence.map((item) => make("li", {}, said(item.summary) ?? item.label, evidenceNote(item)))) : null),
      ...row("Incident", claim.incident && nodeLink(context, claim.incident)),
      ...row("Data set", claim.dataset),
    ),
    ...relations(context, claim),
    ...section("Status of the allegation", alleged.flatMap((item) => [allegationCard(context, item), ...[originsLine(item)].filter((line) => line !== null)])),
  ];
}

/** @param {import("../types.js").Evidence} item */
function evidenceNote(item) {
  const notes = [item.heldBy && `held by ${item.heldBy}`, item.disclosed === false && "not disclosed", item.disclosed && "disclosed"];
  const text = notes.filter(Boolean).join(", ");
  return text ? ` (${text})` : null;
}

/**
 * @param {string} term
 * @param {import("./dom.js").Child} value
 */
function row(term, value) {
  return value ? [make("dt", {}, term), make("dd", {}, value)] : [];
}

/**
 * What a claim answers and what answers it.
 * @param {Context} context
 * @param {ViewClaim} claim
 */
function relations(context, claim) {
  const { model } = context;
  /** @type {[string, string[]|undefined][]} */
  const kinds = [
    ["It responds to", claim.respondsTo],
    ["It doubts", claim.challenges],
    ["It backs", claim.endorses],
    ["It takes back", claim.withdraws],
    ["It was replaced by", claim.replacedBy ? [claim.replacedBy] : []],
  ];
  const named = kinds.flatMap(([heading, ids]) => claimList(context, heading, (ids ?? []).flatMap((id) => model.claims.get(id) ?? [])));
  const doubted = (claim.challenges ?? []).flatMap((id) => model.allegations.get(id) ?? []);
  return [
    ...named,
    ...section("It doubts the allegation", doubted.map((item) => make("p", {}, go(context, "allegation", item.id, item.sentence)))),
    ...claimList(context, "What answers it", publicBy(context, model.answers.get(claim.id) ?? [])),
  ];
}

/**
 * @param {Context} context
 * @param {Scene} scene
 */
function pathPanel(context, scene) {
  const { model, state } = context;
  const [from, to] = [state.from, state.to].map((id) => model.nodes.get(id)?.label ?? id);
  const path = blamePath(scene, state.from, state.to);
  const back = path ? null : blamePath(scene, state.to, state.from);
  return [
    title(`From ${from} to ${to}`),
    path || back ? null : make("p", {}, "No chain of blame leads from one to the other among what is shown."),
    path && make("p", {}, `A shortest chain of blame, ${counted(path.length, "step")}; each step is a claim.`),
    back && make("p", {}, `No chain leads this way; ${to} reaches ${from}:`),
    make("ol", { class: "claims" }, ...(path ?? back ?? []).map((link) => step(context, link))),
  ];
}

/**
 * @param {Context} context
 * @param {Link} link
 */
function step(context, link) {
  const claim = /** @type {ViewClaim} */ (link.claim);
  const item = claimItem(context, claim);
  const sources = (claim.sources ?? []).flatMap((id) => context.model.sources.get(id) ?? []);
  item.append(make("ul", { class: "cited" }, ...sources.map((source) => make("li", {}, sourceItem(source)))));
  return item;
}
