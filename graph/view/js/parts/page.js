/** What the template leaves without words gets those of the language. */
import { t } from "../words/words.js";
import { byId, fill, make } from "./dom.js";

/** The keys that the help tells. @type {[string, string[]][]} */
const KEYS = [["search", ["/"]], ["arrows", ["←", "→", "↑", "↓"]], ["enter", ["Enter"]], ["panel", ["d"]], ["expand", ["e"]], ["zoom", ["+", "−", "0"]], ["escape", ["Esc"]], ["help", ["?"]]];

export function labelPage() {
  const texts = { "legend-toggle": t.page.filters, "path-toggle": t.page.path, "share-open": t.page.share, theme: t.page.dark, layout: t.page.sides, fit: t.page.fit, "help-open": "?", "help-close": t.page.close, "help-title": t.help.title, "fold-label": t.folded };
  for (const [id, text] of Object.entries(texts)) fill(byId(id), text);
  const labels = { legend: t.page.legend, panel: t.page.details, timeline: t.page.time, in: t.page.zoomIn, out: t.page.zoomOut, stage: t.page.stage, "help-open": t.page.help };
  for (const [id, text] of Object.entries(labels)) byId(id).setAttribute("aria-label", text);
  byId("layout").title = t.page.sidesSays;
  byId("fit").title = t.page.fitSays;
  byId("help-open").title = `${t.page.help} (?)`;
  const row = (/** @type {[string, string[]]} */ [does, keys]) =>
    make("tr", {}, make("th", { scope: "row" }, ...keys.flatMap((key) => [make("kbd", {}, key), " "])), make("td", {}, t.help.does[does]));
  fill(byId("help-text"), ...t.help.text.slice(0, -1).map((/** @type {string} */ text) => make("p", {}, text)), make("table", {}, make("caption", {}, t.help.keys), make("tbody", {}, ...KEYS.map(row))), make("p", {}, t.help.text.at(-1)));
}
