/** Pieces of SVG as text: no document is needed, and nothing that a strict content security policy refuses. */
import { shortened } from "./measure.js";

/** @typedef {Record<string, string|number|boolean|null|undefined>} Attributes */

export const SANS = "Liberation Sans, Arial, Helvetica, DejaVu Sans, sans-serif";
const ESCAPES = /** @type {Record<string, string>} */ ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" });
/** What XML 1.0 cannot carry, whatever the escape. */
const UNWRITABLE = /[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/** @param {unknown} text */
export function escaped(text) {
  return String(text).replace(UNWRITABLE, "�").replace(/[&<>"]/g, (sign) => ESCAPES[sign]);
}

/** A coordinate in hundredths of a pixel. @param {number} number */
export function neat(number) {
  return String(Math.round(number * 100) / 100);
}

/**
 * @param {string} name
 * @param {Attributes} attributes  null, undefined and false are left out
 * @param {string[]} content       SVG
 */
export function element(name, attributes, ...content) {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== null && value !== undefined && value !== false)
    .map(([key, value]) => ` ${key}="${typeof value === "number" ? neat(value) : escaped(value)}"`);
  const inner = content.join("");
  return inner ? `<${name}${written.join("")}>${inner}</${name}>` : `<${name}${written.join("")}/>`;
}

/** @param {string} text */
export function tooltip(text) {
  return text ? `<title>${escaped(text)}</title>` : "";
}

/**
 * A line of text. With `room` it is shortened to fit, and its whole text is told when one points at it.
 * @param {string} text
 * @param {{x: number, y: number, size: number, fill: string, bold?: boolean, anchor?: "start"|"middle"|"end", room?: number,
 *   struck?: boolean, italic?: boolean, whole?: string, turn?: number, data?: Attributes}} look
 */
export function textLine(text, { x, y, size, fill, bold, anchor, room, struck, italic, whole = text, turn, data = {} }) {
  const shown = room === undefined ? text : shortened(text, room, size, bold);
  return element(
    "text",
    {
      x, y, "font-size": size, fill, "font-weight": bold ? 700 : null, "text-anchor": anchor === "start" ? null : anchor,
      "text-decoration": struck ? "line-through" : null, "font-style": italic ? "italic" : null,
      transform: turn ? `rotate(${neat(turn)} ${neat(x)} ${neat(y)})` : null, ...data,
    },
    escaped(shown), shown === whole ? "" : tooltip(whole),
  );
}

/**
 * A name that can be chosen: all its lines are one button, and become faint together. It is told by a
 * title, as a label that differs from what is seen (a hyphen at the end of a line) is refused.
 * @param {string} name  what is read out
 * @param {Attributes} data  what it names
 * @param {string[]} lines  SVG
 */
export function nameButton(name, data, lines) {
  return element("g", { role: "button", tabindex: 0, ...data }, tooltip(name), ...lines);
}

/** @param {number} x1 @param {number} y1 @param {number} x2 @param {number} y2 @param {string} stroke @param {Attributes} [more] */
export function straight(x1, y1, x2, y2, stroke, more = {}) {
  return element("line", { x1, y1, x2, y2, stroke, ...more });
}
