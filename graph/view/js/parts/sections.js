/** The sections of the panel, and lists that are shown a part at a time. */
/** @import {ViewClaim} from "../types.js" */
/** @import {Context} from "./cards.js" */
import { t } from "../words/words.js";
import { claimItem } from "./cards.js";
import { make } from "./dom.js";

/** How many claims of a list are shown at first. */
export const FIRST_CLAIMS = 40;

/** @param {string} text */
export function title(text) {
  return make("h2", { tabindex: "-1" }, text);
}

/**
 * A button that gives way to what it promises, to the first of which the focus goes.
 * @param {string} text
 * @param {() => (Node|null)[]} build
 * @returns {HTMLElement}
 */
export function more(text, build) {
  const button = make("button", { type: "button", class: "more" }, t.show(text));
  button.addEventListener("click", () => {
    const built = build().filter((node) => node !== null);
    button.replaceWith(...built);
    /** @type {HTMLElement|undefined} */ (built.flatMap((node) => (node instanceof Element ? [.../** @type {NodeListOf<HTMLElement>} */ (node.querySelectorAll("button"))] : []))[0])?.focus();
  });
  return button;
}

/**
 * @param {string} heading
 * @param {(Node|null)[]} content
 */
export function section(heading, content) {
  return content.length ? [make("h3", { class: "section" }, heading), ...content] : [];
}

/**
 * @param {Context} context
 * @param {string} heading
 * @param {ViewClaim[]} claims
 */
export function claimList(context, heading, claims) {
  return claims.length ? section(`${heading} (${claims.length.toLocaleString(t.locale)})`, [make("ol", { class: "claims" }, ...claimItems(context, claims))]) : [];
}

/**
 * @param {Context} context
 * @param {ViewClaim[]} claims
 * @returns {HTMLElement[]}
 */
function claimItems(context, claims) {
  const rest = claims.slice(FIRST_CLAIMS);
  const items = claims.slice(0, FIRST_CLAIMS).map((claim) => claimItem(context, claim));
  if (!rest.length) return items;
  const last = make("li", {});
  last.append(more(t.counted.moreClaims(rest.length), () => {
    const built = claimItems(context, rest);
    last.after(...built);
    requestAnimationFrame(() => last.remove());
    return built.slice(0, 1);
  }));
  return [...items, last];
}
