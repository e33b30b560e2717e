/** A picture that is drawn as SVG text, in the page: safe, with marks that can be chosen by pointer, finger and keyboard. */
/** @import {Concern} from "../data/subject.js" */

const NAMESPACE = "http://www.w3.org/2000/svg";
/** Elements and attributes that may run, fetch or style something; a picture needs none of them. */
const REFUSED = "script, style, foreignObject, image, use, a, animate, set, iframe, object, embed";
const MARKS = "[data-claim], [data-claims], [data-allegation], [data-actor], [data-incident]";

/** @typedef {"claim"|"allegation"|"claims"|"node"} Chosen */

/**
 * The picture as an element, none where the text is no SVG.
 * @param {string} text
 */
export function parsePicture(text) {
  const root = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
  if (root.namespaceURI !== NAMESPACE || root.localName !== "svg") throw new Error("a picture is no SVG");
  for (const element of root.querySelectorAll(REFUSED)) element.remove();
  for (const element of [root, ...root.querySelectorAll("*")]) {
    for (const { name } of [...element.attributes]) if (/^on|^style$|href$/i.test(name)) element.removeAttribute(name);
  }
  return /** @type {SVGSVGElement} */ (document.importNode(/** @type {Element} */ (root), true));
}

/**
 * @param {HTMLElement} container
 * @param {(what: Chosen, id: string) => void} choose
 */
export function createPicture(container, choose) {
  container.addEventListener("click", (event) => chosen(event.target, choose));
  container.addEventListener("keydown", (event) => {
    const marks = [.../** @type {NodeListOf<SVGElement>} */ (container.querySelectorAll(MARKS))];
    const here = marks.indexOf(/** @type {SVGElement} */ (document.activeElement));
    if (event.key === "Enter" || event.key === " ") {
      if (here < 0) return;
      event.preventDefault();
      return chosen(marks[here], choose);
    }
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step === undefined || here < 0) return;
    event.preventDefault();
    marks[Math.min(marks.length - 1, Math.max(0, here + step))].focus();
  });
  return {
    /**
     * @param {string} svg
     * @param {Concern|null} concern  what stays clear while the rest is faint
     */
    show(svg, concern) {
      const focused = keyOf(document.activeElement);
      const inside = container.contains(document.activeElement);
      const root = parsePicture(svg);
      light(root, concern);
      container.replaceChildren(root);
      if (inside && focused) markBy(container, focused)?.focus({ preventScroll: true });
    },
    /** The mark of what was chosen. @param {Chosen} what @param {string|null} id */
    markOf: (what, id) => (id ? markBy(container, `${what} ${id}`) : undefined),
  };
}

/** @param {Element|null} element */
function keyOf(element) {
  const { claim, claims, allegation, actor, incident } = /** @type {SVGElement|null} */ (element)?.dataset ?? {};
  if (claim) return `claim ${claim}`;
  if (claims) return `${claims.includes(" ") ? "claims" : "claim"} ${claims}`;
  if (allegation) return `allegation ${allegation}`;
  return actor || incident ? `node ${actor ?? incident}` : "";
}

/**
 * @param {HTMLElement} container
 * @param {string} key
 */
function markBy(container, key) {
  return [.../** @type {NodeListOf<SVGElement>} */ (container.querySelectorAll(MARKS))].find((element) => keyOf(element) === key);
}

/**
 * @param {EventTarget|null} target
 * @param {(what: Chosen, id: string) => void} choose
 */
function chosen(target, choose) {
  const mark = target instanceof Element ? target.closest(MARKS) : null;
  const key = keyOf(mark);
  const at = key.indexOf(" ");
  if (at > 0) choose(/** @type {Chosen} */ (key.slice(0, at)), key.slice(at + 1));
}

/**
 * What the selection does not concern becomes faint.
 * @param {Element} root
 * @param {Concern|null} concern
 */
function light(root, concern) {
  if (!concern) return;
  let lit = 0;
  const marks = /** @type {NodeListOf<SVGElement>} */ (root.querySelectorAll(MARKS));
  for (const mark of marks) {
    const clear = isConcerned(mark.dataset, concern);
    mark.classList.toggle("lit", clear);
    lit += Number(clear);
  }
  root.classList.toggle("chosen", lit > 0);
}

/**
 * @param {DOMStringMap} mark
 * @param {Concern} concern
 */
function isConcerned({ claim, claims, allegation, actor, incident }, concern) {
  if (claim) return concern.claims.has(claim);
  if (claims) return claims.split(" ").some((id) => concern.claims.has(id));
  return allegation ? concern.allegations.has(allegation) : concern.nodes.has(actor ?? incident ?? "");
}
