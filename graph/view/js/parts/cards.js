/** The pieces that the panel is made of. */
/** @import {Allegation, Confidence, Model, Source, State, ViewClaim, Wording} from "../types.js" */
import { make, safeUrl } from "./dom.js";
import { deniedAt, statusAt, withdrawnAt } from "../data/model.js";
import { lookOf } from "../graph/palette.js";
import { isContested } from "../data/scene.js";
import { swatch } from "../graph/swatch.js";
import { dateWords, deniedWords, joint, outcomeWords, pictureWords, t, voiceWords } from "../words/words.js";

/**
 * @typedef {object} Context
 * @property {Model} model
 * @property {State} state
 * @property {(what: "node"|"claim"|"allegation"|"claims", id: string) => void} select
 */

/**
 * A text in the language that it is in.
 * @param {Wording|undefined} wording
 */
export function said(wording) {
  if (!wording?.text) return null;
  return make("span", wording.lang && wording.lang !== "und" ? { lang: wording.lang } : {}, wording.text);
}

/**
 * A button that looks like a link and selects a thing of the graph.
 * @param {Context} context
 * @param {"node"|"claim"|"allegation"} what
 * @param {string} id
 * @param {string} text
 */
export function go(context, what, id, text) {
  return make("button", { type: "button", class: "go", click: () => context.select(what, id) }, text);
}

/**
 * @param {Context} context
 * @param {string} id
 */
export function nodeLink(context, id) {
  const node = context.model.nodes.get(id);
  return node ? go(context, "node", id, node.label) : make("span", {}, id.split("/").pop());
}

/**
 * @param {Context} context
 * @param {string[]} ids
 */
export function nodeLinks(context, ids) {
  return make("span", {}, ...ids.flatMap((id, place) => [place ? ", " : "", nodeLink(context, id)]));
}

/**
 * What an allegation says, in the language of the page: "The allegation that North Korea carried out Sony Pictures intrusion".
 * @param {Model} model
 * @param {Allegation} allegation
 */
export function allegedWords(model, { sentence, accused, role, incident }) {
  const name = (/** @type {string} */ id) => model.incidentNames.get(id) ?? model.nodes.get(id)?.label ?? id.split("/").pop();
  return t.panel.allegation(sentence, name(accused), pictureWords.roles[role] ?? role, name(incident));
}

/**
 * Those who made a claim as one: "FBI with CISA and NSA".
 * @param {Context} context
 * @param {ViewClaim} claim
 */
export function speakersOf({ model }, claim) {
  return joint(claim.speakers.map((id) => model.nodes.get(id)?.label ?? id.split("/").pop() ?? id));
}

/** @param {string} status */
export function badge(status) {
  return make("span", { class: isContested(status) ? "badge contested" : "badge", "data-status": status }, t.statuses[status] ?? status);
}

/**
 * The status of an allegation, with by whom it was denied.
 * @param {Context} context
 * @param {Allegation} allegation
 */
export function statusLine({ state }, allegation) {
  const denied = deniedWords(deniedAt(allegation, state.until));
  return [badge(statusAt(allegation, state.until)), denied && make("span", { class: "by" }, ` ${denied}`)];
}

/**
 * What is said of a claim that was taken back; nothing of others.
 * @param {Context} context
 * @param {ViewClaim} claim
 */
export function withdrawnMark({ state }, claim) {
  return withdrawnAt(claim, state.until) ? make("span", { class: "withdrawn" }, t.panel.withdrawn) : null;
}

/**
 * What is said of a claim that no speaker made, but the coder of a data set.
 * @param {ViewClaim} claim
 */
export function codedMark(claim) {
  return claim.coder ? make("span", { class: "withdrawn" }, t.panel.coded) : null;
}

/**
 * The claims that are public by the date of the slider.
 * @param {Context} context
 * @param {ViewClaim[]} claims
 */
export function publicBy({ state }, claims) {
  return claims.filter((claim) => state.until === null || (claim.public !== undefined && claim.public <= state.until));
}

/**
 * Who accuses, claims, denies, doubts and takes back, each with the date of the first time.
 * @type {[string, (act: import("../types.js").Act) => boolean][]}
 */
const VOICES = [
  ["accused", (act) => act.does === "alleges" && !act.own],
  ["backed", (act) => act.does === "backs"],
  ["claimed", (act) => act.does === "alleges" && act.own],
  ["denied", (act) => act.does === "denies"],
  ["doubted", (act) => act.does === "doubts"],
  ["withdrawn", (act) => act.does === "withdraws"],
  ["declined", (act) => act.does === "declines"],
  ["decided", (act) => act.does === "decides"],
];

/**
 * An allegation at a glance: its status, and who says what since when.
 * @param {Context} context
 * @param {Allegation} allegation
 */
export function allegationCard(context, allegation) {
  const claims = publicBy(context, context.model.claimsAbout.get(allegation.id) ?? []);
  const rows = VOICES.flatMap(([title, speaks]) => voiceRow(context, t.voices[title], claims.filter((claim) => speaks(context.model.data.acts[claim.act]))));
  return make(
    "article",
    { class: "card" },
    make("h3", {}, go(context, "allegation", allegation.id, allegedWords(context.model, allegation))),
    make("p", { class: "status" }, ...statusLine(context, allegation)),
    make("dl", { class: "voices" }, ...rows),
  );
}

/**
 * @param {Context} context
 * @param {string} title
 * @param {ViewClaim[]} claims
 */
function voiceRow(context, title, claims) {
  if (!claims.length) return [];
  /** @type {Map<string, ViewClaim>} */
  const first = new Map();
  for (const claim of claims) {
    const speakers = speakersOf(context, claim);
    const key = claim.outcome ? claim.id : speakers; // of one court, the last decision matters as much as the first
    if (!first.has(key)) first.set(key, claim);
  }
  const voices = [...first.values()].map((claim) =>
    make(
      "li",
      {},
      go(context, "claim", claim.id, speakersOf(context, claim)),
      make("span", { class: "when" }, [claim.outcome && outcomeWords(claim.outcome), dateWords(claim.date)].filter(Boolean).join(", ")),
      withdrawnMark(context, claim),
      codedMark(claim),
    ),
  );
  return [make("dt", {}, swatch(lookOf(claims[0])), title), make("dd", {}, make("ul", {}, ...voices))];
}

/**
 * A claim as one line of a list.
 * @param {Context} context
 * @param {ViewClaim} claim
 */
export function claimItem(context, claim) {
  return make(
    "li",
    { class: "claim" },
    swatch(lookOf(claim)),
    make("div", {}, make("span", { class: "when" }, dateWords(claim.date)), go(context, "claim", claim.id, claim.sentence), withdrawnMark(context, claim), codedMark(claim), notesOf(claim), confidenceLine(claim.confidence), evidenceLine(context, claim)),
  );
}

/**
 * What a claim rests on, of what it names itself.
 * @param {Context} context
 * @param {ViewClaim} claim
 */
function evidenceLine({ model }, claim) {
  const named = (claim.evidence ?? []).flatMap((id) => model.evidence.get(id)?.label ?? []);
  return named.length ? make("span", { class: "words" }, t.claim.rests, named.join("; ")) : null;
}

/** How a claim is known, and on which condition it was made. @param {ViewClaim} claim */
function notesOf(claim) {
  const notes = [voiceWords(claim.voice), claim.condition && t.panel.condition(claim.condition), claim.retracted && t.panel.retracted];
  const said = notes.filter(Boolean).join("; ");
  return said ? make("span", { class: "hint" }, ` (${said})`) : null;
}

/** @param {Confidence|undefined} confidence */
function confidenceLine(confidence) {
  return confidence?.words ? make("q", { class: "words" }, confidence.words) : null;
}

/** @param {Confidence|undefined} confidence */
export function confidenceWords(confidence) {
  if (!confidence) return null;
  const graded = [confidence.scale, confidence.grade].filter(Boolean).join(": ");
  const number = confidence.value === undefined ? "" : t.of100(confidence.value);
  const range = number && graded ? ` = ${number} (STIX 2.1)` : number; // without a scale, the speaker gave the number
  return make("span", {}, confidence.words ? make("q", {}, confidence.words) : null, graded ? ` ${graded}${range}` : range);
}

/**
 * A source, as a link only when its address is one that a browser may safely follow.
 * @param {Source} source
 */
export function sourceItem(source) {
  const url = safeUrl(source.url);
  const title = said(source.title) ?? source.id;
  const rest = [source.publisher, dateWords(source.date), source.language && t.source.language(languageName(source.language)), source.retracted && t.source.retracted(dateWords(source.retracted))].filter(Boolean).join(", ");
  return make(
    "span",
    { class: "source" },
    url ? make("a", { href: url, rel: "noopener noreferrer", target: "_blank" }, title) : title,
    ...(source.gloss ? [" [", said(source.gloss), "]"] : []),
    ` (${rest})`,
    source.url && !url ? make("span", { class: "hint" }, t.source.unlinked(source.url)) : null,
  );
}

/**
 * @param {Allegation} allegation
 */
export function originsLine({ origins }) {
  if (!origins) return null;
  const { outlets, roots, low, high } = origins;
  const independent = low === high ? `${low}` : t.range(low, high);
  return make("p", { class: "origins" }, make("strong", {}, t.origins(independent)), t.originsSay(outlets, roots), outlets && !high ? t.originsCircle : "");
}

/**
 * @param {Context} context
 * @param {ViewClaim} claim
 */
export function actName(context, claim) {
  return nameOfAct(context.model, claim.act);
}

/**
 * @param {Model} model
 * @param {string} act
 */
export function nameOfAct(model, act) {
  return t.acts[act]?.name ?? model.data.acts[act].name;
}

/**
 * The name of a language, in the language of the page.
 * @param {string} tag
 */
function languageName(tag) {
  try {
    return new Intl.DisplayNames([t.locale], { type: "language" }).of(tag) ?? tag;
  } catch {
    return tag; // no tag of a language, which a source may well claim to have
  }
}
