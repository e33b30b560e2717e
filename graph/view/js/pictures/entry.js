/** How Python has a picture drawn: text in, text out. */
import { createModel } from "../data/model.js";
import { START } from "../data/state.js";
import { draw } from "./draw.js";

/**
 * @param {string} data     the data of a view
 * @param {string} request  `name`, `state` (what differs from the start), `size`, `theme` and `words`
 */
export function drawnText(data, request) {
  const { name, state, size, theme, words } = JSON.parse(request);
  return JSON.stringify(draw(name, createModel(JSON.parse(data)), { ...START, ...state }, size, theme, words));
}
