/**
 * How wide a text is without asking a browser, so that the same text takes the same room everywhere. Widths are those of
 * the wider of DejaVu Sans and Liberation Sans (as wide as Arial and Helvetica): with any usual font the text fits.
 */

/** In hundredths of the font's size, from the space to the tilde. */
const WIDTHS = {
  regular: [
    32, 40, 46, 84, 64, 95, 78, 27, 39, 39, 50, 84, 32, 36, 32, 34, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 34, 34, 84, 84, 84, 56, 102,
    68, 69, 72, 77, 67, 61, 78, 75, 29, 50, 67, 56, 86, 75, 79, 67, 79, 72, 67, 61, 73, 68, 99, 69, 67, 69, 39, 34, 39, 84, 56, 50, 61,
    63, 55, 63, 62, 35, 63, 63, 28, 28, 58, 28, 97, 63, 61, 63, 63, 41, 52, 39, 63, 59, 82, 59, 59, 52, 64, 34, 64, 84,
  ],
  bold: [
    35, 46, 52, 84, 70, 100, 87, 31, 46, 46, 52, 84, 38, 42, 38, 37, 70, 70, 70, 70, 70, 70, 70, 70, 70, 70, 40, 40, 84, 84, 84, 61, 100,
    77, 76, 73, 83, 68, 68, 82, 84, 37, 56, 77, 64, 100, 84, 85, 73, 85, 77, 72, 68, 81, 77, 110, 77, 72, 73, 46, 37, 46, 84, 56, 50, 67,
    72, 59, 72, 68, 44, 72, 71, 34, 34, 67, 34, 104, 71, 69, 72, 72, 49, 60, 48, 71, 65, 92, 65, 65, 58, 71, 37, 71, 84,
  ],
};
const MARK = /\p{M}|[\u200b-\u200f\u2060\ufe00-\ufe0f]/u;
/** Letters that fill a square or more: East Asian, pictures, and the widest of Cyrillic and Latin. */
const WIDE = /[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\u{1f000}-\u{3fffd}ЖМШЩЮЫЊЉжмшщюыњљѿѼÆŒ—…‰]/u;
const UPPER = /\p{Lu}/u;

/** @param {string} letter @param {boolean} bold */
function letterWidth(letter, bold) {
  const known = WIDTHS[bold ? "bold" : "regular"][(letter.codePointAt(0) ?? 0) - 32];
  if (known) return known;
  if (MARK.test(letter)) return 0;
  if (WIDE.test(letter)) return bold ? 125 : 110;
  return (UPPER.test(letter) ? 86 : 72) * (bold ? 1.12 : 1);
}

/**
 * At most so many pixels.
 * @param {string} text
 * @param {number} size  of the font, in pixels
 * @param {boolean} [bold]
 */
export function textWidth(text, size, bold = false) {
  let width = 0;
  for (const letter of text) width += letterWidth(letter, bold);
  return (width * size) / 100;
}

/**
 * A text that fits; where it must be shortened it ends in an ellipsis.
 * @param {string} text
 * @param {number} room
 * @param {number} size
 * @param {boolean} [bold]
 */
export function shortened(text, room, size, bold = false) {
  if (textWidth(text, size, bold) <= room) return text;
  let kept = "";
  let left = room - textWidth("…", size, bold);
  for (const letter of text) {
    left -= (letterWidth(letter, bold) * size) / 100;
    if (left < 0) break;
    kept += letter;
  }
  return `${kept.trimEnd()}…`;
}

/**
 * A text in lines that fit, broken between words, and within a word that does not fit alone: after a hyphen of its own, else
 * with one. The last line is shortened where there are too many.
 * @param {string} text
 * @param {number} room
 * @param {number} size
 * @param {{lines?: number, bold?: boolean}} [how]
 */
export function wrapped(text, room, size, { lines = 2, bold = false } = {}) {
  const fits = (/** @type {string} */ part) => textWidth(part, size, bold) <= room;
  const parts = text.split(/\s+/).filter(Boolean).flatMap((word) => inParts(word, fits).map((part, at) => (at ? part : { ...part, text: ` ${part.text}` })));
  /** @type {string[]} */
  const found = [];
  let [line, hyphen] = ["", ""];
  for (const [at, part] of parts.entries()) {
    const longer = line ? `${line}${part.text}` : part.text.trimStart();
    if (line && !fits(longer + part.hyphen)) {
      if (found.length + 1 === lines) return [...found, shortened(line + parts.slice(at).map((rest) => rest.text).join(""), room, size, bold)];
      found.push(shortened(line + hyphen, room, size, bold));
      line = part.text.trimStart();
    } else line = longer;
    hyphen = part.hyphen;
  }
  return line ? [...found, shortened(line, room, size, bold)] : found;
}

/** @typedef {{text: string, hyphen: string}} Part  of a word; hyphen: what is written behind it at the end of a line */

/** How many letters of a broken word stand together at least. */
const TOGETHER = 3;
/** A letter between which and another a hyphen tells that the word goes on. */
const LETTER = /^[\p{L}]/u;

/**
 * A word in parts that fit.
 * @param {string} word
 * @param {(part: string) => boolean} fits
 * @returns {Part[]}
 */
function inParts(word, fits) {
  if (fits(word)) return [{ text: word, hyphen: "" }];
  const parts = word.split(/(?<=[-–/])/);
  if (parts.length > 1) return parts.flatMap((part) => inParts(part, fits));
  const letters = word.match(/\P{M}\p{M}*|\p{M}+/gu) ?? [];
  /** @type {Part[]} */
  const found = [];
  for (let at = 0; at < letters.length; ) {
    const rest = letters.slice(at);
    const part = (/** @type {number} */ end) => ({ text: rest.slice(0, end).join(""), hyphen: hyphenBetween(rest[end - 1], rest[end] ?? "") });
    const whole = (/** @type {Part} */ { text, hyphen }) => fits(text + hyphen);
    let end = 1;
    while (end < rest.length && whole(part(end + 1))) end += 1;
    if (end < rest.length) end = Math.max(Math.min(end, TOGETHER), Math.min(end, rest.length - TOGETHER));
    found.push(part(end));
    at += end;
  }
  return found;
}

/** What stands between two letters of a word where a line ends. @param {string} before @param {string} after */
function hyphenBetween(before, after) {
  return [before, after].every((letter) => LETTER.test(letter) && !/^[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff]/u.test(letter)) ? "-" : "";
}
