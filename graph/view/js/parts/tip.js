/** The line that says what the pointer is on. */
/** @import {Model, Point, State} from "../types.js" */
/** @import {Hit} from "../graph/stage.js" */
import { deniedAt, statusAt, withdrawnAt } from "../data/model.js";
import { dateWords, deniedWords, t } from "../words/words.js";
import { allegedWords } from "./cards.js";
import { fill } from "./dom.js";

/**
 * @param {HTMLElement} element
 * @param {Model} model
 * @param {() => State} state
 */
export function createTip(element, model, state) {
  const hide = () => void (element.hidden = true);
  return {
    hide,
    /**
     * @param {Hit} hit
     * @param {Point} at
     */
    show(hit, at) {
      const text = wording(hit, model, state());
      if (!text) return hide();
      fill(element, text);
      element.hidden = false;
      const width = element.parentElement?.clientWidth ?? 0;
      element.style.left = `${Math.max(4, Math.min(at.x + 14, width - element.offsetWidth - 8))}px`;
      element.style.top = `${at.y + 18}px`;
    },
  };
}

/**
 * @param {Hit} hit
 * @param {Model} model
 * @param {State} state
 */
function wording(hit, model, state) {
  const node = hit.node && model.nodes.get(hit.node);
  if (node) return t.tip.node(node.label, t.kinds[node.kind] ?? node.kind, t.counted.lines(node.degree));
  const line = hit.stroke?.line;
  if (line && line.claims.length > 1) return t.tip.many(line.from.label, line.to.label, t.counted.claims(line.claims.length));
  if (line?.claim) return `${line.claim.sentence} (${dateWords(line.claim.date)})${withdrawnAt(line.claim, state.until) ? t.tip.withdrawn : ""}`;
  if (!line?.allegation) return "";
  const denied = deniedWords(deniedAt(line.allegation, state.until));
  const status = statusAt(line.allegation, state.until);
  return `${allegedWords(model, line.allegation)}: ${t.statuses[status] ?? status}${denied && ` (${denied})`}`;
}
