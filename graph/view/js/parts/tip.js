/** The line that says what the pointer is on. */
/** @import {Model, Point, State} from "../types.js" */
/** @import {Hit} from "../graph/stage.js" */
import { fill } from "./dom.js";
import { deniedAt, statusAt, withdrawnAt } from "../data/model.js";
import { counted } from "../words/words.js";

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
  if (node) return `${node.label} (${node.kind}), ${counted(node.degree, "line")}`;
  const link = hit.stroke?.link;
  if (link?.claim) return `${link.claim.sentence} (${link.claim.dateWords})${withdrawnAt(link.claim, state.until) ? ", withdrawn since" : ""}`;
  if (!link?.allegation) return "";
  const denied = deniedAt(link.allegation, state.until);
  return `The allegation ${link.allegation.sentence}: ${statusAt(link.allegation, state.until)}${denied && ` (${denied})`}`;
}
