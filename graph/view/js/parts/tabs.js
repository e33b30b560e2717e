/** The pictures as tabs. */
/** @import {Picture} from "../types.js" */
import { TABS } from "../data/state.js";
import { t } from "../words/words.js";
import { fill, make } from "./dom.js";

/**
 * @param {HTMLElement} element
 * @param {(picture: Picture) => void} choose
 */
export function createTabs(element, choose) {
  const tabs = TABS.map((name) =>
    make("button", { type: "button", role: "tab", id: `tab-${name}`, "aria-controls": "drawing", title: t.picturesSay[name], click: () => choose(name) }, t.pictures[name]));
  element.setAttribute("aria-label", t.page.pictures);
  element.addEventListener("keydown", (event) => {
    const here = tabs.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
    const to = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (to === undefined || here < 0) return;
    event.preventDefault();
    const tab = tabs[(to + tabs.length) % tabs.length];
    tab.focus();
    tab.click();
  });
  fill(element, ...tabs);
  return {
    /** @param {Picture} shown */
    update(shown) {
      tabs.forEach((tab, place) => {
        const on = TABS[place] === shown;
        tab.setAttribute("aria-selected", String(on));
        tab.tabIndex = on ? 0 : -1;
      });
    },
  };
}
