/** Signs of claims along the axis, each at its day; those that would cover each other are piled up. */
/** @import {ViewClaim} from "../types.js" */
/** @import {Axis} from "./axis.js" */
/** @import {Canvas} from "./frame.js" */
import { spanOf } from "./days.js";
import { REACH, claimMark } from "./marks.js";
import { element, straight, textLine, tooltip } from "./svg.js";
import { howMany } from "./words.js";

/** How far apart the middles of two signs are, at least. */
export const PITCH = 2 * REACH + 2;

/**
 * @typedef {{claim: ViewClaim, x: number, level: number, from: number, to: number}} Placed
 * @typedef {{placed: Placed[], more: {x: number, level: number, claims: ViewClaim[]}[], levels: number}} Swarm
 */

/**
 * Where signs go: at their day, on the lowest level that has room; what is higher than `most` levels becomes a number.
 * @param {ViewClaim[]} claims  in order of date
 * @param {Axis} axis
 * @param {number} most
 * @returns {Swarm}
 */
export function swarm(claims, axis, most) {
  /** @type {number[][]} */
  const levels = [];
  /** @type {Placed[]} */
  const placed = [];
  /** @type {Swarm["more"]} */
  const more = [];
  for (const claim of claims) {
    const { x, from, to } = axis.place(spanOf(claim));
    let level = levels.findIndex((taken) => taken.every((other) => Math.abs(other - x) >= PITCH));
    if (level < 0) level = levels.length;
    if (level < most) {
      (levels[level] ??= []).push(x);
      placed.push({ claim, x, level, from, to });
    } else {
      const near = more.find((pile) => Math.abs(pile.x - x) < 34);
      if (near) near.claims.push(claim);
      else more.push({ x, level: most, claims: [claim] });
    }
  }
  return { placed, more, levels: levels.length + (more.length ? 1 : 0) };
}

/** The signs beside which a line is drawn: the date may be any day of it, and these reach farther than the sign. @param {Swarm} found */
export function uncertain({ placed }) {
  return placed.filter(({ from, to, x }) => to - from > PITCH || Math.abs(x - from) > PITCH);
}

/** What these lines say. @param {Canvas} canvas @returns {import("./frame.js").Key} */
export function uncertainKey({ words, theme }) {
  return { text: words.texts.whisker, draw: (x, y) => straight(x - 8, y, x + 8, y, theme.acts.attribution, { "stroke-width": 1.2, opacity: 0.55 }) };
}

/**
 * @param {Swarm} found
 * @param {number} base  the middle of the first level
 * @param {1|-1} down    which way the levels go
 * @param {Canvas} canvas
 */
export function drawSwarm(found, base, down, canvas) {
  const { placed, more } = found;
  const { theme, words, says, until } = canvas;
  const whiskers = uncertain(found).map(({ claim, from, to, level }) => {
    const y = base + down * level * PITCH;
    return straight(from, y, to, y, theme.acts[claim.look ?? /** @type {import("../graph/palette.js").Look} */ (claim.act)], { "stroke-width": 1.2, opacity: 0.55 });
  });
  const signs = placed.map(({ claim, x, level }) => claimMark(claim, x, base + down * level * PITCH, { theme, until, says: says(claim) }));
  const piles = more.map(({ x, level, claims }) => {
    const y = base + down * (level * PITCH + 1);
    const text = `+${claims.length}`;
    return element("g", { class: "pile" }, tooltip(`${howMany(claims.length, "claims", words)}: ${claims.map(says).join("; ")}`),
      textLine(text, { x, y: y + 4, size: 12, fill: theme.ink, bold: true, anchor: "middle", whole: text }));
  });
  return whiskers.join("") + signs.join("") + piles.join("");
}
