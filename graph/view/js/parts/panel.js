/** The panel: what is recorded about what is selected, or an overview. */
/** @import {Allegation, Link, Scene, ViewClaim, ViewNode} from "../types.js" */
/** @import {Context} from "./cards.js" */
import { blamePath } from "../data/blamepath.js";
import { statusAt } from "../data/model.js";
import { capital, dayWords, deniedWords, spanWords, t } from "../words/words.js";
import { allegationCard, allegedWords, badge, claimItem, go, nodeLink, nodeLinks, originsLine, publicBy, said, sourceItem, statusLine } from "./cards.js";
import { claimPanel, claimsPanel } from "./claimpanel.js";
import { fill, make } from "./dom.js";
import { FIRST_CLAIMS, claimList, more, section, title } from "./sections.js";

const FIRST = 12;

/**
 * @typedef {object} PanelActions
 * @property {(change: Partial<import("../types.js").State>) => void} set
 * @property {(id: string) => void} expand
 * @property {(id: string) => number} hidden  how many neighbours of a node are not drawn, where a graph is
 * @property {() => void} close
 */

/**
 * @param {Element} panel
 * @param {Context} context
 * @param {Scene} scene
 * @param {PanelActions} actions
 */
export function showPanel(panel, context, scene, actions) {
  const content = selected(context, scene, actions);
  const close = make("button", { type: "button", class: "close", "aria-label": t.page.back, title: t.page.back, click: actions.close }, "×");
  if (content) fill(panel, close, ...content);
  else fill(panel, ...overview(context, scene));
  panel.scrollTop = 0;
}

/**
 * @param {Context} context
 * @param {Scene} scene
 * @param {PanelActions} actions
 */
function selected(context, scene, actions) {
  const { model, state } = context;
  const claim = model.claims.get(state.claim ?? "");
  const allegation = model.allegations.get(state.allegation ?? "");
  const node = model.nodes.get(state.node ?? "");
  if (claim) return claimPanel(context, claim);
  if (allegation) return allegationPanel(context, allegation);
  if (node) return nodePanel(context, node, actions);
  const several = state.claims.flatMap((id) => model.claims.get(id) ?? []);
  if (several.length) return claimsPanel(context, several);
  return state.from && state.to ? pathPanel(context, scene) : null;
}

/**
 * What is alleged of what passes the filters, the most spoken of first, and what else is said.
 * @param {Context} context
 * @param {Scene} scene
 */
function overview(context, scene) {
  const passing = new Set(scene.claims);
  const about = (/** @type {Allegation} */ item) => (context.model.claimsAbout.get(item.id) ?? []).filter((claim) => passing.has(claim)).length;
  const ranked = scene.allegations
    .map((allegation) => ({ allegation, weight: about(allegation) }))
    .filter(({ weight }) => weight)
    .sort((a, b) => b.weight - a.weight || (a.allegation.id < b.allegation.id ? -1 : 1))
    .map(({ allegation }) => allegation);
  const other = scene.claims.filter((claim) => !context.model.allegationsOf.get(claim.id)?.length);
  return [
    title(t.panel.overview),
    make("p", { class: "hint" }, t.panel.overviewSays),
    ...cards(context, ranked),
    ...unanswered(context, ranked),
    ...claimList(context, t.panel.otherClaims, other),
    scene.claims.length ? null : make("p", {}, t.nothing),
  ];
}

/**
 * Who never answered what somebody says of them.
 * @param {Context} context
 * @param {Allegation[]} allegations
 */
function unanswered(context, allegations) {
  const silent = [...new Set(allegations.filter((item) => item.unanswered).map((item) => item.accused))];
  if (!silent.length || context.state.until !== null) return [];
  const shown = silent.slice(0, FIRST_CLAIMS);
  return section(`${t.panel.unanswered} (${silent.length})`, [make("p", { class: "hint" }, t.panel.unansweredSays), make("p", {}, nodeLinks(context, shown), silent.length > shown.length ? " …" : "")]);
}

/**
 * @param {Context} context
 * @param {Allegation[]} allegations
 * @returns {(HTMLElement|null)[]}
 */
function cards(context, allegations) {
  const rest = allegations.slice(FIRST);
  return [
    ...allegations.slice(0, FIRST).map((allegation) => allegationCard(context, allegation)),
    rest.length ? more(t.counted.moreAllegations(rest.length), () => cards(context, rest)) : null,
  ];
}

/**
 * @param {Context} context
 * @param {ViewNode} node
 * @param {PanelActions} actions
 */
function nodePanel(context, node, actions) {
  const { model, state } = context;
  const incident = node.type === "incident";
  const concerns = (/** @type {Allegation} */ item) => (incident ? item.incident : item.accused) === node.id;
  const weight = (/** @type {Allegation} */ item) => publicBy(context, model.claimsAbout.get(item.id) ?? []).length;
  const alleged = model.data.allegations.filter((item) => concerns(item) && statusAt(item, state.until) !== "unasserted").sort((a, b) => weight(b) - weight(a) || (a.id < b.id ? -1 : 1));
  const linked = new Set((model.linksOf.get(node.id) ?? []).flatMap((link) => link.claim ?? []));
  const about = (/** @type {ViewClaim} */ claim) => linked.has(claim) || (incident && (model.incidentsOf.get(claim.id) ?? []).includes(node.id));
  const shown = publicBy(context, [...model.claims.values()].filter(about));
  const own = shown.filter((claim) => claim.speakers.includes(node.id));
  const others = shown.filter((claim) => !claim.speakers.includes(node.id));
  return [
    title(incident ? (model.incidentNames.get(node.id) ?? node.label) : node.label),
    make("p", { class: "hint" }, facts(node)),
    node.description ? make("p", {}, said(node.description)) : null,
    make("p", { class: "acts" }, ...nodeActions(context, node, actions)),
    ...(incident ? [] : claimList(context, t.panel.says, own)),
    ...section(incident ? t.panel.behind : t.panel.aboutIt, cards(context, alleged)),
    ...(incident ? unanswered(context, alleged) : []),
    ...claimList(context, incident ? t.panel.claims : t.panel.others, incident ? shown : others),
    ...identity(node),
  ];
}

/**
 * @param {Context} context
 * @param {ViewNode} node
 * @param {PanelActions} actions
 */
function nodeActions({ state }, node, actions) {
  const button = (/** @type {string} */ text, /** @type {() => void} */ click) => make("button", { type: "button", click }, text);
  const hidden = actions.hidden(node.id);
  return [
    node.type === "incident" && state.incident !== node.id ? button(t.panel.narrow, () => actions.set({ incident: node.id, picture: "" })) : null,
    node.type === "actor" && state.near !== node.id ? button(t.panel.near, () => actions.set({ near: node.id, picture: "graph" })) : null,
    state.near ? button(t.panel.everything, () => actions.set({ near: "" })) : null,
    hidden ? button(t.show(t.counted.neighbours(hidden)), () => actions.expand(node.id)) : null,
  ];
}

/** @param {ViewNode} node */
function facts(node) {
  const parts = [
    capital(t.kinds[node.kind] ?? node.kind),
    node.when ? t.panel.dated(spanWords(node.when)) : "",
    node.victims ? t.panel.victims(node.victims.join(", ")) : "",
    node.partOf ? t.panel.partOf(node.partOf.join(", ")) : "",
    node.speaksFor ? t.panel.speaksFor(node.speaksFor.join(", ")) : "",
    node.counted ? t.panel.counted(node.counted.join(", ")) : "",
  ];
  return parts.filter(Boolean).join(" · ");
}

/** @param {ViewNode} node */
function identity(node) {
  const others = node.names.filter((name) => name !== node.label);
  return [
    others.length ? make("p", { class: "hint" }, t.panel.also(others.join(", "))) : null,
    node.wikidata ? make("p", { class: "hint" }, `Wikidata: ${node.wikidata}`) : null,
  ];
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
  const change = (/** @type {[string, string, import("../types.js").Denial|null]} */ [day, label, denied]) =>
    make("li", {}, make("span", { class: "when" }, dayWords(day)), badge(label), denied && make("span", { class: "by" }, ` ${deniedWords(denied)}`));
  return [
    title(allegedWords(model, allegation)),
    make("p", { class: "status" }, ...statusLine(context, allegation), " ", t.statusSays[status] ?? ""),
    originsLine(allegation),
    make("p", {}, `${t.panel.accused}: `, nodeLink(context, allegation.accused), ` · ${t.panel.incident}: `, nodeLink(context, allegation.incident)),
    allegation.unanswered && state.until === null ? make("p", {}, make("strong", {}, t.panel.unanswered)) : null,
    ...section(t.panel.history, past.length ? [make("ol", { class: "history" }, ...past.map(change))] : []),
    ...section(t.panel.rivals, rivals.map((rival) => make("p", {}, go(context, "allegation", rival.id, allegedWords(model, rival)), " ", ...statusLine(context, rival)))),
    ...claimList(context, t.panel.inOrder, publicBy(context, model.claimsAbout.get(allegation.id) ?? [])),
  ];
}

/**
 * @param {Context} context
 * @param {Scene} scene
 */
function pathPanel(context, scene) {
  const { model, state } = context;
  const [from, to] = [state.from, state.to].map((id) => model.nodes.get(id)?.label ?? id);
  const path = blamePath(model, scene, state.from, state.to);
  const back = path ? null : blamePath(model, scene, state.to, state.from);
  return [
    title(t.panel.fromTo(from, to)),
    path || back ? null : make("p", {}, t.panel.noChain),
    path && make("p", {}, t.panel.chain(t.counted.steps(path.length))),
    back && make("p", {}, t.panel.backChain(to, from)),
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
