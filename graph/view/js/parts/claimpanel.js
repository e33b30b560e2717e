/** What the panel says of a claim, or of several that one mark stands for. */
/** @import {ViewClaim} from "../types.js" */
/** @import {Context} from "./cards.js" */
import { lookOf } from "../graph/palette.js";
import { dateWords, outcomeWords, placeWords, quoteWords, t, voiceWords } from "../words/words.js";
import { actName, allegationCard, allegedWords, codedMark, confidenceWords, go, nodeLink, nodeLinks, originsLine, publicBy, said, sourceItem, withdrawnMark } from "./cards.js";
import { make } from "./dom.js";
import { claimList, section, title } from "./sections.js";
import { swatch } from "../graph/swatch.js";

/**
 * @param {Context} context
 * @param {ViewClaim} claim
 */
export function claimPanel(context, claim) {
  const { model } = context;
  const alleged = model.allegationsOf.get(claim.id) ?? [];
  const sources = (claim.sources ?? []).flatMap((id) => model.sources.get(id) ?? []);
  const evidence = [...(claim.evidence ?? []), ...(claim.challenges ?? [])].flatMap((id) => model.evidence.get(id) ?? []);
  const item = (/** @type {import("../types.js").Evidence} */ each) => make("li", {}, said(each.summary) ?? each.label, evidenceNote(each));
  return [
    title(claim.sentence),
    make(
      "dl",
      { class: "facts" },
      ...row(t.claim.kind, make("span", { class: "kind" }, swatch(lookOf(claim)), actName(context, claim), withdrawnMark(context, claim), codedMark(claim))),
      ...row(claim.speakers.length > 1 ? t.claim.speakers : t.claim.speaker, nodeLinks(context, claim.speakers)),
      ...row(t.claim.known, voiceWords(claim.voice)),
      ...row(t.claim.outcome, claim.outcome && outcomeWords(claim.outcome)),
      ...row(t.claim.condition, claim.condition),
      ...row(t.claim.date, dateWords(claim.date)),
      ...row(t.claim.public, claim.publicDate && dateWords(claim.publicDate)),
      ...row(t.claim.quote, quoteWords(claim.quote)),
      ...row(t.claim.confidence, confidenceWords(claim.confidence)),
      ...row(t.claim.likelihood, confidenceWords(claim.likelihood)),
      ...row(t.claim.short, said(claim.summary)),
      ...row(t.claim.figure, claim.quantity),
      ...row(t.claim.evidence, evidence.length ? make("ul", {}, ...evidence.map(item)) : null),
      ...row(t.claim.source, sources.length ? make("ul", {}, ...sources.map((source) => make("li", {}, sourceItem(source)))) : t.claim.none),
      ...row(t.claim.note, claim.retracted && t.claim.retracted),
      ...row(t.claim.where, claim.places?.map(placeWords).join("; ")),
      ...row(t.claim.incident, claim.incident && nodeLink(context, claim.incident)),
      ...row(t.claim.dataset, claim.dataset),
    ),
    ...relations(context, claim),
    ...section(t.claim.status, alleged.flatMap((each) => [allegationCard(context, each), originsLine(each)])),
  ];
}

/**
 * Several claims that a mark stands for: mostly what one says of another.
 * @param {Context} context
 * @param {ViewClaim[]} claims
 */
export function claimsPanel(context, claims) {
  const { model } = context;
  const label = (/** @type {string} */ id) => model.nodes.get(id)?.label ?? id;
  const speakers = new Set(claims.flatMap((claim) => claim.speakers));
  const accused = new Set(claims.flatMap((claim) => claim.accused ?? []));
  const [[from], [to]] = [[...speakers], [...accused]];
  const named = speakers.size === 1 && accused.size === 1;
  return [
    title(named ? t.panel.between(label(from), label(to)) : t.counted.claims(claims.length)),
    named ? make("p", {}, nodeLink(context, from), " → ", nodeLink(context, to)) : null,
    ...claimList(context, t.panel.otherClaims, [...claims].sort((a, b) => ((a.public ?? "9") < (b.public ?? "9") ? -1 : 1))),
  ];
}

/** @param {import("../types.js").Evidence} item */
function evidenceNote(item) {
  const notes = [item.heldBy && t.claim.held(item.heldBy), item.disclosed === false && t.claim.undisclosed, item.disclosed && t.claim.disclosed];
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
    [t.claim.responds, claim.respondsTo],
    [t.claim.doubts, claim.challenges],
    [t.claim.backs, claim.endorses],
    [t.claim.takesBack, claim.withdraws],
    [t.claim.replaced, claim.replacedBy ? [claim.replacedBy] : []],
  ];
  const named = kinds.flatMap(([heading, ids]) => claimList(context, heading, (ids ?? []).flatMap((id) => model.claims.get(id) ?? [])));
  const doubted = (claim.challenges ?? []).flatMap((id) => model.allegations.get(id) ?? []);
  return [
    ...named,
    ...section(t.claim.doubtsAllegation, doubted.map((item) => make("p", {}, go(context, "allegation", item.id, allegedWords(model, item))))),
    ...claimList(context, t.claim.answers, publicBy(context, model.answers.get(claim.id) ?? [])),
  ];
}
