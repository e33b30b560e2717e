/** What stands around every picture: its headline, the legend of the signs that are used, and what it is drawn from. */
/** @import {Model, ViewClaim} from "../types.js" */
/** @import {Look, Theme} from "../graph/palette.js" */
/** @import {PictureState} from "./subject.js" */
/** @import {Words} from "./words.js" */
import { lookOf } from "../graph/palette.js";
import { withdrawnAt } from "../data/model.js";
import { dayNumber } from "./days.js";
import { shape } from "./marks.js";
import { textWidth, wrapped } from "./measure.js";
import { SANS, element, straight, textLine, tooltip } from "./svg.js";
import { dayText, filled, howMany } from "./words.js";

/**
 * @typedef {{width: number, height?: number, title?: string, bare?: boolean}} Size  without a height, the picture is as high as it
 *   needs; bare: without headline, for a page that has one
 *
 * @typedef {object} Canvas        what is needed to draw anything
 * @property {Theme} theme
 * @property {Words} words
 * @property {string|null} until
 * @property {(claim: ViewClaim) => string} says   who said what, and when
 *
 * @typedef {{left: number, top: number, width: number, height: number|null}} Room   height null: as much as is needed
 * @typedef {{svg: string, height: number, shown: number, leftOut: string, left: number, claims?: ViewClaim[], legend?: Key[]}} Body  left: how
 *   many claims are not drawn; claims: those that are, where it is not all; legend: what of the picture's is in the drawing
 *
 * @typedef {{draw: (x: number, y: number) => string, text: string}} Key
 *
 * @typedef {object} Picture
 * @property {string} headline
 * @property {string} subtitle
 * @property {ViewClaim[]} claims       that it counts
 * @property {Set<Look>} [looks]        the signs in the legend, where they are not those of the claims
 * @property {Key[]} [legend]           what else there may be to explain
 * @property {(room: Room) => Body} body
 */

const TEXT = 13;
const SMALL = 12;
const ORDER = /** @type {Look[]} */ (["attribution", "endorsement", "responsibility", "denial", "challenge", "finding", "withdrawal", "no-comment", "criticism", "report"]);

/**
 * @param {Picture} picture
 * @param {Model} model
 * @param {PictureState} state
 * @param {Size} size
 * @param {Canvas} canvas
 */
export function framed(picture, model, state, size, canvas) {
  const { theme } = canvas;
  const pad = size.width < 600 ? 16 : 24;
  const inner = size.width - 2 * pad;
  const head = size.bare ? { svg: "", height: 4 } : header(size.title || picture.headline, picture.subtitle, pad, inner, size, theme);
  const most = legend(picture, picture.claims, picture.legend ?? [], state, pad, inner, canvas);
  const foot = (/** @type {string} */ leftOut) => footer(sentences(picture, model, state, canvas.words, leftOut), pad, inner, theme);
  const below = most.height + foot(picture.claims.length ? "0".repeat(60) : "").height + pad;
  const top = head.height + 10;
  const height = size.height === undefined ? null : Math.max(40, size.height - top - below - 10);
  const body = picture.claims.length ? picture.body({ left: pad, top, width: inner, height }) : nothing(pad, top, canvas);
  const end = foot(body.leftOut);
  const keys = legend(picture, body.claims ?? picture.claims, body.legend ?? picture.legend ?? [], state, pad, inner, canvas);
  const whole = size.height ?? Math.ceil(top + body.height + 10 + keys.height + end.height + pad);
  const base = size.height === undefined ? top + body.height + 10 : whole - pad - end.height - keys.height;
  const svg = element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg", viewBox: `0 0 ${size.width} ${whole}`, width: size.width, height: whole, role: "group",
      "aria-label": size.title || picture.headline, "font-family": SANS, class: "picture",
    },
    tooltip(size.title || picture.headline),
    element("rect", { x: 0, y: 0, width: size.width, height: whole, fill: theme.paper }),
    head.svg, body.svg, element("g", { class: "legend", transform: `translate(0 ${base})` }, keys.svg),
    element("g", { class: "foot", transform: `translate(0 ${base + keys.height})` }, end.svg),
  );
  return { svg, title: size.title || picture.headline, height: whole, shown: body.shown, left_out: body.left };
}

/** @param {number} left @param {number} top @param {Canvas} canvas @returns {Body} */
function nothing(left, top, { theme, words }) {
  return { svg: textLine(words.texts.nothing, { x: left, y: top + 20, size: 15, fill: theme.ink }), height: 34, shown: 0, leftOut: "", left: 0 };
}

/**
 * @param {string} headline
 * @param {string} subtitle
 * @param {number} left
 * @param {number} width
 * @param {Size} size
 * @param {Theme} theme
 */
function header(headline, subtitle, left, width, size, theme) {
  const big = size.width < 600 ? 19 : size.height ? 27 : 22;
  const lines = wrapped(headline, width, big, { lines: 3, bold: true });
  const under = wrapped(subtitle, width, TEXT + (size.height ? 1 : 0), { lines: 3 });
  let y = left + big * 0.8;
  const svg = lines.map((text) => {
    const line = textLine(text, { x: left, y, size: big, fill: theme.ink, bold: true, whole: headline });
    y += big * 1.22;
    return line;
  });
  y += 1;
  for (const text of under) {
    svg.push(textLine(text, { x: left, y, size: TEXT + (size.height ? 1 : 0), fill: theme.soft, whole: text }));
    y += 18;
  }
  return { svg: element("g", { class: "head" }, ...svg), height: y - 8 };
}

/** What a line through something says. @param {Pick<Canvas, "theme"|"words">} canvas @returns {Key} */
export function struckKey({ theme, words }) {
  return { text: words.texts.struck, draw: (x, y) => straight(x - 8, y, x + 8, y, theme.ink, { "stroke-width": 1.6 }) };
}

/**
 * The signs that are used, each with what it stands for.
 * @param {Picture} picture
 * @param {ViewClaim[]} drawn
 * @param {Key[]} more
 * @param {PictureState} state
 * @param {number} left
 * @param {number} width
 * @param {Canvas} canvas
 */
function legend(picture, drawn, more, state, left, width, { theme, words }) {
  if (!picture.claims.length) return { svg: "", height: 0 };
  const used = picture.looks ?? new Set(drawn.map(lookOf));
  const items = ORDER.filter((look) => used.has(look)).map((look) => ({ text: words.marks[look], draw: (/** @type {number} */ x, /** @type {number} */ y) => shape(look, x, y, theme) }));
  if (!picture.looks && drawn.some((claim) => claim.coder)) items.push({ text: words.texts.hollow, draw: (x, y) => shape("attribution", x, y, theme, { hollow: true }) });
  if (!picture.looks && drawn.some((claim) => withdrawnAt(claim, state.until))) items.push(struckKey({ theme, words }));
  items.push(...more);
  let [x, y] = [left, 8];
  const svg = items.map(({ text, draw }) => {
    const [line] = wrapped(text, width - 24, SMALL, { lines: 1 });
    const wide = 22 + textWidth(line, SMALL) + 14;
    if (x > left && x + wide - 14 > left + width) [x, y] = [left, y + 19];
    const item = draw(x + 8, y) + textLine(line, { x: x + 20, y: y + 4, size: SMALL, fill: theme.ink, whole: text });
    x += wide;
    return item;
  });
  return { svg: svg.join(""), height: items.length ? y + 16 : 0 };
}

/**
 * @param {Picture} picture
 * @param {Model} model
 * @param {PictureState} state
 * @param {Words} words
 * @param {string} leftOut
 */
function sentences(picture, model, state, words, leftOut) {
  const { texts } = words;
  const day = state.until ?? model.data.asOf;
  const sources = new Set(picture.claims.flatMap((claim) => claim.sources ?? []));
  const sets = [...new Set(picture.claims.flatMap((claim) => claim.dataset || []))].sort();
  const named = sets.length > 4 ? filled(texts.others, { names: sets.slice(0, 3).join(", "), n: sets.length - 3 }) : sets.join(", ");
  const { remark } = model.data;
  return [
    [
      day ? filled(texts.asOf, { day: dayText(dayNumber(day), words) }) : texts.asOfNow, howMany(picture.claims.length, "claims", words),
      howMany(sources.size, "sources", words), sets.length ? filled(sets.length > 1 ? texts.datasets : texts.dataset, { names: named }) : "",
    ].filter(Boolean).join(" · "),
    [leftOut ? filled(texts.leftOut, { what: leftOut }) : "", texts.notWho, remark ? `${remark.charAt(0).toUpperCase()}${remark.slice(1)}.` : ""].filter(Boolean).join(" "),
  ];
}

/** @param {string[]} lines @param {number} left @param {number} width @param {Theme} theme */
function footer(lines, left, width, theme) {
  const all = lines.flatMap((line) => wrapped(line, width, SMALL, { lines: 3 }).map((text) => [text, line]));
  const svg = all.map(([text], at) => textLine(text, { x: left, y: 14 + at * 16, size: SMALL, fill: theme.soft, whole: text }));
  return { svg: svg.join(""), height: all.length * 16 + 2 };
}

