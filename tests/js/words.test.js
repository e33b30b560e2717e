import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { capital, dateWords, dayWords, deniedWords, joint, outcomeWords, placeWords, quoteWords, spanWords, speak, t, voiceWords } from "../../graph/view/js/words/words.js";

const file = (path) => new URL(`../../graph/view/${path}`, import.meta.url);
const languages = Object.fromEntries(["en", "de"].map((tag) => [tag, JSON.parse(readFileSync(file(`words/${tag}.json`), "utf8"))]));
/** Words that the data has in English, and other languages have here. */
const OPEN = new Set(["kinds", "acts", "statuses"]);
/** What English takes as a sentence from the data, and other languages make of its parts: the gaps differ. */
const SENTENCES = new Set(["panel.allegation"]);

/** The paths of all words, each with the gaps in it. */
function paths(words, before = "") {
  return Object.entries(words).flatMap(([key, value]) => {
    const path = before + key;
    if (typeof value === "string" || Array.isArray(value)) return [`${path} ${SENTENCES.has(path) ? "" : [...new Set(String(value).match(/\{\w\}/g))].sort().join("")}`];
    return OPEN.has(path) ? [] : paths(value, `${path}.`);
  });
}

test("every language has the same words, with the same gaps", () => {
  assert.deepEqual(paths(languages.de.page).sort(), paths(languages.en.page).sort());
});

test("every word that a script uses is there, and every word is used", () => {
  speak(languages, ["en"]);
  const scripts = readdirSync(file("js"), { recursive: true }).filter((name) => name.endsWith(".js")).map((name) => readFileSync(file(`js/${name}`), "utf8")).join("\n");
  const used = new Set(scripts.match(/\bt\.[a-z]\w*(?:\.[a-z]\w*)?/gi));
  for (const path of used) {
    const [, first, second] = path.split(".");
    assert.ok(first in t, path);
    if (second && typeof t[first] === "object" && !Array.isArray(t[first])) assert.ok(second in t[first] || OPEN.has(first), path);
  }
  const looked = ["pictures", "picturesSay", "statusSays", "voices", "table", "share", "help", "dates", "kinds", "acts", "statuses", "forms", "denied", "locale"];
  const unused = paths(languages.en.page).map((line) => line.split(" ")[0]).filter((path) => !looked.includes(path.split(".")[0]) && !used.has(`t.${path}`) && path !== "noscript");
  assert.deepEqual(unused, []);
});

test("the language is the first of those asked for that there is, else English", () => {
  for (const [asked, locale] of [[["de"], "de-DE"], [[null, "de-AT", "en"], "de-DE"], [["fr", "ja"], "en-GB"], [["constructor"], "en-GB"], [[], "en-GB"]]) {
    speak(languages, asked);
    assert.equal(t.locale, locale);
  }
});

test("dates are as precise as they are, in both languages", () => {
  const said = {
    "2014-12-19": ["19 December 2014", "19. Dezember 2014"], "2014-12": ["December 2014", "Dezember 2014"], 2014: ["2014", "2014"],
    "2014-11~": ["about November 2014", "etwa November 2014"], "../2020-10-19": ["by 19 October 2020", "bis 19. Oktober 2020"],
    "2014/2015-03": ["between 2014 and March 2015", "zwischen 2014 und März 2015"], "2014-22": ["summer 2014", "Sommer 2014"],
    "201X?": ["perhaps the 2010s", "vielleicht 2010er Jahre"], "2014-12-XX": ["December 2014", "Dezember 2014"], "2014-12..": ["December 2014 or later", "Dezember 2014 oder später"],
    "0900-01-02": ["2 January 900", "2. Januar 900"],
  };
  for (const [at, tag] of ["en", "de"].entries()) {
    speak(languages, [tag]);
    for (const [date, words] of Object.entries(said)) assert.equal(dateWords(date), words[at], date);
    assert.equal(dateWords(undefined), t.dates.unknown);
  }
});

test("who denied, how words came and where they stand is said in the language of the page", () => {
  const denial = { by: [["Russia", "part"], ["Kremlin", ""]], more: 3, order: ["before", "after"] };
  const voice = { through: ["its lawyer"], toldBy: ["Daily"], ownView: true, form: "press-conference" };
  const said = [];
  for (const tag of ["en", "de"]) {
    speak(languages, [tag]);
    said.push([
      deniedWords(denial), deniedWords(null), voiceWords(voice), voiceWords(), quoteWords({ text: "not us", translated: true }),
      placeWords({ section: "lead", paragraph: 2, start: 3, end: 9 }), spanWords(["2015-12", "2016"]), spanWords(["2014"]), outcomeWords("acquitted"),
    ]);
  }
  assert.deepEqual(said, [
    [
      "by Russia, of which it is part; Kremlin and 3 more, before and after the accusation", "", "through its lawyer, as told by Daily, own view, press conference", "",
      "“not us” (translated)", "section “lead”, paragraph 2, characters 3–9", "December 2015 to 2016", "2014", "acquitted",
    ],
    [
      "von Russia, wozu er gehört; Kremlin und 3 weiteren, vor und nach der Beschuldigung", "", "durch its lawyer, berichtet von Daily, eigene Ansicht, Pressekonferenz", "",
      "„not us“ (übersetzt)", "Abschnitt „lead“, Absatz 2, Zeichen 3–9", "Dezember 2015 bis 2016", "2014", "freigesprochen",
    ],
  ]);
});

test("numbers and names are as the language writes them", () => {
  speak(languages, ["de"]);
  assert.equal(t.counted.claims(28630), "28.630 Aussagen");
  assert.equal(t.counted.claims(1), "1 Aussage");
  assert.equal(joint(["FBI", "CISA", "NSA"]), "FBI mit CISA und NSA");
  assert.equal(dayWords("2014-12-19"), "19. Dezember 2014");
  speak(languages, ["en"]);
  assert.equal(t.panel.between("A$&", "B"), "What A$& says of B", "a name is no pattern");
  assert.equal(capital("élan"), "Élan");
});
