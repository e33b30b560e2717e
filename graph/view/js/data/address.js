/** The address of the page follows the state: one step back for each step on. */
/** @import {State, Store} from "../types.js" */
import { formatState, parseState } from "./state.js";

/** Browsers refuse hundreds of changes in a row. */
const REST = 150;

/** @param {Store} store */
export function followAddress(store) {
  let gliding = false;
  let waiting = 0;
  const write = (/** @type {"pushState"|"replaceState"} */ way, /** @type {State} */ state) => {
    clearTimeout(waiting);
    const address = `#${formatState(state)}`;
    if (address !== (location.hash || "#")) history[way](null, "", address);
  };
  store.subscribe((state, _, how) => {
    if (how === "back") return void (gliding = false);
    if (how === "step") {
      // The step after a slider has come to rest ends what the slider began.
      write("pushState", state);
      gliding = false;
    } else if (!gliding) {
      write("pushState", state);
      gliding = true;
    } else {
      clearTimeout(waiting);
      waiting = window.setTimeout(() => write("replaceState", store.get()), REST);
    }
  });
  addEventListener("popstate", () => store.set(parseState(location.hash), "back"));
  return { rest: () => void (gliding = false) };
}
