/** The page's own words, in the language that was asked for or else the browser's: each language is one file in `../../words/`. */

/**
 * The words in use, as `page` in the file of their language has them. A text with gaps is a function of what fills them, a
 * pair of one and many a function of the number. A test looks up every word that is used.
 * @type {any}
 */
export let t = {};
/** The words of the pictures. @type {any} */
export let pictureWords = {};
/** The language in use. */
export let language = "en";

/**
 * Take the first language that there is: a tag counts by its first part, so that "de-AT" is German.
 * @param {Record<string, {page: any, pictures: any}>} languages
 * @param {readonly (string|null|undefined)[]} tags
 */
export function speak(languages, tags) {
  const known = tags.map((tag) => (tag ?? "").toLowerCase().split("-")[0]).find((tag) => Object.hasOwn(languages, tag));
  language = known ?? "en";
  pictureWords = languages[language].pictures;
  t = spoken(languages[language].page, languages[language].page.locale);
}

/**
 * @param {any} words
 * @param {string} locale
 * @returns {any}
 */
function spoken(words, locale) {
  if (typeof words === "string") return /\{\d\}/.test(words) ? (/** @type {any[]} */ ...parts) => words.replace(/\{(\d)\}/g, (_, at) => String(parts[at])) : words;
  if (Array.isArray(words)) {
    const [one, many] = words;
    return one?.includes("{n}") ? (/** @type {number} */ count) => (count === 1 ? one : many).replace("{n}", count.toLocaleString(locale)) : words;
  }
  return Object.fromEntries(Object.entries(words).map(([key, value]) => [key, spoken(value, locale)]));
}

/**
 * A day as the language writes it.
 * @param {string} day  YYYY-MM-DD
 */
export function dayWords(day) {
  return dated(day);
}

/** @param {number} count */
export function numeral(count) {
  return count.toLocaleString(t.locale);
}

/**
 * Names as one: "FBI with CISA and NSA".
 * @param {string[]} names
 */
export function joint(names) {
  return names.length > 1 ? `${names[0]} ${t.with} ${names.slice(1).join(` ${t.and} `)}` : (names[0] ?? "");
}

/** @param {string} text */
export function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/**
 * A date as precise as it is, from EDTF, in words: "about December 2014", "between 2014 and March 2015".
 * @param {string|undefined} text
 */
export function dateWords(text) {
  return text ? edtf(text) : t.dates.unknown;
}

/**
 * From when to when something was: "December 2015 to 2016".
 * @param {string[]} dates  one or two, in EDTF
 */
export function spanWords([begin, end]) {
  return end === undefined ? edtf(begin) : t.range(edtf(begin), edtf(end));
}

/** @param {string} text @returns {string} */
function edtf(text) {
  const [begin, end] = ends(text);
  if (end !== null) {
    if (!begin) return t.dates.by(edtf(end));
    return end ? t.dates.between(edtf(begin), edtf(end)) : t.dates.orLater(edtf(begin));
  }
  const doubt = /** @type {"?"|"~"|"%"} */ (text.slice(-1));
  if (doubt in t.dates.doubts) return `${t.dates.doubts[doubt]} ${edtf(text.slice(0, -1))}`;
  const [year, month] = text.replaceAll("-XX", "").split("-");
  if (year.endsWith("XX")) return t.dates.century(`${year.slice(0, 2)}00`, `${year.slice(0, 2)}99`);
  if (year.includes("X")) return t.dates.decade(year.replace("X", "0"));
  const season = t.dates.seasons[month];
  return season ? `${season} ${year}` : dated(text.replaceAll("-XX", ""));
}

/**
 * The two ends of an interval, empty where they are open; the second is null where the date is none.
 * @param {string} text
 * @returns {[string, string|null]}
 */
function ends(text) {
  const dots = (/** @type {string} */ end) => (end === ".." ? "" : end);
  if (text.includes("/")) {
    const [begin, end] = text.split("/");
    return [dots(begin), dots(end)];
  }
  if (text.startsWith("..")) return ["", text.slice(2)];
  return text.endsWith("..") ? [text.slice(0, -2), ""] : [text, null];
}

/** A day, month or year. @param {string} iso */
function dated(iso) {
  const [year, month, day] = iso.split("-");
  if (!month) return String(Number(year));
  const moment = new Date(Date.UTC(2000, Number(month) - 1, Number(day ?? 1)));
  moment.setUTCFullYear(Number(year));
  return formatter(Boolean(day)).format(moment);
}

/** @type {Map<string, Intl.DateTimeFormat>} making one takes longer than a hundred dates */
const formatters = new Map();

/** @param {boolean} exact  to the day */
function formatter(exact) {
  const key = `${t.locale} ${exact}`;
  const known = formatters.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(t.locale, { ...(exact ? { day: "numeric" } : {}), month: "long", year: "numeric", timeZone: "UTC" });
  formatters.set(key, made);
  return made;
}

/**
 * Where in a source a claim stands: "section “lead”, paragraph 2".
 * @param {import("../types.js").Place} place
 */
export function placeWords({ section, paragraph, start, end }) {
  return [
    section === undefined ? "" : t.place.section(section),
    paragraph === undefined ? "" : t.place.paragraph(paragraph),
    start === undefined ? "" : t.place.characters(end === undefined ? start : `${start}–${end}`),
  ].filter(Boolean).join(", ");
}

/** How a court or an office decided. @param {string} outcome */
export function outcomeWords(outcome) {
  return pictureWords.outcomes[outcome] ?? outcome;
}

/**
 * How words came from their speaker: "through its lawyer, press conference". Empty where nothing is known of it.
 * @param {import("../types.js").ViewClaim["voice"]} voice
 */
export function voiceWords({ through = [], toldBy = [], ownView = false, form = "" } = {}) {
  const all = (/** @type {string[]} */ names) => names.join(` ${t.and} `);
  return [through.length ? t.voice.through(all(through)) : "", toldBy.length ? t.voice.told(all(toldBy)) : "", ownView ? t.voice.own : "", t.forms[form] ?? form].filter(Boolean).join(", ");
}

/** @param {import("../types.js").ViewClaim["quote"]} quote */
export function quoteWords(quote) {
  return quote && t.quoted(quote.text) + (quote.translated ? t.translated : "");
}

/**
 * By whom something was denied, and when: "by Russia, of which it is part, before the accusation". Empty if by nobody.
 * @param {import("../types.js").Denial|null} denial
 */
export function deniedWords(denial) {
  if (!denial) return "";
  const names = denial.by.map(([name, belongs]) => (belongs ? t.denied[belongs](name) : name)).join("; ");
  const by = t.denied.by(names) + (denial.more ? t.denied.more(numeral(denial.more)) : "");
  return [by, denial.order.length ? t.denied.order[denial.order.join("")] : ""].filter(Boolean).join(", ");
}
